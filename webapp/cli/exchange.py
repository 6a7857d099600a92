"""`recite convert`, `recite import`, `recite export` and `recite formats`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webapp.cli.application import configure, migrate, opened
from webapp.cli.saying import say

if TYPE_CHECKING:
    from questions.interchange import Format, Problem

_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
_WRITABLE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("source", metavar="IN", type=_EXISTING)
@click.argument("target", metavar="OUT", type=_WRITABLE)
@click.option("--from", "source_format", metavar="FORMAT", help="Format of IN, if not by its name.")
@click.option("--to", "target_format", metavar="FORMAT", help="Format of OUT, if not by its name.")
@click.option("--report", type=_WRITABLE, help="Also write what was not carried over to a file.")
def convert(
    source: Path,
    target: Path,
    source_format: str | None,
    target_format: str | None,
    report: Path | None,
) -> None:
    """Turn one question format into another; what cannot be carried over is reported."""
    from questions.interchange import write_out

    reader, writer = _format(source, source_format), _format(target, target_format)
    reading = reader.read(_read(source))
    files = {file.name: file.content for file in reading.files}
    writing = write_out(writer, reading.questions, files)
    _write(target, writing.content)
    problems = (*reading.problems, *writing.problems)
    if report is not None:
        _write(report, "".join(f"{problem}\n" for problem in problems).encode())
    say(f"{len(reading.questions)} questions written to {target}.")
    _finish(problems)


@click.command("import")
@click.argument("file", type=_EXISTING)
@click.option("--course", required=True, metavar="SLUG", help="The course's address.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and keep nothing of it.")
def import_questions(file: Path, course: str, dry_run: bool) -> None:
    """Take questions into a course; known ones become new versions where they changed."""
    from webapp.clock import now
    from webapp.logs import record_event
    from webapp.services.teaching import exchange

    reading = _format(file, None).read(_read(file))
    with opened(configure()):
        migrate()
        done = exchange.import_questions(course, reading, now(), dry_run=dry_run)
        if not dry_run:
            record_event("questions imported", course=course, added=done.added)
    say(
        f"{'Dry run: ' if dry_run else ''}{done.added} added, {done.changed} new versions, "
        f"{done.unchanged} unchanged."
    )
    if done.proposed:
        say(f"{done.proposed} proposed. They wait under Curate until an instructor accepts them.")
    if done.drafts:
        say(f"{done.drafts} of them are drafts: they have no citation yet.")
    _finish(done.problems)


@click.command("export")
@click.argument("file", type=_WRITABLE)
@click.option("--course", required=True, metavar="SLUG", help="The course's address.")
def export_questions(file: Path, course: str) -> None:
    """Write every published question of a course, with its citations."""
    from questions.interchange import write_out
    from webapp.logs import record_event
    from webapp.services.teaching import exchange

    form = _format(file, None)
    with opened(configure()):
        migrate()
        questions = exchange.export_questions(course)
        files = exchange.export_files(course, questions)
        record_event("questions exported", course=course, questions=len(questions))
    writing = write_out(form, questions, files)
    _write(file, writing.content)
    say(f"{len(questions)} questions written to {file}.")
    _finish(writing.problems)


@click.command()
def formats() -> None:
    """Say what each question format can hold, as a table in Markdown."""
    from questions.holding import table

    for line in table().splitlines():
        say(line)


def _format(file: Path, name: str | None) -> Format:
    from questions.interchange import FORMATS, format_of

    form = FORMATS.get(name) if name else format_of(file.name)
    if form is None:
        asked = f"“{name}” is not a format" if name else f"The format of {file.name} is not known"
        known = ", ".join(f"{form.name} ({' '.join(form.suffixes)})" for form in FORMATS.values())
        raise click.UsageError(f"{asked}. There are: {known}.")
    return form


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error


def _finish(problems: Sequence[Problem]) -> None:
    """List the problems on standard error; exit 1 if there are any."""
    for problem in problems:
        say(str(problem), err=True)
    if problems:
        say(f"Problems: {len(problems)}.", err=True)
        sys.exit(1)

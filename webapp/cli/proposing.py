"""`recite propose`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from webapp.cli.saying import say

if TYPE_CHECKING:
    from questions.documents import Document
    from questions.llm.model import Model
    from questions.proposing import Proposals
    from questions.reading.files import ReadDocument

_LONG = 300  # sentences: proposing on more takes over a second


@click.command()
@click.argument("document", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many questions.")
@click.option(
    "--proposer",
    type=click.Choice(["offline", "llm"]),
    default="offline",
    help="Who proposes: llm sends the text to the model at RECITE_LLM_URL (default: offline).",
)
@click.option(
    "--dropped",
    type=click.File("w", encoding="utf-8"),
    metavar="FILE",
    help="Where to write, as JSON Lines, what was turned away or asked in a lesser form, and why.",
)
@click.option(
    "--course",
    metavar="SLUG",
    help="Put document and questions in this course instead, for its instructors to curate.",
)
@click.option("--publisher", metavar="NAME", help="With --course: who published a new document.")
def propose(
    document: Path,
    limit: int | None,
    proposer: str,
    dropped: TextIO | None,
    course: str | None,
    publisher: str | None,
) -> None:
    """Write proposed questions on an English document, as JSON Lines, best first."""
    if publisher and not course:
        raise click.UsageError("--publisher is of use with --course alone.")
    read = _read(document, unchanged=not course)

    def find(source: Document, slug: str) -> Proposals:
        return _find(source, slug, limit, proposer, dropped)

    if course:
        from webapp.cli.proposing_for import propose_for

        propose_for(course, read, document.name, publisher, find)
        return
    from questions.interchange.jsonl import JsonLines
    from questions.slugs import slugify

    found = find(read.document, slugify(document.stem))
    click.echo(JsonLines().write(found.questions).content, nl=False)


def _find(
    source: Document, slug: str, limit: int | None, proposer: str, dropped: TextIO | None
) -> Proposals:
    """Return what ``proposer`` finds to ask of a document, and say where that is nothing."""
    from questions.documents import PassageKind

    sentences = sum(passage.kind is PassageKind.SENTENCE for passage in source.passages)
    if sentences > _LONG:
        say(f"Reading {sentences:,} sentences …", err=True)
    from questions import proposing

    with _asked(proposer) as model:
        found = proposing.propose(source, slug, limit, model, _say)
    if dropped:
        dropped.writelines(_reasons(found))
    if not found.questions:
        say("Nothing to ask was found: is it English, in whole sentences?", err=True)
    return found


def _reasons(found: Proposals) -> Iterator[str]:
    """Yield a line for each question turned away and each fact left alone, with the reason."""
    for question, failure in found.dropped:
        line = {"check": failure.check.name, "reason": failure.reason, "stem": question.stem}
        more = {"type": question.type, "key": question.interaction.key()}
        yield json.dumps({**line, **more}, ensure_ascii=False) + "\n"
    for left in found.declined:
        line = {"way": left.way.name, "reason": left.reason, "quote": left.citation.quote}
        yield json.dumps(line, ensure_ascii=False) + "\n"


@contextmanager
def _asked(proposer: str) -> Iterator[Model | None]:
    """Open the connection to a language model, if that is who proposes."""
    if proposer == "offline":
        yield None
        return
    from questions.llm.client import Server
    from questions.llm.model import NotInstalledError
    from webapp.config import ConfigError, load_model_settings

    try:
        model = Server(load_model_settings(os.environ))
    except (ConfigError, NotInstalledError) as error:
        raise click.ClickException(str(error)) from error
    try:
        yield model
    finally:
        model.close()


def _say(message: str) -> None:
    say(message, err=True)


def _read(document: Path, *, unchanged: bool) -> ReadDocument:
    from questions.reading.files import UnreadableError, read_file
    from questions.reading.kinds import LARGEST_FILE

    with document.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    try:
        found = read_file(document.name, content, unchanged=unchanged)
    except UnreadableError as error:
        raise click.ClickException(f"{document} {error}") from error
    if found.assumed:
        say(f"{document} is not UTF-8. It was read as {found.assumed}.", err=True)
    return found

"""`recite doctor`, `recite backup` and `recite restore`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webapp.cli.application import configure, migrate, opened
from webapp.cli.saying import say

if TYPE_CHECKING:
    from webapp.services.operations.backups import Manifest
    from webapp.services.operations.upkeep import Check

_MOST_SHOWN = 20


@click.command()
@click.option(
    "--repair",
    is_flag=True,
    help="Rebuild wrong cards; replace what is no text.",
)
def doctor(repair: bool) -> None:
    """Check that everything stored holds together; exit 1 when something does not."""
    from webapp.clock import now
    from webapp.logs import record_event
    from webapp.services.operations import repairs, upkeep

    problems = 0
    with opened(configure()):
        cards, texts = [], []
        for check in upkeep.check():
            _show(check)
            problems += len(check.problems)
            cards += check.cards
            texts += check.texts
        if repair and cards:
            repairs.repair_cards(cards, now())
            record_event("cards rebuilt", cards=len(cards))
            problems -= len(cards)
            say(f"Cards rebuilt from the log: {len(cards)}.")
        if repair and texts:
            repairs.repair_texts(texts)
            record_event("texts repaired", rows=len(set(texts)))
            problems -= len(texts)
            say(f"Texts mended: {len(texts)}.")
    if problems:
        say(f"Problems: {problems}.", err=True)
        sys.exit(1)
    say("All is well.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write everything to one file, as it is at this moment, while Recite goes on serving."""
    from webapp.clock import now
    from webapp.logs import record_event
    from webapp.services.operations import backups

    with opened(configure()):
        try:
            manifest = backups.back_up(file, now())
            record_event("database backed up", rows=manifest.rows)
        except OSError as error:
            raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    say(f"{_told(manifest)} written to {file}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Delete what is in the database first.")
def restore(file: Path, replace: bool) -> None:
    """Fill an empty database from a backup, all or nothing."""
    from webapp.logs import record_event
    from webapp.services.operations import backups

    with opened(configure()):
        manifest = backups.verify(file)
        migrate()
        unkept = backups.restore(file, manifest, replace=replace)
        record_event("database restored", rows=manifest.rows, replaced=replace)
    say(f"{_told(manifest)} restored from {file}.")
    for place in unkept[:_MOST_SHOWN]:
        say(f"  Warning: a character is no text: {place}. Run recite doctor --repair.", err=True)


def _told(manifest: Manifest) -> str:
    rows = f"{manifest.rows} rows of {len(manifest.tables)} tables"
    return f"{rows} and {manifest.files} pictures and sounds" if manifest.files else rows


def _show(check: Check) -> None:
    verdict = "ok" if not check.problems else f"{len(check.problems)} problems"
    say(f"{check.subject}: {check.count} checked, {verdict}")
    for warning in check.warnings:
        say(f"  Warning: {warning}")
    for problem in check.problems[:_MOST_SHOWN]:
        say(f"  {problem}", err=True)
    if len(check.problems) > _MOST_SHOWN:
        say(f"  … and {len(check.problems) - _MOST_SHOWN} more", err=True)

"""`recite propose`."""

from __future__ import annotations

import re
from pathlib import Path

import click

_LARGEST = 1_000_000  # bytes
_LONG = 300  # sentences: proposing on more takes over a second


@click.command()
@click.argument("document", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many questions.")
def propose(document: Path, limit: int | None) -> None:
    """Write proposed questions on an English text or Markdown file, as JSON Lines, best first."""
    from questions.documents import PassageKind
    from questions.reading import read

    source = read(_text(document), document.name)
    sentences = sum(passage.kind is PassageKind.SENTENCE for passage in source.passages)
    if sentences > _LONG:
        click.echo(f"Reading {sentences:,} sentences …", err=True)
    from questions import proposing
    from questions.interchange.jsonl import JsonLines

    found = proposing.propose(source, _slug(document), limit)
    click.echo(JsonLines().write(found.questions).content, nl=False)
    if not found.questions:
        click.echo("Nothing to ask was found: is it English, in whole sentences?", err=True)


def _text(document: Path) -> str:
    from questions.reading.files import UnreadableError, decode

    with document.open("rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise click.ClickException(f"{document} is over 1 MB. Take it in as several documents.")
    try:
        decoded = decode(content)
    except UnreadableError as error:
        raise click.ClickException(f"{document} {error}") from error
    if decoded.assumed:
        click.echo(f"{document} is not UTF-8. It was read as {decoded.assumed}.", err=True)
    return decoded.text


def _slug(document: Path) -> str:
    return (
        re.sub(r"[^a-z0-9]+", "-", document.stem.lower()).strip("-")[:80].strip("-") or "document"
    )

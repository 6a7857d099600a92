"""`recite propose`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from questions.llm.model import Model

_LARGEST = 1_000_000  # bytes


@click.command()
@click.argument("document", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many questions.")
@click.option(
    "--proposer",
    type=click.Choice(["offline", "llm"]),
    default="offline",
    help="Who proposes: llm sends the text to the model at RECITE_LLM_URL (default: offline).",
)
def propose(document: Path, limit: int | None, proposer: str) -> None:
    """Write proposed questions on an English text, best first, as JSON Lines."""
    text = _read(document)
    from questions import proposing
    from questions.interchange.jsonl import JsonLines
    from questions.reading import plain

    with _asked(proposer) as model:
        found = proposing.propose(plain.read(text), _slug(document), limit, model, _say)
    click.echo(JsonLines().write(found.questions).content, nl=False)
    if not found.questions:
        click.echo("Nothing to ask was found: is it English, in whole sentences?", err=True)


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
    click.echo(message, err=True)


def _read(document: Path) -> str:
    content = document.read_bytes()
    if len(content) > _LARGEST:
        raise click.ClickException(f"{document} is over 1 MB. Take it in as several documents.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{document} is not UTF-8 (byte {error.start}). Save it as UTF-8."
        ) from error
    if "\0" in text:
        raise click.ClickException(f"{document} is not a text file.")
    if not text.strip():
        raise click.ClickException(f"{document} is empty.")
    return text


def _slug(document: Path) -> str:
    return (
        re.sub(r"[^a-z0-9]+", "-", document.stem.lower()).strip("-")[:80].strip("-") or "document"
    )

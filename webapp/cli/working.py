"""`recite work`."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from webapp.cli.application import configure
from webapp.cli.saying import say

if TYPE_CHECKING:
    from webapp.config import Config

_KINDNESS = 5  # how far a worker beside a server lets the answers go first


@click.command()
@click.option("--under", type=click.IntRange(1), hidden=True, help="The server it belongs to.")
def work(under: int | None) -> None:
    """Do the jobs that people have queued, such as proposing questions, until Ctrl-C."""
    if under is not None:
        _belong_to(under)
    config = replace(configure(), threads=1)
    from webapp import worker

    if under is None:
        _check_tables(config)
        say("Working (Ctrl-C stops it).")
    worker.work(config, under)


def _belong_to(server: int) -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if hasattr(os, "nice"):
        os.nice(_KINDNESS)
    from questions.reading.confinement import end_with

    end_with(server, signal.SIGTERM)


def _check_tables(config: Config) -> None:
    """Refuse to work on tables that `recite serve` has not brought up to date."""
    from sqlalchemy import create_engine

    from webapp.services.operations.tables import current_revision, wanted_revision

    engine = create_engine(config.database_url)
    with engine.connect() as connection:
        found = current_revision(connection)
    engine.dispose()
    if found != wanted_revision():
        raise click.ClickException(
            "The tables are not of this version. Start `recite serve` first, which brings them "
            "up to date."
        )

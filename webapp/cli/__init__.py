"""The `recite` command: what it offers, and how what goes wrong is said.

Exit codes: 0 all is well, 1 problems were found, 2 it was called wrongly. Whatever a command
needs is imported when it runs: `recite convert` works without Flask and without a database.
"""

from __future__ import annotations

import os
import sys
import traceback
from types import TracebackType

import click

from webapp.cli.accounts import reset_factors
from webapp.cli.analysing import analyse
from webapp.cli.exchange import convert, export_questions, formats, import_questions
from webapp.cli.proposing import propose
from webapp.cli.saying import Saying
from webapp.cli.serving import demo, serve
from webapp.cli.upkeep import backup, doctor, restore
from webapp.cli.working import work
from webapp.config import secrets_in
from webapp.redaction import redact


@click.group(
    cls=Saying, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="recite", message="Recite %(version)s")
def recite() -> None:
    """Quizzes and flashcards that cite their sources."""


for command in (
    demo,
    serve,
    work,
    propose,
    convert,
    import_questions,
    export_questions,
    formats,
    analyse,
    doctor,
    backup,
    restore,
    reset_factors,
):
    recite.add_command(command)


def main() -> None:
    """Run the command line. What was not foreseen is told without the secrets of the settings."""
    sys.excepthook = _tell_unforeseen
    recite(prog_name="recite")


def _tell_unforeseen(
    kind: type[BaseException], error: BaseException, where: TracebackType | None
) -> None:
    told = "".join(traceback.format_exception(kind, error, where))
    sys.stderr.write(redact(told, secrets_in(os.environ)))

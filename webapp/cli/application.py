"""The application as the commands that need its database open it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from webapp.redaction import redact

if TYPE_CHECKING:
    from flask import Flask

    from webapp.config import Config


def configure(changes: Mapping[str, object] | None = None, **environment: str | None) -> Config:
    """Return the settings, with some from the command line. Exits 1 when they cannot be used."""
    from webapp.config import ConfigError, load_config

    given = {name: value for name, value in environment.items() if value is not None}
    try:
        return replace(load_config({**os.environ, **given}), **(changes or {}))  # type: ignore[arg-type]
    except ConfigError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def opened(config: Config) -> Iterator[Flask]:
    """Open the application on a database that is up to date, for one command.

    What a service refuses, or a database cannot do, ends the command with one line.
    """
    from sqlalchemy.exc import DatabaseError

    from webapp import create_app
    from webapp.db import db
    from webapp.logs import events_in
    from webapp.services.errors import Refusal

    app = create_app(replace(config, patient=True))
    with app.app_context(), events_in(config.data / "commands.log", config.secrets):
        try:
            yield app
        except Refusal as refusal:
            raise click.ClickException(str(refusal.message)) from refusal
        except DatabaseError as error:
            raise click.ClickException(_explain(error, config)) from error
        finally:
            db.session.remove()
            db.engine.dispose()


def migrate() -> None:
    """Bring the database of the current application up to date."""
    from flask_migrate import upgrade

    from webapp import MIGRATIONS

    upgrade(directory=str(MIGRATIONS))


def _explain(error: Exception, config: Config) -> str:
    reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    reason = redact(reason, config.secrets)
    remedy = "Check RECITE_DATA." if config.on_sqlite else "Check DATABASE_URL and the server."
    return f"The database cannot be used: {reason}. {remedy}"

"""The web application around :mod:`questions`; ``create_app`` is the way in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def create_app(config: Config) -> Flask:
    """Return the application for ``config``; its database is migrated by the command line."""
    # Here and not above, so that `recite convert` needs neither Flask nor a database.
    from webapp.assembly import assemble

    return assemble(config)

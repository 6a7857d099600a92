"""Run the migrations on the application's own engine."""

from typing import Any, Literal

from alembic import context
from flask import current_app

from webapp import models
from webapp.db import Instant, db

assert models  # noqa: S101 - importing them fills the metadata


def _render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own column types as what they are to the database."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Instant) else False


def run() -> None:
    """Migrate within one transaction."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=_render,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()

"""Engines: how long a request may wait for its database, so that none hangs.

Commands may wait as long as it takes: what they do, such as a migration, can take long.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

from webapp.config import Config

# Seconds. What takes longer is answered with 503.
CONNECTING = 5
LOCKED = 5
STATEMENT = 15
IDLE = 60
_SMALLEST_POOL, _OVERFLOW = 5, 10


def engine_options(config: Config) -> dict[str, Any]:
    """Return the options of the engine for ``config``.

    A connection that was cut is noticed before it is used; a file cannot be cut off.
    """
    # Parameters are people's answers and hashes: they have no place in a traceback.
    options: dict[str, Any] = {"hide_parameters": True}
    if config.on_sqlite and config.database_file is None:
        return options
    options |= {
        "pool_size": max(config.threads, _SMALLEST_POOL),
        "max_overflow": _OVERFLOW,
        "pool_timeout": CONNECTING,
    }
    if not config.on_sqlite:
        options |= {"pool_pre_ping": True, "connect_args": _connecting()}
    return options


def limit_waiting(engine: Engine, config: Config) -> None:
    """Have PostgreSQL end what waits or works too long for a request."""
    if config.on_sqlite or config.patient:
        return
    limits = {
        "lock_timeout": LOCKED,
        "statement_timeout": STATEMENT,
        "idle_in_transaction_session_timeout": IDLE,
    }
    statement = "SELECT " + ", ".join(
        f"set_config('{name}', '{seconds * 1000:d}', false)" for name, seconds in limits.items()
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        # Not among the options of the connection, which a pooler in between would refuse.
        connection.execute(statement)
        connection.commit()


def _connecting() -> dict[str, object]:
    return {
        "connect_timeout": CONNECTING,
        "keepalives_idle": STATEMENT,
        "keepalives_interval": CONNECTING,
        "keepalives_count": 3,
        "tcp_user_timeout": (STATEMENT + CONNECTING) * 1000,
    }

"""The application as a worker has it: the database and the words, no pages. It takes half the room.

``webapp/assembly.py`` puts the pages on it.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_babel import Babel

from webapp import logs, stores
from webapp.config import Config
from webapp.db import db
from webapp.engines import engine_options, limit_waiting
from webapp.services.operations.faults import keep_faults


def assemble(config: Config) -> Flask:
    """Return it for ``config``."""
    app = Flask("webapp", static_folder=None)
    app.config.update(
        DEBUG=False,  # whatever FLASK_DEBUG says
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(config),
        BABEL_DEFAULT_LOCALE="en_GB",
        BABEL_TRANSLATION_DIRECTORIES=str(Path(__file__).parent / "translations"),
    )
    app.extensions["recite"] = config
    logs.set_up(app, config.log_level, config.secrets)
    keeper = keep_faults(app.logger)
    app.teardown_appcontext(lambda _error: keeper.store())
    db.init_app(app)
    with app.app_context():
        limit_waiting(db.engine, config)
    Babel(app)
    stores.register(app, config)
    return app

"""The assembly: every part of the application, put together; nothing else does that."""

from __future__ import annotations

from datetime import timedelta

from babel.support import NullTranslations
from flask import Flask, g
from flask_babel import get_locale, get_translations
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from questions.media import readable
from webapp import (
    MIGRATIONS,
    assets,
    backstage,
    compression,
    headers,
    incoming,
    markup,
    views,
    wording,
)
from webapp.access import (
    default_deny,
    hosts,
    limiter,
    must_set_up,
    refuse_unreadable,
    viewer_or_none,
)
from webapp.config import Config
from webapp.db import db
from webapp.services.media.queries.files import sizes_of
from webapp.services.people.passkeys import site_at

migrate = Migrate()


def assemble(config: Config) -> Flask:
    """Return the application for ``config``; its database is migrated by the command line."""
    app = backstage.assemble(config)
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="__Host-recite" if config.https else "recite",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.https,
        PERMANENT_SESSION_LIFETIME=timedelta(days=config.session_days),
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=config.limits_url,
        RATELIMIT_STORAGE_OPTIONS={"wrap_exceptions": True},
    )
    migrate.init_app(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    compression.register(app)
    hosts.register(app, config)
    incoming.register(app)
    app.before_request(refuse_unreadable)
    CSRFProtect(app)
    limiter.init_app(app)
    app.before_request(default_deny)
    app.after_request(headers.protect)
    _set_up_templates(app, config)
    assets.register(app)
    views.register(app)
    if config.proxies:
        n = config.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    return app


def _set_up_templates(app: Flask, config: Config) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        markdown=lambda text: markup.put_sizes(markup.render_block(text), sizes_of),
        inline=lambda text: markup.put_sizes(markup.render_inline(text), sizes_of),
        line=markup.render_line,
        plain=readable,
        apart=markup.tell_apart,
        mark=wording.mark_text,
        lasting=wording.lasting,
        whole=wording.whole,
    )

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalogue().ugettext(text),
        lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )
    has_passkeys = site_at(config.address) is not None

    @app.context_processor
    def globals_of_pages() -> dict[str, object]:
        locale, viewer = get_locale(), viewer_or_none()
        now: Config = app.extensions["recite"]
        return {
            "viewer": viewer,
            "is_held": viewer is not None and must_set_up(viewer),
            "locale": str(locale).replace("_", "-") if locale else "en",
            "direction": locale.text_direction if locale else "ltr",
            "demonstration": config.demonstration,
            "has_passkeys": has_passkeys,
            "provider": None if now.demonstration else now.provider,
        }


def _catalogue() -> NullTranslations:
    """Return the words of this request's language, looked up once: a page has dozens of texts."""
    if "catalogue" not in g:
        g.catalogue = get_translations()
    found: NullTranslations = g.catalogue
    return found

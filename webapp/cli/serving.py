"""`recite demo` and `recite serve`."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from webapp.cli.application import configure, migrate, opened
from webapp.cli.saying import say

if TYPE_CHECKING:
    from flask import Flask

    from webapp.config import Config

_LOOPBACK = "127.0.0.1"


@click.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to keep everything (default: instance in the current folder).",
)
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (default: 8000).")
def demo(data: Path | None, port: int | None) -> None:
    """Set up what is missing, load the demonstration course, and serve it to this machine."""
    from webapp.clock import now
    from webapp.services.operations import demonstration

    config = configure(
        {
            "host": _LOOPBACK,
            "https": False,
            "url": None,
            "proxies": 0,
            "workers": 1,
            "demonstration": True,
        },
        RECITE_DATA=str(data) if data else None,
        RECITE_PORT=str(port) if port else None,
        RECITE_LOG_LEVEL=os.environ.get("RECITE_LOG_LEVEL", "WARNING"),
    )
    _check_address(config.host, config.port, "recite demo --port ")
    with opened(config):
        if not demonstration.is_prepared(config.data):
            demonstration.refuse_other_data()
            say(f"Migrating the database in {config.data} …")
            migrate()
            demonstration.prepare(config.data, now(), say)
    for account in demonstration.ACCOUNTS:
        say(f"Sign in as {account.email}, password “{demonstration.PASSWORD}”.")
    _serve(config)


@click.command()
@click.option("--at", type=click.IntRange(0), hidden=True, help="A socket that listens.")
@click.option("--ready", type=click.IntRange(0), hidden=True, help="Where to say that it answers.")
@click.option("--under", type=click.IntRange(1), hidden=True, help="The server it belongs to.")
def serve(at: int | None, ready: int | None, under: int | None) -> None:
    """Serve for real use, as configured by the environment."""
    from webapp.services.operations import demonstration

    config = configure()
    if at is not None and ready is not None and under is not None:
        _serve_at(config, at, ready, under)
    _check_address(config.host, config.port, "RECITE_PORT=")
    with opened(config) as app:
        migrate()
        demonstration.refuse_in_real_use()
        _offer_administration(app, config)
        _say_of_the_store()
    _serve(config)


def _offer_administration(app: Flask, config: Config) -> None:
    """Print the link that makes the first administrator, as long as there is none."""
    from webapp.clock import now
    from webapp.logs import record_event
    from webapp.services.people.accounts import make_administrator_link

    token = make_administrator_link(now())
    if token is None:
        return
    record_event("administrator link made")
    with app.test_request_context(base_url=config.address):
        link = app.url_for("one_time_links.use", _external=True, _anchor=token)
    say("There is no administrator yet. Whoever opens this link first becomes it:")
    say(link)


def _say_of_the_store() -> None:
    """Warn where pictures and sounds cannot be read; all else works without them."""
    from webapp.stores import current_store

    try:
        next(current_store().list(), None)
    except OSError as error:
        say(f"Warning: pictures and sounds cannot be read: {error}.", err=True)


def _check_address(host: str, port: int, remedy: str) -> None:
    from webapp.server import AddressTaken, check_address

    try:
        check_address(host, port)
    except AddressTaken as taken:
        raise click.ClickException(
            f"{taken} Choose another port: {remedy}{port % 65535 + 1}"
        ) from taken


def _serve(config: Config) -> NoReturn:
    from webapp.config import web_address

    address = f"{web_address(config.host, config.port, https=False)}/"
    greeting = f"Serving at {address} (Ctrl-C stops it)."
    if config.workers > 1:
        from webapp import crew

        sys.exit(crew.serve(config, greeting))
    from webapp import server

    sys.exit(server.serve(config, greeting))


def _serve_at(config: Config, at: int, ready: int, under: int) -> NoReturn:
    """Serve at a socket that another process listens with, and end when that does."""
    from questions.reading.confinement import end_with
    from webapp import create_app
    from webapp.server import answer

    end_with(under, signal.SIGTERM)
    bound = socket.socket(fileno=at)
    sys.exit(answer(config, create_app(config), bound, lambda: _say_so(ready)))


def _say_so(ready: int) -> None:
    os.write(ready, b".")
    os.close(ready)

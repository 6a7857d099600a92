"""Static files, under an address that changes when any of them does, so that browsers keep them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, send_from_directory

_FOLDER = Path(__file__).parent / "static"
_KEPT = 365 * 24 * 60 * 60  # seconds
_DIGITS = 12


def register(app: Flask) -> None:
    """Serve the folder as the endpoint ``static``; ``url_for`` puts the version in.

    The version stands in front of the file's path, so that style sheets find their fonts there.
    """
    current = _digest()

    def send(version: str, filename: str) -> Response:
        """Send a file: for a year under its version, to be asked for again under any other."""
        response = send_from_directory(_FOLDER, filename, max_age=_KEPT)
        if version == current:
            response.cache_control.immutable = True
        else:
            response.cache_control.max_age = 0
        return response

    def put_version(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static":
            values.setdefault("version", current)

    app.url_defaults(put_version)
    app.add_url_rule("/static/<version>/<path:filename>", endpoint="static", view_func=send)


def _digest() -> str:
    files = sorted(file for file in _FOLDER.rglob("*") if file.is_file())
    found = hashlib.sha256()
    for file in files:
        found.update(str(file.relative_to(_FOLDER)).encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:_DIGITS]

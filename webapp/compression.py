"""Texts are sent compressed, and how long a page gets tells little of what is secret in it.

Whoever sees how long answers are and has a part of them chosen could otherwise guess a token
letter by letter (BREACH): each page is lengthened by up to a hundred bytes of chance.
"""

from __future__ import annotations

import gzip
import secrets
from functools import lru_cache
from io import BytesIO

from flask import Flask, Response, request

# Below this, the headers of compression weigh more than it saves.
_LEAST = 1024
_MOST = 16 * 1024 * 1024
_LEVEL = 6
_CHANCE = 100
_KEPT = 64
_TEXTS = {"application/json", "application/javascript", "image/svg+xml"}


def register(app: Flask) -> None:
    """Compress what ``app`` answers. What is registered first runs last, after all others."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.status_code == 206 or not _is_text(response.mimetype):
        return response
    response.vary.add("Accept-Encoding")
    length = response.content_length
    if (
        request.method == "HEAD"
        or not request.accept_encodings["gzip"]
        or response.content_encoding
        or (response.is_streamed and not response.direct_passthrough)
        or length is None
        or not _LEAST <= length <= _MOST
    ):
        return response
    response.direct_passthrough = False
    data = response.get_data()
    response.set_data(_of_file(data) if request.endpoint == "static" else _of_page(data))
    response.content_encoding = "gzip"
    tag, _is_weak = response.get_etag()
    if tag is not None:
        response.set_etag(tag, weak=True)
    return response


def _is_text(mimetype: str | None) -> bool:
    return mimetype is not None and (mimetype.startswith("text/") or mimetype in _TEXTS)


@lru_cache(_KEPT)
def _of_file(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def _of_page(data: bytes) -> bytes:
    """Compress, with a file name by chance (RFC 1952), which browsers pass over."""
    name = secrets.token_hex(_CHANCE)[: secrets.randbelow(_CHANCE) + 1]
    packed = BytesIO()
    with gzip.GzipFile(name, "wb", _LEVEL, packed, mtime=0) as file:
        file.write(data)
    return packed.getvalue()

"""Texts are sent compressed where the browser takes it, and their length tells no secret."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

PACKED = {"Accept-Encoding": "gzip, deflate, br"}
PATHS = ["/welcome", "/static/0/css/app.css", "/static/0/js/keys.js", "/static/0/favicon.svg"]


@pytest.mark.parametrize("path", PATHS[:3])
def test_texts_are_sent_compressed(client: FlaskClient, path: str) -> None:
    with client.get(path) as plain, client.get(path, headers=PACKED) as packed:
        assert plain.headers.get("Content-Encoding") is None
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Content-Length"] == str(len(packed.data))
        assert len(packed.data) < len(plain.data) * 2 / 3
        for answer in (plain, packed):
            assert "Accept-Encoding" in answer.headers["Vary"]
        if path.startswith("/static"):
            assert gzip.decompress(packed.data) == plain.data


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/welcome", {"Accept-Encoding": "gzip;q=0, identity"}),
        ("/healthz", PACKED),
        ("/static/0/fonts/figtree-latin.woff2", PACKED),
        ("/static/0/css/app.css", {**PACKED, "Range": "bytes=0-1999"}),
    ],
)
def test_what_gains_nothing_or_is_not_wanted_is_sent_as_it_is(
    client: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    with client.get(path, headers=headers) as answer:
        assert answer.status_code in (200, 206)
        assert "Content-Encoding" not in answer.headers


def test_head_says_what_get_would(client: FlaskClient) -> None:
    with client.head("/static/0/css/app.css", headers=PACKED) as answer:
        assert (answer.status_code, answer.data) == (200, b"")


def test_a_file_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    with client.get(PATHS[1], headers=PACKED) as first:
        tag = first.headers["ETag"]
    with client.get(PATHS[1], headers={**PACKED, "If-None-Match": tag}) as again:
        assert again.status_code == 304


def test_a_page_has_another_length_each_time(app: Flask) -> None:
    pages = [app.test_client().get("/welcome", headers=PACKED) for _n in range(30)]
    lengths = {len(page.data) for page in pages}
    assert len(lengths) > 10
    assert max(lengths) - min(lengths) > 30
    assert all(b"</html>" in gzip.decompress(page.data) for page in pages)

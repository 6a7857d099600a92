from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def page(client: FlaskClient) -> str:
    return client.get("/welcome").text


def test_a_file_is_kept_for_a_year_under_its_version(client: FlaskClient, page: str) -> None:
    sheets = re.findall(r'href="(/static/[0-9a-f]{12}/css/[a-z]+\.css)"', page)
    assert sheets
    for sheet in sheets:
        with client.get(sheet) as said:
            assert said.status_code == 200
            assert said.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_under_another_version_it_is_asked_for_again(client: FlaskClient) -> None:
    with client.get("/static/0/css/app.css") as said:
        assert said.status_code == 200
        assert "max-age=0" in said.headers["Cache-Control"]
        assert "immutable" not in said.headers["Cache-Control"]


def test_style_sheets_find_their_fonts_under_the_same_version(
    client: FlaskClient, page: str
) -> None:
    sheet = re.search(r"/static/[0-9a-f]{12}/css/tokens\.css", page)
    assert sheet
    with client.get(sheet[0]) as said:
        fonts = re.findall(r"url\(\.\./(fonts/[a-z0-9-]+\.woff2)\)", said.get_data(as_text=True))
    assert fonts
    for font in fonts:
        with client.get(sheet[0].replace("css/tokens.css", font)) as said:
            assert said.status_code == 200


@pytest.mark.parametrize("path", ["../config.py", "..%2fconfig.py", "css", "css/none.css"])
def test_nothing_outside_the_folder_is_sent(client: FlaskClient, path: str) -> None:
    with client.get(f"/static/0/{path}") as said:
        assert said.status_code == 404


def test_every_page_describes_itself(app: Flask, client: FlaskClient) -> None:
    for path in ("/welcome", "/sign-in", "/join"):
        found = re.search(r'<meta name="description" content="([^"]+)"', client.get(path).text)
        title = re.search(r"<title>(.+) · Recite</title>", client.get(path).text)
        assert found and title
        assert found[1].startswith(title[1])

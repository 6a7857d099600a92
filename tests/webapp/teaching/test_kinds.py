"""The editor knows every type of question, whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from questions.types import TYPES
from webapp.forms.teaching.kinds import KINDS
from webapp.forms.teaching.shapes import SHAPES

APP_CSS = (Path(__file__).parents[3] / "webapp/static/css/app.css").read_text(encoding="utf-8")


def test_every_type_has_its_kind() -> None:
    assert set(KINDS) == set(TYPES)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_complete(teacher: FlaskClient, name: str) -> None:
    kind = KINDS[name]
    assert str(kind.label)
    assert kind.shape in SHAPES
    assert f'[data-group="{kind.shown}"]:checked) [data-for]:not(' in APP_CSS
    page = teacher.get(f"/teach/caucasus/questions/new?type={name}").get_data(as_text=True)
    assert re.search(rf'<input[^>]*data-group="{kind.shown}"[^>]*value="{name}"', page)
    assert re.search(rf'data-for="[^"]*\b{kind.shown}\b', page)


def test_neither_templates_nor_styles_know_types() -> None:
    root = Path(__file__).parents[3] / "webapp"
    known = re.compile(rf"[\"']({'|'.join(TYPES)})[\"']")
    for file in [*root.rglob("*.html"), *root.rglob("*.css"), *root.rglob("static/**/*.js")]:
        assert not known.search(file.read_text(encoding="utf-8")), file.name

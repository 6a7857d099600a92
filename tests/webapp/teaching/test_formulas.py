"""Formulas in the editor: shown in the preview, and what is wrong said beside the field."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.webapp.browsing import sign_in
from tests.webapp.teaching.writing import typed, write
from tests.webapp.worlds import PASSWORD, World

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def teacher(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, "instructor@example.org", PASSWORD)
    return client


def test_a_formula_that_cannot_be_shown_is_said_beside_its_field(teacher: FlaskClient) -> None:
    broken = {"options-options-0-text": "\\(\\frac{1\\)", "stem": "What is \\(x^2?"}
    said = write(teacher, typed("multiple_choice", do="publish", **broken)).text
    assert "The formula \\(\\frac{1\\) cannot be shown: “\\frac{1” has no closing brace." in said
    assert 'id="stem-error"' in said and "A formula begins with \\( and does not end" in said
    assert 'value="\\(\\frac{1\\)"' in said and "What is \\(x^2?</textarea>" in said
    gap = typed("cloze", stem="It is \\(x + ____\\).", do="publish")
    assert "the gap cannot stand inside a formula" in write(teacher, gap).text


def test_a_formula_is_shown_in_the_preview_and_reads_as_a_line_in_labels(
    teacher: FlaskClient,
) -> None:
    fields = typed("multiple_choice", stem="When is \\(x^2 < \\frac{1}{2}\\)?", do="preview")
    assert "<mfrac>" in write(teacher, fields).text.partition('id="preview"')[2]
    write(teacher, dict(fields, do="draft"))
    listed = teacher.get("/teach/caucasus/questions").text
    assert "Choose: When is x² &lt; 1/2?" in listed and "<mfrac>" in listed
    assert teacher.get("/teach/caucasus/questions?text=frac").text.count("<mfrac>") == 0

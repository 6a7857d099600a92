"""Questions of a bank on paper: those of a filter, so many at once, and a key that agrees."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from questions.question import Status
from tests.webapp.operations.test_exchange import flashcard
from tests.webapp.teaching.test_quiz_papers import check_letters, pages_of, texts, words_in
from tests.webapp.worlds import START, World
from webapp.services.teaching.exchange import export_questions
from webapp.services.teaching.queries import bank_papers
from webapp.services.teaching.queries.bank_papers import lay_out_bank
from webapp.services.teaching.queries.question_facets import Filters
from webapp.services.teaching.questions import save_question

PAGE = "/teach/caucasus/export"


def test_a_filter_is_printed_and_its_key_agrees(teacher: FlaskClient, world: World) -> None:
    save_question(world.course_id, flashcard("Draft?", tags=("deep",)), Status.DRAFT, START)
    assert f'href="{PAGE}/print?tag=deep"' in teacher.get(f"{PAGE}?tag=deep").text
    page = teacher.get(f"{PAGE}/print?tag=deep").text
    paper, key = texts(page), texts(teacher.get(f"{PAGE}/print?tag=deep&key=y").text)
    deep = [asked for asked in export_questions(world.slug) if "deep" in asked.tags]
    assert len(paper) == len(key) == len(deep) > 5
    assert "One that learners do not get is left out" in page and "Draft?" not in page
    assert "paper-key" not in page and "paper-cite" not in page
    check_letters(paper, key)


def test_more_than_fit_are_said_and_go_on_the_next(
    teacher: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    total = len(export_questions(world.slug))
    monkeypatch.setattr(bank_papers, "MOST_PRINTED", 10)
    page = teacher.get(f"{PAGE}/print").text
    assert f"These are questions 1 to 10 of {total}" in page
    assert f'href="{PAGE}/print?start=11"' in page
    begun = [text.split(".")[0] for text in texts(teacher.get(f"{PAGE}/print?start=11").text)]
    assert begun == [str(number) for number in range(11, 21)]
    assert lay_out_bank(world.course_id, Filters(), 10_000).first == total


def test_the_key_of_a_filter_comes_as_a_pdf_file(
    teacher: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stem = "In what year did Azerbaijan join the North Atlantic Cooperation Council?"
    key = teacher.get(f"{PAGE}/print.pdf?text=in+what+year+did&key=y")
    assert key.headers["Content-Disposition"] == 'attachment; filename="caucasus-key.pdf"'
    answered = words_in(pages_of(key.data))
    monkeypatch.setattr("webapp.typesetting._CHILD", "webapp.typesetting.nowhere")
    asked = f"{PAGE}/print.pdf?text=in+what+year+did&key=y&start=2&_external=1"
    said = teacher.get(asked, follow_redirects=True)
    assert said.request.full_path == f"{PAGE}/print?text=in+what+year+did&start=2&key=y"
    assert "choose to save it as a PDF" in said.text
    assert stem in answered and "Relations with NATO started in 1992" in answered

"""The sections of a quiz in its editor, with keyboard and buttons alone."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.webapp.browsing import forms_in, submit
from tests.webapp.worlds import SEED, World
from webapp.db import db
from webapp.models import DocumentRevision, Question, Quiz, QuizSection, SectionPassage

NEW = "/teach/caucasus/quizzes/new"
SLUGS = ("pfp-year", "deep-year", "nacc-year", "mine-threat")


def build(teacher: FlaskClient) -> str:
    rows = db.session.execute(select(Question.slug, Question.id).where(Question.slug.in_(SLUGS)))
    by_slug = {slug: str(question_id) for slug, question_id in rows}
    made = submit(teacher, NEW, title="Years", add=[by_slug[slug] for slug in SLUGS], do="save")
    return str(made.location)


def press(teacher: FlaskClient, page: str, text: str, **changes: Any) -> tuple[int, str]:
    """Press a button of the editor as it was shown; returns the status and what is shown then."""
    form = next(form for form in forms_in(text) if form.action == page)
    sent = {name: values for name, values in (form.values | changes).items() if values is not None}
    answer = teacher.post(page, data=sent)
    if answer.status_code == 302:
        return 302, teacher.get(answer.location).text
    return answer.status_code, answer.text


def rows(text: str) -> list[str]:
    """Return the order of the editor's rows: S for a section, and the number of a question."""
    listed = text[text.index('id="picked"') : text.index('name="section_before"')]
    return [
        "S" if section else number
        for section, number in re.findall(r'<li class="(quiz-section)"|<p><b>(\d+)\.</b>', listed)
    ]


def kept(title: str = "Years") -> list[tuple[int | None, str]]:
    db.session.rollback()
    found = db.session.execute(
        select(QuizSection.position, QuizSection.heading)
        .join(Quiz, Quiz.id == QuizSection.quiz_id)
        .where(Quiz.title == title, QuizSection.position.is_not(None))
        .order_by(QuizSection.position)
    )
    return [(position, heading) for position, heading in found]


def test_sections_are_begun_named_moved_and_removed(teacher: FlaskClient, world: World) -> None:
    page = build(teacher)
    text = teacher.get(page).text
    _status, text = press(teacher, page, text, section_before="3", do="section")
    assert rows(text) == ["1", "2", "S", "3", "4"]
    assert re.search(r'<input(?=[^>]*autofocus)[^>]*name="sections-0-heading"', text)
    named = {"sections-0-heading": "Later"}
    _status, text = press(teacher, page, text, section_before="1", do="section", **named)
    assert rows(text) == ["S", "1", "2", "S", "3", "4"]
    first = {"sections-0-heading": "First", "sections-0-text": "Read *this*."}
    _status, text = press(teacher, page, text, do="lower-1", **first)
    assert rows(text) == ["S", "1", "2", "3", "S", "4"]
    _status, text = press(teacher, page, text, do="ahead-1")
    assert rows(text) == ["S", "1", "S", "2", "3", "4"]
    assert text.index('value="Later"') < text.index('value="First"')
    _status, text = press(teacher, page, text, do="down-0")
    assert rows(text) == ["S", "S", "1", "2", "3", "4"]
    status, text = press(teacher, page, text, do="save")
    assert status == 400 and "The section “Later” has no questions." in text
    assert "Read *this*." in text and kept() == []
    _status, text = press(teacher, page, text, do="up-0")
    status, text = press(teacher, page, text, do="save")
    assert status == 302 and kept() == [(1, "Later"), (2, "First")]
    _status, text = press(teacher, page, text, do="unsection-0")
    assert rows(text) == ["1", "S", "2", "3", "4"]
    press(teacher, page, text, do="save")
    assert kept() == [(2, "First")]


def test_a_heading_is_asked_for_beside_its_field(teacher: FlaskClient, world: World) -> None:
    page = build(teacher)
    _status, text = press(teacher, page, teacher.get(page).text, section_before="2", do="section")
    typed = {"sections-0-text": "Typed already", "sections-0-shuffles": "y"}
    status, text = press(teacher, page, text, do="save", **typed)
    assert status == 400 and "Give the section a heading." in text
    assert "Typed already" in text and rows(text) == ["1", "S", "2", "3", "4"]
    status, _text = press(teacher, page, text, do="save", **{"sections-0-heading": "Two"})
    assert status == 302
    section = db.session.scalars(select(QuizSection).where(QuizSection.heading == "Two")).one()
    assert (section.position, section.text, section.shuffles) == (2, "Typed already", True)


def _in_section(teacher: FlaskClient, page: str) -> str:
    _status, text = press(teacher, page, teacher.get(page).text, section_before="1", do="section")
    return press(teacher, page, text, do="find", **{"sections-0-heading": "Read first"})[1]


def passages() -> list[SectionPassage]:
    db.session.rollback()
    return list(db.session.scalars(select(SectionPassage).order_by(SectionPassage.position)))


def test_paragraphs_are_ticked_and_those_together_make_one_passage(
    teacher: FlaskClient, world: World
) -> None:
    page = build(teacher)
    text = _in_section(teacher, page)
    _status, text = press(teacher, page, text, do="text-0", **{"sections-0-source": SEED})
    listed = re.findall(r'name="sections-0-ticks" value="(\d+)"', text)
    assert len(listed) > 6
    ticks = {"sections-0-ticks": [listed[2], listed[3], listed[5]]}
    _status, text = press(teacher, page, text, do="draw", **ticks)
    assert text.count('name="sections-0-ticks"') == len(listed)
    assert len(re.findall(r'name="sections-0-ticks" value="\d+" checked', text)) == 3
    _status, text = press(teacher, page, text, do="cite-0")
    assert text.count('<figure class="reading">') == 2 and "sections-0-ticks" not in text
    status, text = press(teacher, page, text, do="save")
    assert status == 302
    body = db.session.scalars(select(DocumentRevision.text)).first()
    assert body is not None
    found = passages()
    assert [each.quote for each in found] == [body[each.start : each.end] for each in found]
    assert len(found) == 2 and "\n" in found[0].quote
    kept_quote = found[1].quote
    _status, text = press(teacher, page, text, do="uncite-0-0")
    assert text.count('<figure class="reading">') == 1
    press(teacher, page, text, do="save")
    assert [each.quote for each in passages()] == [kept_quote]


def test_pasted_words_are_found_or_the_nearest_is_named(teacher: FlaskClient, world: World) -> None:
    page = build(teacher)
    body = db.session.scalars(select(DocumentRevision.text)).first()
    assert body is not None
    words = body[200:420].strip()
    text = _in_section(teacher, page)
    wrong = {"sections-0-source": SEED, "sections-0-words": words.replace("a", "o")}
    _status, text = press(teacher, page, text, do="cite-0", **wrong)
    assert "The document does not say this." in text and words.replace("a", "o")[:20] in text
    status, text = press(teacher, page, text, do="save")
    assert status == 400 and passages() == []
    # What was pasted and not added yet is taken in when the quiz is saved.
    status, text = press(
        teacher, page, text, do="save", **{"sections-0-words": words.replace("\n", "\r\n")}
    )
    assert status == 302
    assert [each.quote for each in passages()] == [words]


def test_what_answers_a_question_is_named_as_a_note(teacher: FlaskClient, world: World) -> None:
    page = build(teacher)
    text = _in_section(teacher, page)
    told = "Azerbaijan joined the Partnership for Peace programme in 1994."
    _status, text = press(teacher, page, text, do="find", **{"sections-0-text": told})
    note = re.search(r"What is read here tells the answers? of questions? ([\d, ]+)\.", text)
    assert note is not None and "1" in note[1].split(", ")
    calm = "Read the questions with care."
    _status, text = press(teacher, page, text, do="find", **{"sections-0-text": calm})
    assert "What is read here tells" not in text


def test_nothing_hostile_comes_in_by_the_fields_of_a_section(
    teacher: FlaskClient, world: World
) -> None:
    page = build(teacher)
    text = _in_section(teacher, page)
    for wrong in ("x", "a:b:c", f"{world.course_id}:0:9", f"{world.course_id}:9:{'9' * 30}"):
        for do in ("find", "save"):
            status, _text = press(teacher, page, text, do=do, **{"sections-0-passages-0": wrong})
            assert status in {200, 302, 400}
    for do in ("cite-9", "text-x", "uncite-0-9", "uncite-", "lift-99", "ahead-", "section-9"):
        assert press(teacher, page, text, do=do)[0] in {200, 400}
    assert passages() == []
    html = {"sections-0-text": "<script>alert(1)</script>", "sections-0-heading": "<b>x</b>"}
    press(teacher, page, text, do="save", **html)
    shown = teacher.get(f"{page}/preview").text
    assert "<script>alert(1)" not in shown and "<b>x</b>" not in shown


def test_sections_stand_on_paper_and_in_the_preview(teacher: FlaskClient, world: World) -> None:
    page = build(teacher)
    body = db.session.scalars(select(DocumentRevision.text)).first()
    assert body is not None
    text = _in_section(teacher, page)
    words = body[200:420].strip()
    pasted = {"sections-0-source": SEED, "sections-0-words": words}
    press(teacher, page, text, do="save", **pasted)
    for end in ("preview", "print"):
        shown = teacher.get(f"{page}/{end}").text
        assert "Read first" in shown and shown.count('<figure class="reading">') == 1
    key = teacher.get(f"{page}/print/key").text
    assert "Read first" in key and '<figure class="reading">' not in key

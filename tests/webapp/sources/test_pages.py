import re

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup, escape
from sqlalchemy import select

from questions.reading.markdown import read
from tests.webapp.browsing import sign_in
from tests.webapp.sources.conftest import answer, version_of
from tests.webapp.worlds import PASSWORD, SEED, START, World
from webapp.db import db, writing
from webapp.models import Question
from webapp.services.sources.documents import add_document


@pytest.fixture
def page(world: World) -> str:
    return f"/courses/{world.slug}/documents/{SEED}"


def text_of(client: FlaskClient, path: str, who: str = "learner") -> str:
    sign_in(client, f"{who}@example.org", PASSWORD)
    response = client.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_a_document_is_for_those_in_its_course(
    client: FlaskClient, world: World, page: str
) -> None:
    assert client.get(page).status_code == 302
    sign_in(client, "stranger@example.org", PASSWORD)
    assert client.get(page).status_code == 404
    assert client.get(f"/courses/{world.slug}/documents/nothing").status_code == 404


def test_a_document_of_another_course_is_not_here(client: FlaskClient, world: World) -> None:
    sign_in(client, "stranger@example.org", PASSWORD)
    assert client.get(f"/courses/elsewhere/documents/{SEED}").status_code == 404


def test_a_learner_reads_no_stem_that_is_unanswered(
    client: FlaskClient, world: World, page: str
) -> None:
    answered = answer(world, world.learner_id, "talks-subject")
    text = text_of(client, page)
    slugs = [q.slug for q in db.session.query(Question).all() if q.course_id == world.course_id]
    stems = {slug: version_of(world, str(slug)).stem for slug in slugs}
    shown = {slug for slug, stem in stems.items() if str(escape(stem[:40])) in text}
    assert shown == {"talks-subject"}
    assert answered.stem.startswith("In the opening sentence")
    assert len(re.findall(r"<mark", text)) == 1
    assert "Write a question" not in text
    assert "sentences have questions" not in text


def test_every_sentence_can_be_linked_to(client: FlaskClient, world: World, page: str) -> None:
    text = text_of(client, page)
    assert set(re.findall(r'id="(s\d+|dateline)"', text)) == {
        "dateline",
        *(f"s{n}" for n in range(1, 17)),
    }


def test_a_dateline_is_told_from_what_is_said(client: FlaskClient, world: World, page: str) -> None:
    lines = re.findall(r'<p class="s([^"]*)" id="(\w+)"', text_of(client, page))
    assert lines == [(" dateline", "dateline")]


def test_the_text_is_shown_as_printed(client: FlaskClient, world: World, page: str) -> None:
    text = text_of(client, page)
    plain = " ".join(Markup(text).striptags().split())
    assert "hold the next tals [sic] in a short time" in plain
    assert "`blockade' of the Lachin road" in plain
    assert "20 January 2023, 15:47 (UTC+04:00) · 3 min read" in plain


def test_an_instructor_finds_the_questions_of_each_sentence(
    client: FlaskClient, world: World, page: str
) -> None:
    text = text_of(client, page, "instructor")
    assert "16 of 16 sentences have questions" in text
    question_id = version_of(world, "talks-subject").question_id
    assert f"/teach/{world.slug}/questions/{question_id}" in text
    assert "due today" not in text


@pytest.mark.parametrize(("title", "times"), [("On seas", 0), ("Seas", 1)])
def test_a_title_is_not_shown_twice(
    client: FlaskClient, world: World, title: str, times: int
) -> None:
    source = read("# On seas\n\nSeas are wide. They are salt.")
    add_document(world.course_id, source, START, title=title, publisher="", slug="seas")
    text = text_of(client, f"/courses/{world.slug}/documents/seas")
    assert len(re.findall(r'<div class="said"[^>]*>\s*<h2', text)) == times
    assert 'id="h0"' in text


def test_an_instructor_sees_what_is_not_yet_asked(
    client: FlaskClient, world: World, page: str
) -> None:
    assert "Every sentence is asked." in text_of(client, f"{page}?show=unasked", "instructor")
    with writing() as session:
        for question in session.scalars(select(Question)):
            question.published = None
    text = text_of(client, f"{page}?show=unasked", "instructor")
    assert re.search(r"Not yet asked <b[^>]*>16<", text)
    assert "questions/new?document=azernews-2023-01-20&amp;sentence=16" in text
    assert "show=unasked" not in text_of(client, f"{page}?show=unasked", "learner")


def test_the_library_lists_documents_and_quizzes(client: FlaskClient, world: World) -> None:
    text = text_of(client, "/library")
    assert f'href="/courses/{world.slug}/documents/{SEED}"' in text
    assert "in memory" in text
    assert "10 questions · test · not started" in text
    assert "Teach this course" not in text


def test_the_library_leads_instructors_to_their_course(client: FlaskClient, world: World) -> None:
    assert f'href="/teach/{world.slug}"' in text_of(client, "/library", "instructor")


def test_an_empty_library_invites_to_join(client: FlaskClient, world: World) -> None:
    text = text_of(client, "/library", "admin")
    assert "Nothing to read yet" in text
    assert "/join" in text

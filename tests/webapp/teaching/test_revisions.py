"""A document's life: a new text, put away, removed; and what becomes of its questions."""

from __future__ import annotations

import html

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from questions.documents import Span
from tests.webapp.browsing import post, submit
from tests.webapp.people.histories import study
from tests.webapp.teaching.test_documents import work
from tests.webapp.worlds import SEED, World
from webapp.db import db
from webapp.models import (
    Citation,
    Document,
    DocumentRevision,
    JobState,
    Question,
    QuestionVersion,
)
from webapp.services.operations.upkeep import check
from webapp.services.sources.documents import load_document, newest_revision
from webapp.services.sources.revising import moved_to
from webapp.worker import Worker

COURSE = "/teach/caucasus"
PAGE = f"{COURSE}/documents/{SEED}"


def text_now() -> str:
    db.session.rollback()
    document = db.session.scalars(select(Document).where(Document.slug == SEED)).one()
    return newest_revision(db.session(), document.id).text


def revise(client: FlaskClient, text: str) -> None:
    answer = submit(client, f"{PAGE}/text", text=text, propose="y")
    assert answer.headers["Location"] == f"{COURSE}/jobs"


def cited() -> dict[int, int]:
    """Return how many citations of published versions there are of each revision's number."""
    rows = db.session.execute(
        select(DocumentRevision.number, func.count())
        .join(Citation, Citation.revision_id == DocumentRevision.id)
        .join(QuestionVersion, QuestionVersion.id == Citation.version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(QuestionVersion.number == Question.published)
        .group_by(DocumentRevision.number)
    )
    return dict(list(rows))


@pytest.mark.parametrize(
    ("quote", "start", "before", "after", "place"),
    [
        ("b", 1, "abc", "xxabc", Span(3, 4)),
        ("b", 1, "ab ab", "ab, ab", Span(1, 2)),
        ("b", 4, "ab ab", "ab, ab", Span(5, 6)),
        ("b", 1, "ab ab", "ab", Span(1, 2)),
        ("b", 1, "ab ab", "ab ab ab", None),
        ("b", 1, "abc", "ac", None),
        ("b", 0, "abc", "abc", None),
        ("", 0, "abc", "abc", None),
    ],
)
def test_where_a_quote_stands_in_a_new_text(
    quote: str, start: int, before: str, after: str, place: Span | None
) -> None:
    assert moved_to(quote, start, before, after) == place


def test_questions_go_with_a_text_that_only_moved(teacher: FlaskClient, hands: Worker) -> None:
    before = cited()
    revise(teacher, "A new heading\n\n" + text_now())
    (job,) = work(hands)
    assert job.state is JobState.DONE
    assert text_now().startswith("A new heading")
    assert cited() == {2: before[1]}
    assert "All passages stand" in teacher.get(f"{PAGE}/stale").text
    assert "The new text is in." in html.unescape(teacher.get(f"{COURSE}/jobs").text)
    assert [problem for done in check() for problem in done.problems] == []


def test_a_question_whose_passage_changed_is_stale(teacher: FlaskClient, hands: Worker) -> None:
    before, text = cited(), text_now()
    citation = db.session.scalars(
        select(Citation).order_by(func.length(Citation.quote).desc())
    ).first()
    assert citation is not None
    sentence = citation.quote
    changed = f"{sentence[:-1]}, as was said before."
    revise(teacher, text.replace(sentence, changed))
    work(hands)
    after = cited()
    assert after[1] > 0 and after[2] > 0 and after[1] + after[2] == before[1]
    page = html.unescape(teacher.get(f"{PAGE}/stale").text)
    assert sentence in page and "as was said before" in page
    assert teacher.get(f"/courses/caucasus/documents/{SEED}").status_code == 200
    assert [problem for done in check() for problem in done.problems] == []


def test_the_same_text_is_no_new_one(teacher: FlaskClient, hands: Worker) -> None:
    revise(teacher, text_now())
    work(hands)
    assert set(cited()) == {1}


def test_voices_stay_with_sentences_that_stay(teacher: FlaskClient, hands: Worker) -> None:
    speakers = teacher.get(f"/courses/caucasus/documents/{SEED}").text.count("Colomina")
    revise(teacher, "A new heading\n\n" + text_now())
    work(hands)
    assert teacher.get(f"/courses/caucasus/documents/{SEED}").text.count("Colomina") == speakers


def test_one_new_text_at_a_time(teacher: FlaskClient, hands: Worker) -> None:
    revise(teacher, "A new heading\n\n" + text_now())
    again = submit(teacher, f"{PAGE}/text", text="Other. " + text_now())
    assert again.status_code == 400
    assert "is being read already" in again.text
    both = submit(teacher, f"{PAGE}/text", text="It is so.", link="https://example.org/")
    assert "Give one text only." in both.text


def test_an_archived_document_leaves_the_library(teacher: FlaskClient, world: World) -> None:
    shown = f"/courses/caucasus/documents/{SEED}"
    assert shown in teacher.get("/library").text
    post(teacher, f"{PAGE}/archive", f"{PAGE}/details")
    assert shown not in teacher.get("/library").text
    assert teacher.get(shown).status_code == 200
    assert "put away" in teacher.get(COURSE).text
    post(teacher, f"{PAGE}/archive", f"{PAGE}/details")
    assert shown in teacher.get("/library").text


def test_a_document_that_was_learned_from_stays(teacher: FlaskClient, world: World) -> None:
    study(world.learner_id, world.course_id)
    page = f"{PAGE}/removal"
    shown = html.unescape(teacher.get(page).text)
    assert "was answered, so it stays" in shown or "were answered, so it stays" in shown
    assert "Remove the document</button>" not in shown
    assert "so it stays" in post(teacher, page, f"{PAGE}/details").text
    assert load_document(world.course_id, SEED)


def test_a_document_goes_with_questions_that_nobody_answered(
    teacher: FlaskClient, world: World
) -> None:
    page = f"{PAGE}/removal"
    assert "cannot be undone" in teacher.get(page).text
    assert submit(teacher, page).headers["Location"] == COURSE
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Document)) == 0
    assert db.session.scalar(select(func.count()).select_from(Question)) == 0
    assert teacher.get(COURSE).status_code == 200
    assert [problem for done in check() for problem in done.problems] == []

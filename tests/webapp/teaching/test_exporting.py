"""Questions taken along in a browser: what a format cannot hold is said before the download."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.interactions import Choice, Option, Order
from questions.interchange import FORMATS
from questions.question import Question as Asked
from questions.question import Status
from tests.webapp.browsing import submit
from tests.webapp.operations.test_exchange import CITED, flashcard
from tests.webapp.worlds import START, World
from webapp.db import db, writing
from webapp.models import Question, QuestionVersion, Quiz, QuizSlot
from webapp.services.quizzes.queries.attempts import find_quiz
from webapp.services.teaching.exchange import export_questions
from webapp.services.teaching.queries.exports import export_quiz, export_selected
from webapp.services.teaching.queries.losses import write_out
from webapp.services.teaching.queries.question_facets import Filters
from webapp.services.teaching.questions import retire_question, save_question

PAGE = "/teach/caucasus/export"


def ordered(stem: str) -> Asked:
    return Asked(type="order", stem=stem, interaction=Order(items=("One", "Two", "Three")))


def choice(stem: str) -> Asked:
    options = (
        Option(text="Yes", fraction=1),
        Option(text="No", fraction=0, feedback="Not at all."),
    )
    return Asked(type="multiple_choice", stem=stem, interaction=Choice(options=options))


def test_what_is_lost_is_counted_by_reason() -> None:
    questions = [ordered("First?"), choice("Second?"), choice("Third?")]
    aiken = write_out(FORMATS["aiken"], questions)
    assert (aiken.total, aiken.held, aiken.touched) == (3, 2, 3)
    told = {loss.reason: loss.questions for loss in aiken.losses}
    assert told["Aiken has choices of one alone."] == ((1, "First?"),)
    feedback = next(told[reason] for reason in told if "feedback" in reason)
    assert feedback == ((2, "Second?"), (3, "Third?"))
    whole = write_out(FORMATS["yaml"], questions)
    assert (whole.held, whole.touched, whole.losses) == (3, 0, ())


def test_the_page_says_it_before_the_download(teacher: FlaskClient, world: World) -> None:
    number = len(export_questions(world.slug))
    page = teacher.get(f"{PAGE}?format=aiken").text
    assert f"of the {number} questions cannot be written in this format, and stay out." in page
    assert "Aiken has choices of one alone." in page
    assert "Download .aiken" in page
    page = teacher.get(f"{PAGE}?format=moodle").text
    assert "Nothing is lost" in page and "cannot be written" not in page


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_downloaded(teacher: FlaskClient, world: World, form: str) -> None:
    answer = teacher.get(f"{PAGE}/file?format={form}")
    name = f"caucasus-questions{FORMATS[form].suffixes[0]}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    # Read again, since a workbook says when it was made.
    expected = FORMATS[form].read(FORMATS[form].write(export_questions(world.slug)).content)
    assert FORMATS[form].read(answer.data) == expected
    assert expected.questions


def test_a_filter_holds_and_what_learners_do_not_get_is_left_out(world: World) -> None:
    save_question(world.course_id, flashcard("Draft?", tags=("deep",)), Status.DRAFT, START)
    gone = flashcard("Gone?", tags=("deep",))
    gone_id = save_question(world.course_id, gone, Status.PUBLISHED, START)
    retire_question(world.course_id, gone_id)
    got = export_selected(world.course_id, Filters(tag="deep"))
    assert got.questions and all("deep" in each.tags for each in got.questions)
    assert got.left_out == 2
    whole = export_selected(world.course_id, Filters(tag="deep"), whole=True)
    assert {"Draft?", "Gone?"} == {q.stem for q in whole.questions} - {
        q.stem for q in got.questions
    }
    drafts = export_selected(world.course_id, Filters(standing="draft"))
    assert [each.stem for each in drafts.questions] == ["Draft?"]
    assert drafts.left_out == 0


def test_a_changed_question_goes_as_learners_get_it(world: World) -> None:
    question_id = save_question(world.course_id, flashcard("Now?"), Status.PUBLISHED, START)
    later = flashcard("Later?")
    save_question(world.course_id, later, Status.DRAFT, START, question_id=question_id)
    stems = [each.stem for each in export_selected(world.course_id).questions]
    assert "Now?" in stems and "Later?" not in stems


def test_a_quiz_goes_in_its_order_with_what_it_may_draw(teacher: FlaskClient, world: World) -> None:
    quiz_id = db.session.scalars(select(Quiz.id).order_by(Quiz.slug)).first()
    assert quiz_id is not None
    picked = db.session.scalars(
        select(QuizSlot.question_id)
        .where(QuizSlot.quiz_id == quiz_id, QuizSlot.question_id.is_not(None))
        .order_by(QuizSlot.position)
    ).all()
    exported = export_quiz(find_quiz(world.course_id, quiz_id))
    slugs = [db.session.get_one(Question, question_id).slug for question_id in picked]
    assert [each.id for each in exported.questions] == slugs
    pool = [save_question(world.course_id, flashcard("Drawn?", tags=("pool",)), status, START)
            for status in (Status.PUBLISHED, Status.DRAFT)]  # fmt: skip
    assert pool
    kind = choice("Drawn?").model_copy(update={"tags": ("pool",), "citations": CITED})
    save_question(world.course_id, kind, Status.PUBLISHED, START)
    with writing() as session:
        slot = QuizSlot(quiz_id=quiz_id, position=99, draw_tag="pool", draw_count=1, max_mark=1)
        session.add(slot)
    more = export_quiz(find_quiz(world.course_id, quiz_id))
    assert more.questions[: len(slugs)] == exported.questions
    assert {each.stem for each in more.questions[len(slugs) :]} == {"Drawn?"} and more.drawn >= 1
    page = teacher.get(f"{PAGE}?quiz={quiz_id}").text
    assert f"{len(more.questions)} questions" in page and "draws from" in page


def test_a_pinned_version_stays_pinned(world: World) -> None:
    quiz_id = db.session.scalars(select(Quiz.id).order_by(Quiz.slug)).first()
    assert quiz_id is not None
    slot = db.session.scalars(
        select(QuizSlot).where(QuizSlot.quiz_id == quiz_id, QuizSlot.question_id.is_not(None))
    ).first()
    assert slot is not None and slot.question_id is not None
    version_id = db.session.scalars(
        select(QuestionVersion.id).where(QuestionVersion.question_id == slot.question_id)
    ).one()
    with writing() as session:
        session.get_one(QuizSlot, (quiz_id, slot.position)).version_id = version_id
    before = export_quiz(find_quiz(world.course_id, quiz_id)).questions
    newer = flashcard("Newer?")
    save_question(world.course_id, newer, Status.PUBLISHED, START, question_id=slot.question_id)
    assert export_quiz(find_quiz(world.course_id, quiz_id)).questions == before


def test_what_there_is_not_is_said(teacher: FlaskClient, world: World) -> None:
    assert teacher.get(f"{PAGE}?quiz=nonsense").status_code == 404
    assert teacher.get(f"{PAGE}?quiz={world.course_id}").status_code == 404
    assert teacher.get(f"{PAGE}/file?format=nonsense").status_code == 404
    assert "There is nothing to export." in teacher.get(f"{PAGE}?text=zzzzzz").text


def test_the_bank_leads_there_with_its_filter(teacher: FlaskClient, world: World) -> None:
    assert f'href="{PAGE}?tag=deep"' in teacher.get("/teach/caucasus/questions?tag=deep").text
    submit(teacher, "/teach", title="Empty")
    assert "/teach/empty/export" not in teacher.get("/teach/empty/questions").text

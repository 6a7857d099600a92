from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.webapp.browsing import post, submit
from tests.webapp.people.histories import study
from tests.webapp.worlds import START, World
from webapp import clock
from webapp.db import Model, db, new_id, writing
from webapp.models import (
    Citation,
    Course,
    Document,
    DocumentRevision,
    Enrolment,
    Passage,
    Question,
    QuestionTag,
    QuestionVersion,
    Quiz,
    QuizSection,
    QuizSlot,
    Role,
    SectionPassage,
)
from webapp.services.teaching.duplicating import duplicate_course
from webapp.services.teaching.questions import retire_question


def quiz_called(title: str) -> Quiz:
    db.session.rollback()
    return db.session.scalars(select(Quiz).where(Quiz.title == title)).one()


def places(quiz_id: UUID) -> list[tuple[object, ...]]:
    slots = select(QuizSlot).where(QuizSlot.quiz_id == quiz_id).order_by(QuizSlot.position)
    return [
        (slot.position, slot.question_id, slot.version_id, slot.draw_tag, slot.max_mark)
        for slot in db.session.scalars(slots)
    ]


def test_a_copy_of_a_quiz_has_its_places_and_rules_and_no_dates(
    teacher: FlaskClient, world: World
) -> None:
    with writing():
        quiz = quiz_called("Who said it?")
        quiz.opens_at, quiz.closes_at = START, START + timedelta(days=900)
        quiz.attempts_allowed, quiz.time_limit_minutes = 3, 20
    page = f"/teach/caucasus/quizzes/{quiz.id}"
    answer = submit(teacher, page, None, do="save")
    answer = post(teacher, f"{page}/copy", page)
    assert answer.status_code == 302
    assert "It has no dates" in teacher.get(answer.location).text
    copied, quiz = quiz_called("Who said it? copy"), quiz_called("Who said it?")
    assert places(copied.id) == places(quiz.id) != []
    assert (copied.opens_at, copied.closes_at, copied.slug) == (None, None, None)
    assert (copied.attempts_allowed, copied.time_limit_minutes) == (3, 20)
    assert quiz.closes_at is not None


def test_the_title_of_a_copy_is_no_longer_than_titles_are(
    teacher: FlaskClient, world: World
) -> None:
    with writing():
        quiz = quiz_called("Who said it?")
        quiz.title = "x" * 120
    page = f"/teach/caucasus/quizzes/{quiz.id}"
    assert post(teacher, f"{page}/copy", page).status_code == 302
    assert quiz_called("x" * 115 + " copy").id != quiz.id


def _texts(course_id: UUID) -> list[tuple[Any, ...]]:
    rows = db.session.execute(
        select(QuestionVersion, Citation, Document.slug)
        .join(Question, QuestionVersion.question_id == Question.id)
        .outerjoin(Citation, Citation.version_id == QuestionVersion.id)
        .outerjoin(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .outerjoin(Document, Document.id == DocumentRevision.document_id)
        .where(Question.course_id == course_id, QuestionVersion.number == Question.published)
        .order_by(Question.id, Citation.position)
    )
    return [
        (version.stem, version.interaction, version.tags, cited.quote, cited.start, slug)
        for version, cited, slug in rows
    ]


def test_a_copy_of_a_course_has_what_is_taught_in_it(teacher: FlaskClient, world: World) -> None:
    answer = post(teacher, "/teach/caucasus/copy", "/teach/caucasus")
    copied = db.session.scalars(select(Course).where(Course.title == "Caucasus copy")).one()
    assert answer.location.endswith(f"/teach/{copied.slug}")
    assert "Nobody is in it but you" in teacher.get(answer.location).text
    assert _texts(copied.id) == _texts(world.course_id) != []
    for kind in (Document, Quiz):
        here, there = (
            db.session.scalar(select(func.count()).where(kind.course_id == each))
            for each in (world.course_id, copied.id)
        )
        assert here == there
    tags = select(QuestionTag.tag, func.count()).join(
        Question, Question.id == QuestionTag.question_id
    )
    counted = [
        dict(
            db.session.execute(
                tags.where(Question.course_id == each).group_by(QuestionTag.tag)
            ).all()
        )
        for each in (world.course_id, copied.id)
    ]
    assert counted[0] == counted[1] != {}
    found = teacher.get(f"/teach/{copied.slug}/questions?text=airport").text
    assert "Kabul International Airport" in found
    quiz = db.session.scalars(
        select(Quiz).where(Quiz.course_id == copied.id, Quiz.slug == "who-said-it")
    ).one()
    assert (
        teacher.get(f"/teach/{copied.slug}/quizzes/{quiz.id}/preview").text.count("<legend>") == 10
    )


def test_nothing_of_a_person_is_copied(teacher: FlaskClient, world: World) -> None:
    study(world.learner_id, world.course_id)
    with writing():
        quiz_called("Who said it?").closes_at = clock.now() + timedelta(days=3)
    before = _counts()
    copy_id = duplicate_course(world.course_id, clock.now(), world.instructor_id)
    grown = {name for name, count in _counts().items() if count != before[name]}
    assert grown == {
        kind.__tablename__
        for kind in (
            Citation,
            Course,
            Document,
            DocumentRevision,
            Enrolment,
            Passage,
            Question,
            QuestionTag,
            QuestionVersion,
            Quiz,
            QuizSection,
            QuizSlot,
            SectionPassage,
        )
    }
    people = db.session.execute(
        select(Enrolment.user_id, Enrolment.role).where(Enrolment.course_id == copy_id)
    ).all()
    assert [tuple(each) for each in people] == [(world.instructor_id, Role.OWNER)]
    authors = select(QuestionVersion.author_id).join(
        Question, Question.id == QuestionVersion.question_id
    )
    assert set(db.session.scalars(authors.where(Question.course_id == copy_id))) == {
        world.instructor_id
    }
    dates = select(Quiz.opens_at, Quiz.closes_at).where(Quiz.course_id == copy_id)
    assert {tuple(each) for each in db.session.execute(dates)} == {(None, None)}


def _counts() -> dict[str, int]:
    db.session.rollback()
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Model.metadata.sorted_tables
    }


def test_places_keep_to_what_they_kept_to_and_draws_to_their_document(
    teacher: FlaskClient, world: World
) -> None:
    with writing() as session:
        question = session.scalars(select(Question).where(Question.slug == "pfp-year")).one()
        gone = session.scalars(select(Question).where(Question.slug == "mhs-name")).one()
        document = session.scalars(select(Document)).one()
        quiz = Quiz(
            id=new_id(START),
            course_id=world.course_id,
            title="Kept",
            mode="test",
            created_at=START,
        )
        session.add(quiz)
        session.flush()
        pins = {
            each.id: session.scalars(
                select(QuestionVersion.id).where(QuestionVersion.question_id == each.id)
            ).one()
            for each in (question, gone)
        }
        for place, each in enumerate((question, gone), 1):
            session.add(
                QuizSlot(
                    quiz_id=quiz.id, position=place, question_id=each.id, version_id=pins[each.id]
                )
            )
        session.add(QuizSlot(quiz_id=quiz.id, position=3, question_id=gone.id))
        session.add(
            QuizSlot(quiz_id=quiz.id, position=4, draw_document_id=document.id, draw_count=2)
        )
    retire_question(world.course_id, gone.id)
    copy_id = duplicate_course(world.course_id, clock.now(), world.instructor_id)
    copied = db.session.scalars(
        select(Quiz).where(Quiz.course_id == copy_id, Quiz.title == "Kept")
    ).one()
    slots = db.session.execute(
        select(QuizSlot, Question, QuestionVersion.question_id, Document.course_id)
        .outerjoin(Question, Question.id == QuizSlot.question_id)
        .outerjoin(QuestionVersion, QuestionVersion.id == QuizSlot.version_id)
        .outerjoin(Document, Document.id == QuizSlot.draw_document_id)
        .where(QuizSlot.quiz_id == copied.id)
        .order_by(QuizSlot.position)
    ).all()
    assert [slot.position for slot, *_rest in slots] == [1, 2, 3, 4]
    first, second = slots[0], slots[1]
    assert first[1].course_id == copy_id and first[1].published == 1
    assert first[2] == first[1].id and second[2] == second[1].id
    assert second[1].published is None
    assert slots[3][3] == copy_id

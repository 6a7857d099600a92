from datetime import timedelta

from sqlalchemy import func, select

from questions.reading.plain import read
from tests.webapp.sources.conftest import SETTINGS, answer, statements
from tests.webapp.worlds import START, World
from webapp.db import db, new_id, writing
from webapp.models import Question, Quiz, QuizMode, QuizSlot, Role
from webapp.services.quizzes.attempting import start_attempt, submit_attempt
from webapp.services.sources.documents import add_document
from webapp.services.sources.queries.library import QuizProgress, Shelf, load_library
from webapp.services.teaching.courses import create_course, enrol

LATER = START + timedelta(hours=1)


def shelf(world: World) -> Shelf:
    [found] = load_library(world.learner_id, LATER)
    return found


def progress(world: World, title: str) -> QuizProgress | None:
    [quiz] = [quiz for quiz in shelf(world).quizzes if quiz.title == title]
    return quiz.progress


def quiz_called(title: str) -> Quiz:
    return db.session.scalars(select(Quiz).where(Quiz.title == title)).one()


def test_shows_what_the_courses_joined_have(world: World) -> None:
    found = shelf(world)
    assert (found.slug, found.teaches) == (world.slug, False)
    [document] = found.documents
    assert (document.title, document.publisher) == ("Azerbaijan–NATO talks", "Azernews")
    assert (document.published, document.minutes) == ("20 January 2023", 3)
    assert document.questions == db.session.scalar(select(func.count()).select_from(Question))
    assert {(quiz.title, quiz.questions, quiz.progress) for quiz in found.quizzes} == {
        ("Azerbaijan–NATO talks", 10, None),
        ("Partnership for Peace: the dates", 8, None),
        ("Who said it?", 10, None),
    }


def test_counts_what_its_reader_remembers(world: World) -> None:
    answer(world, world.learner_id, "talks-subject")
    answer(world, world.learner_id, "match-frameworks")
    answer(world, world.other_learner_id, "pfp-year")
    assert [document.in_memory for document in shelf(world).documents] == [2]


def test_says_how_far_one_is(world: World) -> None:
    quiz = quiz_called("Azerbaijan–NATO talks")
    attempt_id = start_attempt(world.learner_id, quiz.id, START)
    begun = progress(world, quiz.title)
    assert begun
    assert (begun.attempt_id, begun.answered, begun.asked, begun.mark) == (attempt_id, 0, 10, None)
    submit_attempt(world.learner_id, attempt_id, LATER, SETTINGS)
    done = progress(world, quiz.title)
    assert done
    assert (done.mark, done.max_mark, done.submitted_at) == (0, 10, LATER)
    again = start_attempt(world.learner_id, quiz.id, LATER)
    newest = progress(world, quiz.title)
    assert newest
    assert (newest.attempt_id, newest.is_over) == (again, False)


def test_says_when_time_is_up(world: World) -> None:
    quiz = quiz_called("Who said it?")
    with writing():
        quiz.time_limit_minutes = 5
    start_attempt(world.learner_id, quiz.id, START)
    over = progress(world, "Who said it?")
    assert over
    assert over.is_over


def test_counts_what_a_quiz_would_ask(world: World) -> None:
    quiz_id = new_id(START)
    with writing() as session:
        session.add(
            Quiz(
                id=quiz_id,
                course_id=world.course_id,
                title="Drawn",
                mode=QuizMode.TEST,
                opens_at=LATER + timedelta(days=1),
                created_at=START,
            )
        )
        session.flush()
        session.add(QuizSlot(quiz_id=quiz_id, position=1, draw_tag="pfp", draw_count=3))
    [drawn] = [quiz for quiz in shelf(world).quizzes if quiz.title == "Drawn"]
    assert drawn.questions == 3
    assert drawn.is_upcoming(LATER)
    assert not drawn.is_closed(LATER)


def test_takes_as_many_queries_for_much_as_for_little(world: World) -> None:
    def count() -> int:
        db.session.expire_all()
        with statements() as sent:
            load_library(world.learner_id, LATER)
        return len(sent)

    count()  # the first asks for what any connection does
    before = count()
    for n in range(3):
        course_id = create_course(f"More {n}", START, owner_id=None)
        source = read("Roads are long. They end.")
        for m in range(3):
            add_document(course_id, source, START, title=f"Roads {m}", publisher="")
        with writing() as session:
            enrol(session, world.learner_id, course_id, Role.LEARNER, START)
    assert len(load_library(world.learner_id, LATER)) == 4
    assert count() == before


def test_is_empty_without_a_course(world: World) -> None:
    assert load_library(world.admin_id, LATER) == ()

"""Sections of a quiz: kept, shown while it is taken, and never changed under an attempt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.webapp.browsing import sign_in, submit
from tests.webapp.worlds import MORNING, PASSWORD, SEED, START, World
from webapp.db import db, writing
from webapp.models import (
    Attempt,
    Citation,
    Document,
    DocumentRevision,
    Question,
    QuestionVersion,
    Quiz,
    QuizMode,
    QuizSection,
    SectionPassage,
)
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.operations.upkeep import check_citations
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.quizzes.building import Picked, Plan, load_quiz, save_quiz
from webapp.services.quizzes.duplicating import duplicate_quiz
from webapp.services.quizzes.queries.attempts import load_attempt
from webapp.services.quizzes.queries.papers import lay_out
from webapp.services.quizzes.queries.sections import sections_shown
from webapp.services.quizzes.rules import USUAL
from webapp.services.quizzes.sectioning import MOST_SECTIONS, PlannedSection
from webapp.services.sources.queries.readings import Excerpt
from webapp.services.sources.removing import dependents_of, remove_document
from webapp.services.teaching.duplicating import duplicate_course
from webapp.services.teaching.ownership import delete_course

SLUGS = ("nacc-year", "informed-matters", "mine-threat", "pfp-year", "order-steps", "deep-joint")


@pytest.fixture
def learner(client: FlaskClient, world: World) -> Iterator[FlaskClient]:
    """A browser in which the learner is signed in."""
    with time_machine.travel(MORNING, tick=False):
        sign_in(client, "learner@example.org", PASSWORD)
        yield client


def question_ids() -> list[UUID]:
    rows = db.session.execute(select(Question.slug, Question.id).where(Question.slug.in_(SLUGS)))
    by_slug = {slug: question_id for slug, question_id in rows}  # noqa: C416
    return [by_slug[slug] for slug in SLUGS]


def text_of(world: World) -> tuple[UUID, str]:
    row = db.session.execute(
        select(DocumentRevision.id, DocumentRevision.text)
        .join(Document, Document.id == DocumentRevision.document_id)
        .where(Document.course_id == world.course_id, Document.slug == SEED)
    ).one()
    return row.id, row.text


def excerpt(world: World, start: int = 0, end: int = 400) -> Excerpt:
    return Excerpt(text_of(world)[0], start, end)


def build(
    world: World,
    sections: Sequence[PlannedSection],
    *,
    mode: QuizMode = QuizMode.TEST,
    shuffles: bool = False,
    quiz_id: UUID | None = None,
    questions: Sequence[UUID] | None = None,
) -> UUID:
    plan = Plan(
        title="In two parts",
        description="",
        mode=mode,
        attempts_allowed=None,
        time_limit_minutes=20,
        opens_at=None,
        closes_at=None,
        places=tuple(Picked(each) for each in questions or question_ids()),
        rules=replace(USUAL, shuffles_questions=shuffles),
        sections=tuple(sections),
    )
    return save_quiz(world.course_id, plan, START, quiz_id)


def two(world: World) -> list[PlannedSection]:
    """A section over the first two questions that opens with a passage, and one over the rest."""
    return [
        PlannedSection(0, "What NATO is", "Read **this** first.", passages=(excerpt(world),)),
        PlannedSection(2, "What was said"),
    ]


def shown(user_id: UUID, attempt_id: UUID) -> list[tuple[int, int, str, bool]]:
    full = load_attempt(user_id, attempt_id)
    sections = sections_shown(full.attempt, len(full.slots))
    return [(each.first, each.last, each.heading, each.opens) for each in sections]


def test_a_quiz_keeps_its_sections_and_their_passages_word_for_word(world: World) -> None:
    quiz_id = build(world, two(world))
    assert load_quiz(world.course_id, quiz_id).plan.sections == tuple(two(world))
    passage = db.session.scalars(select(SectionPassage)).one()
    assert passage.quote == text_of(world)[1][0:400]


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ([PlannedSection(0, "One"), PlannedSection(0, "Two")], "“One” has no questions"),
        ([PlannedSection(6, "Last")], "“Last” has no questions"),
        ([PlannedSection(0, "")], "heading"),
        ([PlannedSection(n // 4, "x") for n in range(MOST_SECTIONS + 1)], "are the most"),
    ],
)
def test_what_is_no_section_is_refused(
    world: World, sections: list[PlannedSection], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        build(world, sections)


def test_a_passage_of_another_course_or_beyond_a_text_is_refused(world: World) -> None:
    wanted = question_ids()
    other = duplicate_course(world.course_id, START, world.instructor_id)
    theirs = db.session.scalars(
        select(DocumentRevision.id)
        .join(Document, Document.id == DocumentRevision.document_id)
        .where(Document.course_id == other)
    ).first()
    assert theirs is not None
    end = len(text_of(world)[1])
    for wrong in (Excerpt(theirs, 0, 100), excerpt(world, end - 5, end + 5), excerpt(world, 9, 9)):
        with pytest.raises(Refusal, match="Choose it again"):
            build(world, [PlannedSection(0, "One", passages=(wrong,))], questions=wanted)
    assert db.session.scalar(select(func.count()).select_from(QuizSection)) == 0


def test_an_attempt_keeps_the_sections_it_began_with(world: World) -> None:
    quiz_id = build(world, two(world))
    before = start_attempt(world.learner_id, quiz_id, START)
    first, second = two(world)
    changed = [replace(first, before=1, heading="Renamed", passages=()), replace(second, before=4)]
    build(world, changed, quiz_id=quiz_id)
    assert load_quiz(world.course_id, quiz_id).plan.sections == tuple(changed)
    assert shown(world.learner_id, before) == [
        (1, 2, "What NATO is", True),
        (3, 6, "What was said", False),
    ]
    after = start_attempt(world.other_learner_id, quiz_id, START)
    assert shown(world.other_learner_id, after) == [
        (2, 4, "Renamed", True),
        (5, 6, "What was said", False),
    ]
    build(world, [], quiz_id=quiz_id)
    assert len(shown(world.learner_id, before)) == len(shown(world.other_learner_id, after)) == 2
    assert load_quiz(world.course_id, quiz_id).plan.sections == ()


def test_sections_that_nobody_was_shown_are_not_kept(world: World) -> None:
    quiz_id = build(world, two(world))
    first, second = two(world)
    build(world, [replace(first, heading="Renamed"), second], quiz_id=quiz_id)
    headings = db.session.scalars(select(QuizSection.heading).order_by(QuizSection.heading))
    assert list(headings) == ["Renamed", "What was said"]


def test_a_section_that_only_moved_is_the_same(world: World) -> None:
    quiz_id = build(world, two(world))
    ids = set(db.session.scalars(select(QuizSection.id)))
    first, second = two(world)
    build(world, [replace(second, before=0), replace(first, before=3)], quiz_id=quiz_id)
    assert set(db.session.scalars(select(QuizSection.id))) == ids


def _asked(user_id: UUID, attempt_id: UUID) -> list[UUID]:
    return [slot.row.question_id for slot in load_attempt(user_id, attempt_id).slots]


@pytest.mark.parametrize("by_quiz", [True, False])
def test_mixing_never_moves_a_question_out_of_its_section(world: World, by_quiz: bool) -> None:
    wanted = question_ids()
    sections = [PlannedSection(1, "One"), PlannedSection(3, "Two", shuffles=True)]
    quiz_id = build(world, sections, shuffles=by_quiz)
    orders = set()
    for _attempt in range(12):
        attempt_id = start_attempt(world.learner_id, quiz_id, START)
        asked = _asked(world.learner_id, attempt_id)
        assert asked[0] == wanted[0]
        assert set(asked[1:3]) == set(wanted[1:3])
        assert by_quiz or asked[1:3] == wanted[1:3]
        orders.add(tuple(asked[3:]))
        with writing() as session:
            session.delete(session.get_one(Attempt, (world.learner_id, attempt_id)))
    assert len(orders) > 1


def test_a_section_without_a_question_left_is_not_shown(world: World) -> None:
    quiz_id = build(world, two(world))
    with writing() as session:
        for question_id in question_ids()[:2]:
            session.get_one(Question, question_id).published = None
    attempt_id = start_attempt(world.learner_id, quiz_id, START)
    assert shown(world.learner_id, attempt_id) == [(1, 4, "What was said", False)]


def test_an_attempt_of_before_there_were_sections_goes_on(world: World) -> None:
    quiz_id = build(world, [])
    attempt_id = start_attempt(world.learner_id, quiz_id, START)
    build(world, two(world), quiz_id=quiz_id)
    assert shown(world.learner_id, attempt_id) == []


def begin(learner: FlaskClient, quiz_id: UUID) -> str:
    page = f"/courses/caucasus/quizzes/{quiz_id}"
    return str(submit(learner, page, f"{page}/attempts").headers["Location"])


def test_a_test_is_taken_there_and_back(learner: FlaskClient, world: World) -> None:
    first, second = two(world)
    attempt = begin(learner, build(world, [first, replace(second, text="Whose *words*?")]))
    assert learner.get(attempt).location == f"{attempt}/sections/1"
    opening = learner.get(f"{attempt}/sections/1").text
    assert "<h1" in opening and "What NATO is" in opening and "<strong>this</strong>" in opening
    quote = " ".join(text_of(world)[1][0:400].split())
    assert quote[:40] in " ".join(re.sub(r"<[^>]+>", " ", opening).split())
    assert "Before questions 1–2" in opening and "data-seconds" in opening
    assert f'href="{attempt}/1" data-key="Enter">Go on' in opening
    page = learner.get(f"{attempt}/1").text
    assert "Question 1 of 6" in page and "<summary><span>What NATO is</span>" in page
    assert 'name="go" value="section-1"' in page
    back = submit(learner, f"{attempt}/1", go="section-1")
    assert back.location == f"{attempt}/sections/1"
    assert submit(learner, f"{attempt}/1").location == f"{attempt}/2"
    assert 'value="section-2" data-key="Enter"' in learner.get(f"{attempt}/2").text
    assert submit(learner, f"{attempt}/2").location == f"{attempt}/sections/2"
    assert f'href="{attempt}/2"' in learner.get(f"{attempt}/sections/2").text
    assert submit(learner, f"{attempt}/2", go="3").location == f"{attempt}/3"


def test_what_opens_no_section_is_not_found(learner: FlaskClient, world: World) -> None:
    attempt = begin(learner, build(world, two(world)))
    for number in (0, 2, 3, 10**9):
        assert learner.get(f"{attempt}/sections/{number}").status_code == 404
    assert learner.get(f"{attempt}/sections/1").status_code == 200
    for go in ("section-", "section-x", "section-" + "9" * 50):
        assert submit(learner, f"{attempt}/1", go=go).status_code == 302


def test_in_practice_the_next_section_opens_with_its_page(
    learner: FlaskClient, world: World
) -> None:
    first, second = two(world)
    sections = [replace(first, text="", passages=()), replace(second, text="Read on.")]
    attempt = begin(learner, build(world, sections, mode=QuizMode.PRACTICE))
    assert learner.get(attempt).location == f"{attempt}/1"
    assert '<p class="section-heading">What NATO is</p>' in learner.get(f"{attempt}/1").text
    for number in (1, 2):
        answered = submit(learner, f"{attempt}/{number}", choice="0", text="1994")
        assert answered.location == f"{attempt}/{number}"
    assert (
        f'href="{attempt}/sections/2" data-key="Enter Space">Next'
        in learner.get(f"{attempt}/2").text
    )


def test_the_page_of_a_section_is_not_counted_and_ends_with_the_attempt(
    learner: FlaskClient, world: World
) -> None:
    attempt = begin(learner, build(world, two(world)))
    assert "0 of 6 answered" in learner.get(f"{attempt}/sections/1").text
    submit(learner, f"{attempt}/submission", f"{attempt}/submission")
    assert learner.get(f"{attempt}/sections/1").location == attempt


def test_results_say_under_which_heading_it_was_asked(learner: FlaskClient, world: World) -> None:
    quiz_id = build(world, two(world))
    attempt = begin(learner, quiz_id)
    submit(learner, f"{attempt}/submission", f"{attempt}/submission")
    result = learner.get(attempt).text
    assert result.count("What NATO is") == 2 and result.count("What was said") == 4
    sign_in(learner, "instructor@example.org", PASSWORD)
    attempt_id = attempt.rsplit("/", 1)[1]
    page = learner.get(f"/teach/caucasus/attempts/{world.learner_id}/{attempt_id}").text
    assert '<h3 class="gap">What NATO is</h3>' in page
    results = learner.get(f"/teach/caucasus/quizzes/{quiz_id}/results").text
    over = re.findall(r'<h3 class="gap">(.+?)</h3>|<details class="fold" id="q(\d+)"', results)
    assert ["".join(each) for each in over] == ["What NATO is", "1", "2", "What was said", *"3456"]


def test_a_passage_of_a_section_is_seen_by_whom_it_is_for(
    client: FlaskClient, learner: FlaskClient, world: World
) -> None:
    quiz_id = build(world, two(world))
    words = text_of(world)[1][40:80]
    before = learner.get(f"/courses/caucasus/quizzes/{quiz_id}").text
    assert words not in before and "What NATO is" not in before
    attempt = begin(learner, quiz_id)
    sign_in(client, "other@example.org", PASSWORD)
    assert client.get(f"{attempt}/sections/1").status_code == 404


def test_paper_preview_and_copies_have_the_sections(world: World) -> None:
    quiz_id = build(world, two(world))
    paper = lay_out(world.course_id, quiz_id)
    assert {n: each.heading for n, each in paper.sections.items()} == {
        1: "What NATO is",
        3: "What was said",
    }
    copy_id = duplicate_quiz(world.course_id, quiz_id, START, world.instructor_id)
    assert load_quiz(world.course_id, copy_id).plan.sections == tuple(two(world))


def test_a_copy_of_a_course_shows_its_own_text(world: World) -> None:
    quiz_id = build(world, two(world))
    with writing() as session:
        session.get_one(Question, question_ids()[0]).published = None
    copy_id = duplicate_course(world.course_id, START + timedelta(days=1), world.instructor_id)
    copied = db.session.scalars(
        select(Quiz.id).where(Quiz.course_id == copy_id, Quiz.title == "In two parts")
    ).one()
    sections = db.session.scalars(
        select(QuizSection).where(QuizSection.quiz_id == copied).order_by(QuizSection.position)
    ).all()
    assert [(each.position, each.heading) for each in sections] == [
        (2, "What NATO is"),
        (3, "What was said"),
    ]
    owner = db.session.scalar(
        select(Document.course_id)
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .join(SectionPassage, SectionPassage.revision_id == DocumentRevision.id)
        .where(SectionPassage.section_id == sections[0].id)
    )
    assert owner == copy_id
    assert load_quiz(world.course_id, quiz_id).plan.sections[0].before == 0


def test_a_document_stays_while_a_quiz_shows_a_passage_of_it(world: World) -> None:
    quiz_id = build(world, two(world))
    document_id = db.session.scalars(select(Document.id).where(Document.slug == SEED)).one()
    assert dependents_of(document_id).quizzes == 1
    with pytest.raises(Conflict, match="A quiz shows a passage of it"):
        remove_document(document_id)
    build(world, [], quiz_id=quiz_id)
    assert dependents_of(document_id).quizzes == 0
    assert remove_document(document_id) > 0


def test_the_page_of_a_section_tells_no_more_than_it_is_meant_to(
    learner: FlaskClient, world: World
) -> None:
    plain = [PlannedSection(0, "One", "Think first.")]
    attempt = begin(learner, build(world, plain))
    pages = []
    for option in ("0", "1"):
        submit(learner, f"{attempt}/1", choice=option)
        pages.append(re.sub(r'value="[^"]{30,}"', "", learner.get(f"{attempt}/sections/1").text))
    assert pages[0] == pages[1]
    explained = db.session.execute(
        select(QuestionVersion.explanation, Citation.quote)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(Citation, Citation.version_id == QuestionVersion.id)
        .where(Question.slug.in_(SLUGS))
    ).all()
    assert explained
    for text in (text for row in explained for text in row if text):
        assert text not in pages[0]
    for mark in ("<mark", "data-stance", 'class="cite', "fraction"):
        assert mark not in pages[0]


def test_the_doctor_finds_a_passage_that_is_not_in_its_text(world: World) -> None:
    build(world, two(world))
    assert check_citations(db.session()).problems == []
    with writing() as session:
        session.scalars(select(SectionPassage)).one().quote = "Nobody said this."
    assert len(check_citations(db.session()).problems) == 1


def test_a_course_with_sections_can_be_deleted(world: World) -> None:
    quiz_id = build(world, two(world))
    start_attempt(world.learner_id, quiz_id, START)
    delete_course(world.course_id)
    assert db.session.scalar(select(func.count()).select_from(QuizSection)) == 0
    with pytest.raises(Missing):
        load_quiz(world.course_id, quiz_id)

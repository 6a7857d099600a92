from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from questions.bank import load_seed
from questions.documents import PassageKind, Span
from questions.question import Stance, Status
from questions.reading.markdown import read as read_markdown
from questions.reading.plain import read
from tests.webapp.sources.conftest import answer, statements, version_of
from tests.webapp.worlds import SEED, START, World
from webapp.db import db, writing
from webapp.models import Card, Passage, Quiz
from webapp.services.errors import Missing
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.sources.documents import add_document
from webapp.services.sources.queries.citations import Mark, citations_of, moment_label
from webapp.services.sources.queries.reader import (
    ReadableDocument,
    read_as_instructor,
    read_as_learner,
    reading_minutes,
)
from webapp.services.sources.queries.script import CitingQuestion, Note, on_passages
from webapp.services.teaching.questions import as_asked, retire_question, save_question

TODAY = START.date().toordinal()


def as_learner(world: World, today: int = TODAY) -> ReadableDocument:
    return read_as_learner(world.course_id, SEED, world.learner_id, today)


def notes(reading: ReadableDocument) -> set[Note]:
    return {
        note for speech in reading.speeches for beside in speech.margins for note in beside.notes
    }


def marked(reading: ReadableDocument) -> list[str]:
    passages = [passage for speech in reading.speeches for passage in speech.passages]
    return [segment.text for passage in passages for segment in passage.segments if segment.marked]


def test_the_text_is_exactly_as_published(world: World) -> None:
    source, _bank = load_seed(SEED)
    speeches = read_as_instructor(world.course_id, SEED).speeches
    shown = [passage for speech in speeches for passage in speech.passages]
    texts = ["".join(segment.text for segment in passage.segments) for passage in shown]
    assert texts == [passage.span.of(source.text) for passage in source.passages]
    misprints = [s.text.split()[-1] for passage in shown for s in passage.segments if s.sic]
    assert misprints == ["tals"]


def test_speakers_take_turns(world: World) -> None:
    speeches = read_as_instructor(world.course_id, SEED).speeches
    turns = [(speech.speaker, speech.passages[0].number) for speech in speeches if speech.turn]
    assert turns == [(None, 1), ("Jeyhun Bayramov", 2), ("Javier Colomina", 6), (None, 10)]


def test_two_stances_in_a_paragraph_say_which_sentences(world: World) -> None:
    speeches = read_as_instructor(world.course_id, SEED).speeches
    [mixed] = [speech for speech in speeches if len(speech.stances) > 1]
    assert mixed.stances == {Stance.CLAIMED: (3,), Stance.DENIED: (4,)}
    assert mixed.labelled
    assert not mixed.turn


def test_without_known_voices_nobody_is_named(world: World) -> None:
    source = read("# On roads\n\nRoads are long. They end.")
    add_document(world.course_id, source, START, title="Roads", publisher="")
    reading = read_as_instructor(world.course_id, "roads")
    assert [(s.turn, s.labelled, s.stances) for s in reading.speeches] == [(False, False, {})] * 2
    assert [p.anchor for s in reading.speeches for p in s.passages] == ["h0", "s1", "s2"]
    assert (reading.covered, dict(reading.coverage)) == (0, {1: None, 2: None})


def test_a_new_learner_sees_the_bare_text(world: World) -> None:
    reading = as_learner(world)
    assert (notes(reading), marked(reading), reading.coverage) == (set(), [], {})


def test_a_learner_sees_what_he_answered_and_nothing_else(world: World) -> None:
    version = answer(world, world.learner_id, "talks-subject")
    answer(world, world.other_learner_id, "pfp-year")
    card = db.session.get_one(Card, (world.learner_id, version.question_id))
    reading = as_learner(world)
    assert notes(reading) == {Note(version.question_id, version.stem, card.due_day - TODAY)}
    assert [text.split()[0] for text in marked(reading)] == ["discussed"]


def test_what_is_overdue_is_due_today_and_what_is_set_aside_is_not_due(world: World) -> None:
    version = answer(world, world.learner_id, "talks-subject")
    assert {note.due_in for note in notes(as_learner(world, TODAY + 400))} == {0}
    with writing() as session:
        session.get_one(Card, (world.learner_id, version.question_id)).suspended = True
    assert {note.due_in for note in notes(as_learner(world))} == {None}


def test_a_version_not_answered_yet_shows_nothing_of_itself(world: World) -> None:
    version = answer(world, world.learner_id, "pfp-year")
    other = as_asked(version_of(world, "nacc-year"))
    save_question(world.course_id, other, Status.PUBLISHED, START, question_id=version.question_id)
    reading = as_learner(world)
    assert {note.stem for note in notes(reading)} == {version.stem}
    assert not any("1992" in text for text in marked(reading))


def test_a_test_under_way_and_retiring_keep_questions_back(world: World) -> None:
    version = answer(world, world.learner_id, "talks-subject")
    answer(world, world.learner_id, "pfp-year")
    quiz = db.session.scalars(select(Quiz).where(Quiz.slug == "azerbaijan-nato-talks")).one()
    start_attempt(world.learner_id, quiz.id, START + timedelta(hours=1))
    assert version.stem not in {note.stem for note in notes(as_learner(world))}
    retire_question(world.course_id, version_of(world, "pfp-year").question_id)
    assert notes(as_learner(world)) == set()


def test_an_instructor_sees_every_published_question(world: World) -> None:
    reading = read_as_instructor(world.course_id, SEED)
    before = len(notes(reading))
    assert reading.covered == 16
    assert len(marked(reading)) >= 16
    retire_question(world.course_id, version_of(world, "talks-subject").question_id)
    assert len(notes(read_as_instructor(world.course_id, SEED))) == before - 1


def test_every_citation_lands_on_the_page(world: World) -> None:
    reading = read_as_instructor(world.course_id, SEED)
    anchors = {p.anchor for speech in reading.speeches for p in speech.passages}
    ids: set[UUID] = {note.question_id for note in notes(reading)}
    assert ids
    views = citations_of([version_of(world, s).id for s in ("report-date", "pfp-year")])
    assert {view.anchor for cited in views.values() for view in cited} <= anchors


def test_reading_takes_as_many_queries_for_one_answer_as_for_many(world: World) -> None:
    counted = []
    for slugs in (["talks-subject"], ["pfp-year", "nacc-year", "deep-year", "report-date"]):
        for slug in slugs:
            answer(world, world.learner_id, slug)
        db.session.expire_all()
        with statements() as sent:
            as_learner(world)
        counted.append(len(sent))
    assert counted[0] == counted[1]


def test_what_is_not_yet_asked_is_shown_with_its_paragraph(world: World) -> None:
    everything = read_as_instructor(world.course_id, SEED)
    [fifth] = [speech for speech in everything.speeches if speech.passages[0].number == 5]
    for note in {note for beside in fifth.margins for note in beside.notes}:
        retire_question(world.course_id, note.question_id)
    sifted = read_as_instructor(world.course_id, SEED, only_unasked=True)
    assert [[p.number for p in speech.passages] for speech in sifted.speeches] == [[5]]
    assert (sifted.speeches[0].unasked, sifted.covered, len(sifted.coverage)) == ((5,), 15, 16)
    assert sifted.speeches[0].turn  # whose words these are is said anew


def test_a_list_is_read_as_one(world: World) -> None:
    source = read_markdown(
        "# Seas\n\nThese are seas:\n\n- the North Sea\n- the Baltic\n\nThey end."
    )
    add_document(world.course_id, source, START, title="Seas", publisher="")
    kinds = [
        [passage.kind.value for passage in speech.passages]
        for speech in read_as_instructor(world.course_id, "seas").speeches
    ]
    assert kinds == [["title"], ["sentence"], ["item", "item"], ["sentence"]]


def test_where_voices_are_not_known_the_questions_say_whose_claim_it_is(world: World) -> None:
    with writing() as session:
        for passage in session.scalars(select(Passage)):
            passage.stance = passage.speaker = None
    speeches = read_as_instructor(world.course_id, SEED).speeches
    [mixed] = [speech for speech in speeches if len(speech.asked_as) > 1]
    assert mixed.asked_as == {Stance.CLAIMED: (3,), Stance.DENIED: (4,)}
    assert not mixed.stances


def test_pages_stand_where_they_begin(world: World) -> None:
    text = "One is here. It is so.\n\nTwo is here.\n\nThree is here."
    anchors = [("page", "xii", 0), ("page", "1", text.index("Two") - 1), ("section", "S", 30)]
    add_document(world.course_id, read(text), START, title="Book", publisher="", anchors=anchors)
    reading = read_as_instructor(world.course_id, "book")
    assert [[str(page) for page in speech.pages] for speech in reading.speeches] == [
        ["p. xii"],
        ["p. 1"],
        [],
    ]
    sifted = read_as_instructor(world.course_id, "book", only_unasked=True)
    assert [s.pages for s in sifted.speeches] == [s.pages for s in reading.speeches]


def test_what_is_shown_takes_as_many_queries_for_a_long_text(world: World) -> None:
    counted = []
    for length in (2, 200):
        text = "\n\n".join(f"Sea {n} is wide." for n in range(length))
        title = f"Seas {length}"
        add_document(world.course_id, read(text), START, title=title, publisher="")
        db.session.expire_all()
        with statements() as sent:
            read_as_instructor(world.course_id, f"seas-{length}")
        counted.append(len(sent))
    assert counted[0] == counted[1]


def test_a_question_stands_on_every_passage_it_touches() -> None:
    passages = [
        Passage(position=n, kind=PassageKind.SENTENCE, number=n + 1, start=10 * n, end=10 * n + 9)
        for n in range(4)
    ]
    spans = [Span(0, 9), Span(8, 11), Span(9, 10), Span(12, 35), Span(38, 39)]
    asked = [CitingQuestion(Note(UUID(int=0), "?"), Mark(s, Stance.ASSERTED)) for s in spans]
    found = on_passages(passages, asked)
    assert found == {
        n: [a for a in asked if a.mark.span.overlaps(p.start, p.end)]
        for n, p in enumerate(passages)
    }


def test_another_courses_document_is_missing(world: World) -> None:
    with pytest.raises(Missing):
        read_as_instructor(world.course_id, "nothing")


@pytest.mark.parametrize(
    ("published", "label"),
    [
        ("2023-01-20T15:47+04:00", "20 January 2023, 15:47 (UTC+04:00)"),
        ("2023-01-20T15:47Z", "20 January 2023, 15:47 (UTC+00:00)"),
        ("2023-01-20T15:47", "20 January 2023, 15:47"),
        ("2023-01-20", "20 January 2023"),
        ("Spring 2023", "Spring 2023"),
        ("", ""),
    ],
)
def test_a_moment_keeps_its_own_zone(app: object, published: str, label: str) -> None:
    assert moment_label(published) == label


def test_reading_takes_a_minute_at_least() -> None:
    assert [reading_minutes(length) for length in (0, 1428, 1429, 3243)] == [1, 1, 2, 3]

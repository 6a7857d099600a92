"""Drafts that cite nothing: their passages found, cited at once, undone."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from questions.interactions import Answer, TextEntry
from questions.question import Question as Asked
from questions.question import Status
from tests.webapp.browsing import Form, form_on, post, submit, token_on
from tests.webapp.teaching.test_bank_acts import state
from tests.webapp.worlds import START, World
from webapp.db import db
from webapp.models import Citation, Document, Question
from webapp.services.teaching.courses import create_course
from webapp.services.teaching.queries.import_verdicts import ImportVerdict, judge
from webapp.services.teaching.queries.uncited import PAGE, count_uncited, list_uncited
from webapp.services.teaching.questions import as_asked, load_version, save_question

HERE = "/teach/caucasus/questions/uncited"
JOINED = ("When did Azerbaijan join the Partnership for Peace program?", "1994")
CLAIM = (
    "How is the readiness for the next talks described, despite unconstructive steps?",
    "ready",
)
NAMED = ("Who stressed that Azerbaijan is ready to hold the next talks?", "Jeyhun Bayramov")
ELSEWHERE = ("What is the capital of Mongolia?", "Ulaanbaatar")


def typed(stem: str, key: str) -> Asked:
    answers = (Answer(text=key),)
    return Asked(type="short_answer", stem=stem, interaction=TextEntry(answers=answers))


def draft(world: World, said: tuple[str, str]) -> UUID:
    return save_question(world.course_id, typed(*said), Status.DRAFT, START)


def newest(question_id: UUID) -> tuple[Status, list[tuple[str, str, str | None]]]:
    """How the newest version stands, and what it cites: quote, stance, speaker."""
    db.session.rollback()
    db.session.expire_all()
    question = db.session.get_one(Question, question_id)
    version = load_version(db.session(), question_id, question.latest)
    cited = db.session.scalars(select(Citation).where(Citation.version_id == version.id))
    return version.status, [(each.quote, each.stance, each.speaker) for each in cited]


def chosen_in(form: Form, question_id: UUID) -> str:
    value = form.values[f"passage-{question_id}"]
    return value if isinstance(value, str) else value[0]


def test_a_passage_is_found_cited_and_taken_back(teacher: FlaskClient, world: World) -> None:
    question_id = draft(world, JOINED)
    before = state(world)
    page = teacher.get(HERE).text
    assert "One draft cites nothing" in page and JOINED[0] in page
    assert "Bilateral cooperation began" in page and "sentence 12" in page
    assert state(world) == before
    assert submit(teacher, HERE).status_code == 302
    status, cited = newest(question_id)
    assert status is Status.DRAFT
    assert [(quote[:27], stance) for quote, stance, _speaker in cited] == [
        ("Bilateral cooperation began", "asserted")
    ]
    page = teacher.get(HERE).text
    assert "Every draft cites a passage" in page
    post(teacher, "/teach/caucasus/questions/undo", "/teach/caucasus/questions")
    assert newest(question_id) == (Status.DRAFT, [])
    assert count_uncited(world.course_id) == 1


def test_what_may_be_is_published_if_wanted(teacher: FlaskClient, world: World) -> None:
    ids = [draft(world, said) for said in (JOINED, CLAIM, NAMED)]
    answer = submit(teacher, HERE, publish="y")
    page = teacher.get(answer.location).text
    assert "3 questions cite a passage now." in page and "1 of them stays a draft" in page
    found = [newest(question_id) for question_id in ids]
    assert [status for status, _cited in found] == [
        Status.PUBLISHED,
        Status.DRAFT,
        Status.PUBLISHED,
    ]
    assert [cited[0][1:] for _status, cited in found] == [
        ("asserted", None),
        ("claimed", "Jeyhun Bayramov"),
        ("claimed", "Jeyhun Bayramov"),
    ]
    post(teacher, "/teach/caucasus/questions/undo", "/teach/caucasus/questions")
    assert [newest(question_id) for question_id in ids] == [(Status.DRAFT, [])] * 3
    published = db.session.scalars(select(Question.published).where(Question.id.in_(ids)))
    assert set(published) == {None}


def test_none_of_these_and_what_is_not_found_stay(teacher: FlaskClient, world: World) -> None:
    kept, lost = draft(world, JOINED), draft(world, ELSEWHERE)
    page = teacher.get(HERE).text
    assert "No passage has enough of its words." in page
    fields = form_on(teacher, HERE).values
    assert f"passage-{kept}" in fields and f"passage-{lost}" not in fields
    answer = submit(teacher, HERE, **{f"passage-{kept}": ""})
    assert answer.status_code == 400
    assert "Choose a passage for at least one question." in answer.text
    assert newest(kept) == newest(lost) == (Status.DRAFT, [])


@pytest.mark.parametrize("value", ["", "azernews-2023-01-20", "a b c d", "azernews-2023-01-20 x 3"])
def test_what_cannot_be_read_is_no_choice(teacher: FlaskClient, world: World, value: str) -> None:
    question_id = draft(world, JOINED)
    assert submit(teacher, HERE, **{f"passage-{question_id}": value}).status_code == 400
    assert newest(question_id) == (Status.DRAFT, [])


def test_what_changed_meanwhile_stays_as_it_is(teacher: FlaskClient, world: World) -> None:
    question_id, other = draft(world, JOINED), draft(world, NAMED)
    form = form_on(teacher, HERE)
    chosen = chosen_in(form, question_id)
    document, revision, place = chosen.split(" ")
    stale = f"{document} {UUID(int=UUID(revision).int ^ 1)} {place}"
    answer = submit(teacher, HERE, **{f"passage-{question_id}": stale})
    page = teacher.get(answer.location).text
    assert "1 question cites a passage now." in page
    assert "The text has changed since. Look again." in page
    assert newest(question_id) == (Status.DRAFT, [])
    fields = {"csrf_token": token_on(teacher, HERE), "question": str(other)}
    fields[f"passage-{other}"] = chosen
    page = teacher.get(teacher.post(HERE, data=fields).location).text
    assert "It was changed since. What it says now stands." in page
    assert newest(other)[1][0][2] == "Jeyhun Bayramov"


def test_questions_of_other_courses_stay(teacher: FlaskClient, world: World) -> None:
    question_id = draft(world, JOINED)
    other_id = create_course("Elsewhere", START, owner_id=None)
    theirs = save_question(other_id, typed(*JOINED), Status.DRAFT, START)
    fields = {"csrf_token": token_on(teacher, HERE), "question": str(theirs)}
    fields[f"passage-{theirs}"] = chosen_in(form_on(teacher, HERE), question_id)
    assert teacher.post(HERE, data=fields).status_code == 302
    assert newest(theirs) == newest(question_id) == (Status.DRAFT, [])


def test_one_page_after_another(teacher: FlaskClient, world: World) -> None:
    for number in range(PAGE + 1):
        draft(world, (f"{JOINED[0]} ({number})", JOINED[1]))
    first, second = (list_uncited(world.course_id, page) for page in (1, 2))
    assert (len(first.lines), len(second.lines), first.pages) == (PAGE, 1, 2)
    assert not {each.id for each in first.lines} & {each.id for each in second.lines}
    assert list_uncited(world.course_id, 99).page == 2
    assert "Page 1 of 2" in teacher.get(HERE).text
    assert teacher.get(f"{HERE}?page=x").status_code == 200


def test_without_documents_there_is_nowhere_to_look(teacher: FlaskClient, world: World) -> None:
    draft(world, JOINED)
    db.session.execute(update(Document).values(archived_at=START))
    db.session.commit()
    page = teacher.get(HERE).text
    assert "There is no document to look in." in page
    assert "/teach/caucasus/documents/new" in page


def test_the_bank_and_an_import_lead_there(teacher: FlaskClient, world: World) -> None:
    assert "cite nothing" not in teacher.get("/teach/caucasus/questions").text
    draft(world, JOINED)
    page = teacher.get("/teach/caucasus/questions").text
    assert "One draft cites nothing." in page and HERE in page


def test_the_same_file_again_leaves_what_is_cited(teacher: FlaskClient, world: World) -> None:
    asked = typed(*JOINED).model_copy(update={"id": "joined"})
    question_id = save_question(world.course_id, asked, Status.DRAFT, START)
    submit(teacher, HERE)
    (same,) = judge(db.session(), world.course_id, [asked])
    assert same.verdict is ImportVerdict.UNCHANGED
    tagged = asked.model_copy(update={"tags": ("peace",)})
    (changed,) = judge(db.session(), world.course_id, [tagged])
    assert changed.verdict is ImportVerdict.CHANGED and changed.asked.citations
    other = asked.model_copy(update={"stem": "When was it?"})
    (anew,) = judge(db.session(), world.course_id, [other])
    assert anew.verdict is ImportVerdict.CHANGED and not anew.asked.citations
    version = load_version(db.session(), question_id, 2)
    assert as_asked(version).citations == changed.asked.citations

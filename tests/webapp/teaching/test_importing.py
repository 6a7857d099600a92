"""A file of questions in a browser: looked over, taken in at once, undone."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from questions.interchange import FORMATS
from questions.question import Question as Asked
from questions.question import Status
from tests.questions.interchange.decks import Deck
from tests.webapp.browsing import form_on, post, submit, token_on
from tests.webapp.operations.test_exchange import flashcard
from tests.webapp.teaching.test_bank_acts import state
from tests.webapp.worlds import MORNING, START, World, add_user
from webapp.db import db, writing
from webapp.models import Question, QuestionImport, QuestionVersion, Role
from webapp.services.teaching.courses import enrol
from webapp.services.teaching.importing import KEPT, MOST_KEPT
from webapp.services.teaching.queries.import_looks import PAGE
from webapp.services.teaching.questions import save_question

NEW = "/teach/caucasus/import"
TERMS = "Capital of Georgia\tTbilisi\nCapital of Armenia\tYerevan\nonly one part\n"


def give(teacher: FlaskClient, content: bytes | str, name: str = "terms.tsv") -> TestResponse:
    data = content if isinstance(content, bytes) else content.encode()
    fields = {"csrf_token": token_on(teacher, NEW), "file": (BytesIO(data), name)}
    return teacher.post(NEW, data=fields, content_type="multipart/form-data")


def look_over(teacher: FlaskClient, content: bytes | str, name: str = "terms.tsv") -> str:
    answer = give(teacher, content, name)
    assert answer.status_code == 302, answer.text
    return answer.location


def written(*asked: Asked, form: str = "jsonl") -> bytes:
    return FORMATS[form].write(asked).content


def stems(world: World) -> list[str]:
    return [str(said[0]) for said in state(world).values()]


def kept() -> int:
    return db.session.scalar(select(func.count()).select_from(QuestionImport)) or 0


def test_from_a_file_to_drafts_and_back(teacher: FlaskClient, world: World) -> None:
    before = state(world)
    place = look_over(teacher, TERMS)
    page = teacher.get(place).text
    assert "2 questions" in page and "read as Terms" in page and "2 new" in page
    assert "Card 3" in page and "There are 1 parts" in page
    assert state(world) == before
    done = submit(teacher, place, do="import")
    assert done.location == place
    page = teacher.get(place).text
    assert "2 questions imported" in page and "2 of them are drafts." in page
    assert "standing=draft" in page
    after = state(world)
    assert {after[key][0] for key in after.keys() - before.keys()} == {
        "Capital of Georgia",
        "Capital of Armenia",
    }
    assert {after[key][2] for key in after.keys() - before.keys()} == {"draft"}
    post(teacher, "/teach/caucasus/questions/undo", "/teach/caucasus/questions")
    assert state(world) == before
    assert "The import is undone" in teacher.get(place).text


def test_twice_is_once(teacher: FlaskClient, world: World) -> None:
    before = len(stems(world))
    place = look_over(teacher, TERMS)
    ticked = form_on(teacher, place).values | {"do": "import"}
    for _time in range(2):
        assert teacher.post(place, data=ticked).status_code == 302
    assert len(stems(world)) == before + 2


def test_only_those_ticked(teacher: FlaskClient, world: World) -> None:
    place = look_over(teacher, TERMS)
    submit(teacher, place, do="import", take=["1"])
    assert "Capital of Armenia" in stems(world) and "Capital of Georgia" not in stems(world)


def test_none_ticked_is_said_and_nothing_lost(teacher: FlaskClient, world: World) -> None:
    place = look_over(teacher, TERMS)
    refused = submit(teacher, place, do="import", take=None)
    assert refused.status_code == 400 and "Tick at least one question." in refused.text
    assert teacher.get(place).status_code == 200


def test_known_changed_asked_and_repeated_ones_are_told_apart(
    teacher: FlaskClient, world: World
) -> None:
    save_question(world.course_id, flashcard("Same?", id="same"), Status.PUBLISHED, START)
    changes_id = save_question(
        world.course_id, flashcard("Before?", id="changes"), Status.PUBLISHED, START
    )
    content = written(
        flashcard("Same?", id="same"),
        flashcard("After?", id="changes"),
        flashcard("Same?", id="other"),
        flashcard("Fresh?"),
        flashcard("Fresh?"),
        flashcard("Elsewhere?", citations=[_elsewhere()]),
    )
    before = state(world)
    place = look_over(teacher, content, "a.jsonl")
    page = teacher.get(place).text
    for told in ("1 new", "1 changed", "1 asked here already", "1 twice in the file"):
        assert told in page
    assert "1 unchanged" in page and "1 cannot be taken in" in page
    assert "The course has no document “nowhere”. Add it first." in page
    ticks = re.findall(r'name="take" value="(\d)"( checked)?', page)
    assert ticks == [("1", " checked"), ("2", ""), ("3", " checked"), ("4", "")]
    submit(teacher, place, do="import")
    after = state(world)
    assert after[changes_id][0] == "After?" and after[changes_id][2] == "published"
    assert [after[key][0] for key in after.keys() - before.keys()] == ["Fresh?"]
    post(teacher, "/teach/caucasus/questions/undo", "/teach/caucasus/questions")
    assert state(world) == before


def _elsewhere() -> dict[str, object]:
    return {"document": "nowhere", "start": 0, "end": 4, "quote": "word", "stance": "asserted"}


def test_what_cites_is_published_unless_all_are_to_be_drafts(
    teacher: FlaskClient, world: World
) -> None:
    for drafts, standing in ((None, "published"), ("y", "draft")):
        stem = f"As {standing}?"
        place = look_over(teacher, written(flashcard(stem)), "a.jsonl")
        submit(teacher, place, do="import", drafts=drafts)
        assert {said[2] for said in state(world).values() if said[0] == stem} == {standing}


def test_a_draft_over_what_learners_get_is_undone(teacher: FlaskClient, world: World) -> None:
    save_question(world.course_id, flashcard("Mine?", id="mine"), Status.PUBLISHED, START)
    before = state(world)
    place = look_over(teacher, written(flashcard("Yours?", id="mine", citations=())), "a.jsonl")
    submit(teacher, place, do="import")
    assert {said[2] for said in state(world).values()} >= {"changed"}
    post(teacher, "/teach/caucasus/questions/undo", "/teach/caucasus/questions")
    assert state(world) == before


def test_what_was_edited_since_stays_when_undone(teacher: FlaskClient, world: World) -> None:
    place = look_over(teacher, TERMS)
    submit(teacher, place, do="import")
    edited = db.session.scalars(
        select(QuestionVersion.question_id).where(QuestionVersion.stem == "Capital of Georgia")
    ).one()
    save_question(world.course_id, flashcard("Mine now"), Status.DRAFT, START, question_id=edited)
    post(teacher, "/teach/caucasus/questions/undo", "/teach/caucasus/questions")
    assert "Mine now" in stems(world) and "Capital of Armenia" not in stems(world)


def test_a_deck_that_comes_again_changes_what_it_changed(
    teacher: FlaskClient, world: World
) -> None:
    before = len(stems(world))
    for backs, told in ((("Tbilisi", "Yerevan"), "2 new"), (("Tbilisi", "Gyumri"), "1 changed")):
        notes = [["Capital of Georgia", backs[0]], ["In Armenia", f"{backs[1]}<img src=a.jpg>"]]
        place = look_over(teacher, Deck(notes, name="Cities", version=18).package(), "deck.apkg")
        page = teacher.get(place).text
        assert "read as Anki" in page and told in page and "Cities" in page
        assert "A picture “a.jpg” was left out" in page
        submit(teacher, place, do="import")
    assert len(stems(world)) == before + 2


def test_all_or_nothing(
    teacher: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(world)
    place = look_over(teacher, TERMS)
    room = db.session.scalar(select(func.count()).where(Question.course_id == world.course_id))
    monkeypatch.setattr("webapp.services.operations.queries.quotas.QUESTIONS", (room or 0) + 1)
    refused = submit(teacher, place, do="import")
    assert "the most there can be" in refused.text
    assert state(world) == before
    assert "2 new" in teacher.get(place).text


def test_ticks_are_kept_from_page_to_page(teacher: FlaskClient, world: World) -> None:
    many = "".join(f"Front {number}\tBack\n" for number in range(PAGE + 5))
    place = look_over(teacher, many)
    answer = submit(teacher, place, do="later", take=[str(n) for n in range(1, PAGE)])
    assert answer.location == f"{place}?page=2"
    page = teacher.get(answer.location).text
    assert f"{PAGE + 4} of {PAGE + 5} are ticked." in page
    assert "Front 54" in page and ">Front 3<" not in page
    submit(teacher, f"{place}?page=2", do="import")
    assert "Front 0" not in stems_of_all(world)
    assert {"Front 1", "Front 54"} <= stems_of_all(world)


def stems_of_all(world: World) -> set[str]:
    return set(db.session.scalars(select(QuestionVersion.stem)))


def test_another_format_is_read_from_the_same_file(teacher: FlaskClient, world: World) -> None:
    content = "Who, says it?\nA. One, of them\nB. Two\nANSWER: A\n"
    place = look_over(teacher, content, "a.txt")
    assert "read as Aiken" in teacher.get(place).text
    submit(teacher, place, f"{place}#format", do="format", format="cards")
    page = teacher.get(place).text
    assert "read as Terms" in page and "One, of them" not in page
    refused = submit(teacher, place, f"{place}#format", do="format", format="moodle")
    assert refused.status_code == 400 and "This is not XML" in refused.text
    assert "read as Terms" in teacher.get(place).text


def test_pasted_text_is_taken(teacher: FlaskClient, world: World) -> None:
    answer = submit(teacher, NEW, text=TERMS)
    assert "Pasted text" in teacher.get(answer.location).text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "empty.xml", "empty.xml is empty."),
        (b"<quiz", "cut.xml", "No question was found in cut.xml, read as Moodle XML."),
        (b"\xff\xfe\0\0" * 9, "picture.png", "No question was found in picture.png"),
        (b"word\n", "a.txt", "choose that below"),
    ],
)
def test_what_gives_no_question_is_told_beside_the_field(
    teacher: FlaskClient, world: World, content: bytes, name: str, said: str
) -> None:
    refused = give(teacher, content, name)
    assert refused.status_code == 400
    told = re.search(r'id="file-error">.*?</p>', refused.text, re.S)
    assert told and said in told[0]
    assert kept() == 0


def test_nothing_given_is_said(teacher: FlaskClient, world: World) -> None:
    assert "Choose a file, or paste the questions." in submit(teacher, NEW).text


def test_a_file_is_let_go_of(teacher: FlaskClient, world: World) -> None:
    place = look_over(teacher, TERMS)
    submit(teacher, place, do="discard")
    assert kept() == 0 and teacher.get(place).status_code == 404
    for _time in range(MOST_KEPT + 2):
        place = look_over(teacher, TERMS)
    assert kept() == MOST_KEPT
    submit(teacher, place, do="import")
    row = db.session.get_one(QuestionImport, UUID(place.rsplit("/", 1)[1]))
    assert row.content is None and row.questions == []


def test_a_file_is_kept_for_days_only(teacher: FlaskClient, world: World) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        place = look_over(teacher, TERMS)
        clock.shift(KEPT - timedelta(minutes=1))
        assert teacher.get(place).status_code in {200, 302}
    with time_machine.travel(MORNING + KEPT + timedelta(minutes=1), tick=False):
        assert "Tbilisi" not in teacher.get(place).text


def test_nobody_else_sees_it(teacher: FlaskClient, world: World) -> None:
    assistant = add_user("assistant@example.org", "Ali Assistant")
    with writing() as session:
        enrol(session, assistant, world.course_id, Role.INSTRUCTOR, START)
    place = look_over(teacher, TERMS)
    with writing() as session:
        session.get_one(QuestionImport, UUID(place.rsplit("/", 1)[1])).user_id = assistant
    assert teacher.get(place).status_code == 404
    assert post(teacher, place, "/settings", do="import").status_code == 404


def test_a_line_stands_beside_its_problem(teacher: FlaskClient, world: World) -> None:
    content = "What?\nA. Yes\nB. No\nANSWER: A\n\nBroken one?\nA. Yes\n"
    page = teacher.get(look_over(teacher, content, "a.aiken")).text
    assert "Line 6" in page and '<pre class="as-given">Broken one?' in page


def test_an_import_is_no_act_to_be_chosen(teacher: FlaskClient, world: World) -> None:
    page = "/teach/caucasus/questions"
    post(teacher, f"{page}/act", page, do="import", all="y")
    assert "Choose what to do with the questions." in teacher.get(page).text

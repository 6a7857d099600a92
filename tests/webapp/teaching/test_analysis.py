"""The page that says how each question of a quiz did, and answers accepted on it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import event, select

from questions.interactions import Choice, TextEntry, load_interaction
from questions.question import Status
from tests.webapp.browsing import post, sign_in
from tests.webapp.quizzes.handing_in import Answered, add_class, any_quiz, hand_in, versions
from tests.webapp.worlds import PASSWORD, START, World
from webapp.db import db
from webapp.models import Counted, Question, QuestionVersion
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.quizzes.rolling_up import roll_up_due
from webapp.services.teaching.accepting import accept_answer, take_back_answer
from webapp.services.teaching.queries.analysis import analysis_of
from webapp.services.teaching.questions import as_asked, retire_question, save_question


@pytest.fixture
def quiz_id(world: World) -> UUID:
    return any_quiz(world.course_id)


@pytest.fixture
def page(world: World, quiz_id: UUID) -> str:
    return f"/teach/caucasus/quizzes/{quiz_id}/analysis"


def pick(n: int) -> dict[str, object]:
    return {"kind": "choice", "options": [n]}


def typed(text: str) -> dict[str, object]:
    return {"kind": "text_entry", "text": text}


def take(world: World, quiz_id: UUID, count: int, said: str = "Atlantis") -> None:
    """Have a class take four questions: the better they are, the likelier they miss the first.

    The key of the first is wrong: the best choose another option. The last is typed: half of the
    class say something that is not accepted.
    """
    wrong, *right = versions(world.course_id, "choice", 3)
    (entry,) = versions(world.course_id, "text_entry", 1)
    key, other = key_and_other(wrong)
    for n, user_id in enumerate(add_class(world.course_id, count)):
        good = n >= count / 2
        answers = [
            Answered(wrong.id, float(not good), pick(other if good else key), 20),
            *(Answered(version.id, float(good), pick(0) if good else None) for version in right),
            Answered(entry.id, float(n % 2), typed(said if n % 2 == 0 else "right")),
        ]
        hand_in(user_id, quiz_id, answers)
    roll_up_due(START)


def key_and_other(version: QuestionVersion) -> tuple[int, int]:
    """Return the places of the right option and of a wrong one."""
    interaction = load_interaction(version.interaction)
    assert isinstance(interaction, Choice)
    places = sorted(range(2), key=lambda n: -interaction.options[n].fraction)
    assert interaction.options[places[0]].fraction == 1
    return places[0], places[1]


def entry(world: World) -> QuestionVersion:
    return versions(world.course_id, "text_entry", 1)[0]


def latest(question_id: UUID) -> QuestionVersion:
    db.session.expire_all()
    return db.session.scalars(
        select(QuestionVersion)
        .where(QuestionVersion.question_id == question_id)
        .order_by(QuestionVersion.number.desc())
    ).all()[0]


def accepted(question_id: UUID) -> list[str]:
    interaction = load_interaction(latest(question_id).interaction)
    assert isinstance(interaction, TextEntry)
    return [answer.text for answer in interaction.answers]


def test_it_points_at_the_question_whose_key_is_wrong(
    clock: time_machine.Traveller, teacher: FlaskClient, world: World, quiz_id: UUID, page: str
) -> None:
    take(world, quiz_id, 12)
    text = teacher.get(page).text
    assert "Question 1 misled the best learners" in text
    assert "The best learners get this wrong. Check the key." in text
    wrong = versions(world.course_id, "choice", 1)[0]
    other = wrong.interaction["options"][key_and_other(wrong)[1]]["text"]
    assert f"Most of the best third chose “{other}”." in text
    assert f"/teach/caucasus/questions/{wrong.question_id}" in text
    assert "with fewer than 30 attempts they still swing widely" in text
    assert "Each learner’s first attempt counts." in text and "As of yesterday, 09:00" in text


def test_figures_and_answers(world: World, quiz_id: UUID) -> None:
    take(world, quiz_id, 30)
    found = analysis_of(quiz_id, Counted.FIRST)
    assert (found.attempts, found.missing, found.is_rough) == (30, 0, False)
    first, second, _third, last = found.items
    assert (first.facility, first.asked, first.figures["median_seconds"]) == (0.5, 30, 20)
    assert first.figures["discrimination_index"] < 0 < second.figures["discrimination_index"]
    assert [percent for _letter, percent, _right in first.letters][:2] == [50, 50]
    assert first.fooled is not None and first.fooled.count == 15
    assert first.letters[0][0] == "A"
    assert second.figures["without_answer"] == 15
    assert last.letters == [] and last.fooled is None
    assert [(each.text, each.count) for each in last.unmatched] == [("Atlantis", 15)]


def test_nothing_is_said_of_a_few(teacher: FlaskClient, world: World, quiz_id: UUID) -> None:
    page = f"/teach/caucasus/quizzes/{quiz_id}/analysis"
    assert "10 more are needed" in teacher.get(page).text
    take(world, quiz_id, 9)
    text = teacher.get(page).text
    assert "9 attempts were handed in." in text and "one more is needed" in text
    assert "Facility" not in text
    assert analysis_of(quiz_id, Counted.FIRST).items == ()


def test_what_is_not_rolled_up_yet_is_told(
    teacher: FlaskClient, world: World, quiz_id: UUID, page: str
) -> None:
    (choice,) = versions(world.course_id, "choice", 1)
    (user_id,) = add_class(world.course_id, 1)
    hand_in(user_id, quiz_id, [Answered(choice.id, 1, pick(0))])
    assert "The figures are being worked out." in teacher.get(page).text


def test_which_attempts_count_is_chosen(
    teacher: FlaskClient, world: World, quiz_id: UUID, page: str
) -> None:
    take(world, quiz_id, 12)
    assert "Every attempt counts" in teacher.get(f"{page}?attempts=all").text
    assert "first attempt counts" in teacher.get(f"{page}?attempts=nonsense").text


def test_the_page_reads_no_attempts(
    teacher: FlaskClient, world: World, quiz_id: UUID, page: str
) -> None:
    take(world, quiz_id, 12)
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert teacher.get(page).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert not [each for each in seen if "question_attempts" in each or "attempt_steps" in each]


def test_a_typed_answer_is_accepted_and_taken_back(
    teacher: FlaskClient, world: World, quiz_id: UUID, page: str
) -> None:
    take(world, quiz_id, 12)
    question_id, before = entry(world).question_id, accepted(entry(world).question_id)
    assert "Accept this" in teacher.get(page).text
    fields = {"question": str(question_id), "text": "Atlantis", "place": "q4"}
    said = post(teacher, f"{page}/accept", page, **fields)
    assert said.headers["Location"] == f"{page}?attempts=first#q4"
    assert accepted(question_id) == [*before, "Atlantis"]
    version = latest(question_id)
    assert (version.status, version.note) == (Status.PUBLISHED, "Accepted: Atlantis")
    assert version.author_id == world.instructor_id
    assert db.session.get_one(Question, question_id).published == version.number
    text = teacher.get(page).text
    assert "“Atlantis” is accepted from now on." in text
    assert "Accepted by now" in text and "Take back" in text
    assert "until the question is regraded" in text
    post(teacher, f"{page}/take-back", page, **fields)
    assert accepted(question_id) == before
    assert "is no longer accepted" in teacher.get(page).text


def test_a_form_that_was_tampered_with_changes_nothing(
    teacher: FlaskClient, world: World, quiz_id: UUID, page: str
) -> None:
    question_id = str(entry(world).question_id)
    for fields in ({}, {"question": question_id}, {"question": question_id, "text": "x" * 9_000}):
        said = post(teacher, f"{page}/accept", page, **fields)
        assert said.status_code in (302, 413)
    assert latest(entry(world).question_id).id == entry(world).id
    choice = versions(world.course_id, "choice", 1)[0].question_id
    fields = {"question": str(choice), "text": "x", "place": "javascript:"}
    assert post(teacher, f"{page}/accept", page, **fields).status_code == 404


def test_what_cannot_be_accepted_says_why(world: World, quiz_id: UUID) -> None:
    version, who = entry(world), world.instructor_id
    course_id, question_id = world.course_id, version.question_id
    (known,) = accepted(question_id)[:1]
    with pytest.raises(Refusal, match="already"):
        accept_answer(course_id, question_id, known, START, who)
    with pytest.raises(Refusal, match="no accepted answer"):
        take_back_answer(course_id, question_id, "Atlantis", START, who)
    for n in range(60):
        try:
            accept_answer(course_id, question_id, f"Atlantis {n}", START, who)
        except Refusal as refusal:
            assert "as many accepted answers" in str(refusal.message)
            break
    else:
        raise AssertionError("there is no end to it")
    with pytest.raises(Missing):
        accept_answer(world.course_id, world.course_id, "x", START, who)
    later = START + timedelta(hours=1)
    asked = as_asked(latest(question_id))
    save_question(course_id, asked, Status.DRAFT, later, question_id=question_id)
    with pytest.raises(Conflict, match="newer draft"):
        accept_answer(course_id, question_id, "x", later, who)
    retire_question(course_id, question_id)
    with pytest.raises(Conflict, match="retired"):
        accept_answer(course_id, question_id, "x", later, who)


def test_the_only_right_answer_stays(world: World) -> None:
    version = entry(world)
    interaction = load_interaction(version.interaction)
    assert isinstance(interaction, TextEntry)
    alone = interaction.model_copy(update={"answers": interaction.answers[:1]})
    asked = as_asked(version).model_copy(update={"interaction": alone})
    question_id = version.question_id
    save_question(world.course_id, asked, Status.PUBLISHED, START, question_id=question_id)
    with pytest.raises(Refusal, match="the only right answer"):
        take_back_answer(
            world.course_id, question_id, alone.answers[0].text, START, world.instructor_id
        )


@pytest.mark.parametrize(("who", "status"), [("learner", 403), ("stranger", 404)])
def test_nobody_else_sees_it(
    client: FlaskClient, world: World, page: str, who: str, status: int
) -> None:
    sign_in(client, f"{who}@example.org", PASSWORD)
    assert client.get(page).status_code == status

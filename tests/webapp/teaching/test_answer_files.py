"""Files of a quiz's answers: every attempt and question in words, and marks to be analysed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from questions.interactions import TextEntry
from questions.responses import Entered
from tests.webapp.quizzes.handing_in import Answered, add_class, hand_in, versions
from tests.webapp.teaching.attempting import SETTINGS, join, quiz, right, say, take
from tests.webapp.worlds import MORNING, World
from webapp.cli import recite
from webapp.db import writing
from webapp.models import Counted, QuestionAttempt
from webapp.services.quizzes.attempting import start_attempt, submit_attempt
from webapp.services.quizzes.queries.attempts import load_attempt
from webapp.services.quizzes.rolling_up import roll_up
from webapp.services.teaching.members import actor_in, remove_person
from webapp.services.teaching.queries.analysis import analysis_of

SLUG = "partnership-dates"
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
FORMULA = '=HYPERLINK("http://x.example";"y")'


def page() -> str:
    return f"/teach/caucasus/quizzes/{quiz(SLUG).id}"


def rows_of(text: str, separator: str = "comma") -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=SEPARATORS[separator]))


def answers(teacher: FlaskClient, **query: str) -> list[list[str]]:
    given = teacher.get(f"{page()}/answers.csv", query_string=query)
    assert given.status_code == 200 and given.mimetype == "text/csv"
    return rows_of(given.text, query.get("separator", "comma"))


def marks(teacher: FlaskClient, **query: str) -> list[list[str]]:
    given = teacher.get(f"{page()}/marks.csv", query_string=query)
    return rows_of(given.text, query.get("separator", "comma"))


def type_formula(user_id: UUID) -> None:
    """Take the quiz with a formula wherever something is typed; hand it in."""
    attempt_id = start_attempt(user_id, quiz(SLUG).id, MORNING)
    for slot in load_attempt(user_id, attempt_id).slots:
        is_typed = isinstance(slot.interaction, TextEntry)
        say(user_id, attempt_id, slot, Entered(text=FORMULA) if is_typed else right(slot), MORNING)
    submit_attempt(user_id, attempt_id, MORNING + timedelta(minutes=2), SETTINGS)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_every_answer_of_every_attempt_is_there(
    teacher: FlaskClient, world: World, separator: str
) -> None:
    first, second = take(world.learner_id, "r-w", SLUG), take(world.learner_id, "r", SLUG)
    take(world.other_learner_id, "r", SLUG, hand_in=False)
    take(world.instructor_id, "r", SLUG)
    head, *rows = answers(teacher, separator=separator)
    assert len(rows) == 2 and len(head) == 9 + 4 * 8
    for row, attempt_id, number in zip(rows, (first, second), "12", strict=True):
        full = load_attempt(world.learner_id, attempt_id)
        told = dict(zip(head, row, strict=True))
        assert row[:4] == ["Lea Learner", "learner@example.org", "yes", number]
        assert told["Began (UTC)"] == "2026-11-03 09:00:00"
        assert told["Handed in (UTC)"] == "2026-11-03 09:09:12"
        assert (told["Seconds taken"], told["Out of"]) == ("552", "8")
        assert float(told["Mark"].replace(",", ".")) == full.attempt.mark
        for slot in full.slots:
            name = f"{slot.number}. {' '.join(slot.version.stem.split())}"
            fraction = float(told[f"{name}: fraction"].replace(",", "."))
            assert fraction == pytest.approx(slot.fraction)
            assert float(told[f"{name}: mark"].replace(",", ".")) == pytest.approx(slot.fraction)
            assert bool(told[name]) is (slot.step is not None)
            if isinstance(slot.interaction, TextEntry) and slot.fraction == 1:
                assert told[name] == slot.interaction.key()[0]


def test_what_is_typed_is_never_run(teacher: FlaskClient, world: World) -> None:
    type_formula(world.learner_id)
    typed = [cell for row in answers(teacher)[1:] for cell in row if "HYPERLINK" in cell]
    assert typed and all(cell.startswith("'=") for cell in typed)
    book = openpyxl.load_workbook(io.BytesIO(teacher.get(f"{page()}/answers.xlsx").data))
    cells = [cell for row in book["Answers"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if str(cell.value).startswith("=")] == ["s"] * len(
        typed
    )


def test_the_workbook_has_both_tables(teacher: FlaskClient, world: World) -> None:
    take(world.learner_id, "rw", SLUG)
    book = openpyxl.load_workbook(io.BytesIO(teacher.get(f"{page()}/answers.xlsx").data))
    assert book.sheetnames == ["Answers", "Marks from 0 to 1"]
    for sheet, table in (("Answers", answers(teacher)), ("Marks from 0 to 1", marks(teacher))):
        told = [["" if c is None else str(c) for c in row] for row in book[sheet].values]
        assert [row[0] for row in told] == [row[0] for row in table]
        assert told[0] == table[0]


def test_who_left_and_who_is_dropped(teacher: FlaskClient, world: World) -> None:
    gone = take(world.other_learner_id, "r", SLUG)
    take(world.learner_id, "r", SLUG)
    actor = actor_in(world.course_id, world.instructor_id, is_admin=False)
    remove_person(world.course_id, world.other_learner_id, actor)
    rows = answers(teacher)[1:]
    assert [(row[0], row[2]) for row in rows] == [
        ("Lea Learner", "yes"),
        ("Otto Other", "left the course"),
    ]
    assert [row[0] for row in marks(teacher)[1:]] == ["Lea Learner", "Otto Other"]
    results = teacher.get(f"{page()}/results").text
    assert "Otto Other" in results and "left the course" in results and str(gone) in results
    assert "1 learner handed in" in results  # who left counts for no mean
    with writing() as session:
        for asked in session.query(QuestionAttempt).filter_by(slot=3):
            asked.dropped = True
    head, *rows = answers(teacher)
    place = next(n for n, name in enumerate(head) if name.startswith("3. "))
    assert [row[place + 2] for row in rows] == ["", ""] and rows[0][place + 1] == "1"
    assert len(marks(teacher)[0]) == 1 + 7


@pytest.mark.parametrize(
    ("counted", "names", "first"),
    [
        (Counted.FIRST, ["Lea Learner"], ["0"]),
        (Counted.BEST, ["Lea Learner"], ["1"]),
        (Counted.LAST, ["Lea Learner"], ["0"]),
        (Counted.ALL, [f"Lea Learner, attempt {n}" for n in (1, 2, 3)], ["0", "1", "0"]),
    ],
)
def test_which_attempts_count(
    teacher: FlaskClient, world: World, counted: Counted, names: list[str], first: list[str]
) -> None:
    for how in ("wr", "r", "wwr"):
        take(world.learner_id, how, SLUG)
    rows = marks(teacher, attempts=counted)[1:]
    assert [row[0] for row in rows] == names and [row[1] for row in rows] == first


def test_learners_of_one_name_are_told_apart(teacher: FlaskClient, world: World) -> None:
    for name in ("Lea Learner", "Lea  Learner"):
        take(join(world, name), "r", SLUG)
    take(world.learner_id, "r", SLUG)
    names = [" ".join(row[0].split()) for row in marks(teacher)[1:]]
    assert len(set(names)) == 3 and "Lea Learner (learner@example.org)" in names


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_file_is_analysed_as_the_page_does(
    teacher: FlaskClient, world: World, tmp_path: Path, separator: str
) -> None:
    """What `recite analyse` finds in the file is what the page of the analysis shows."""
    quiz_id = quiz(SLUG).id
    asked = [version.id for version in versions(world.course_id, "choice", 5)]
    for n, pupil in enumerate(add_class(world.course_id, 12)):
        given = [[1.0, 0.5, 1 / 3, 0.0][(n * (k + 1) + k) % 4] for k in range(5)]
        answer(pupil, quiz_id, asked, given)
        answer(pupil, quiz_id, asked, [1.0] * 5, number=2)
    roll_up(quiz_id, MORNING)
    file = tmp_path / "marks.csv"
    file.write_bytes(teacher.get(f"{page()}/marks.csv?separator={separator}").data)
    done = CliRunner().invoke(recite, ["analyse", str(file), "--json"])
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    shown = analysis_of(quiz_id, Counted.FIRST)
    assert len(told["items"]) == len(shown.items) == 5
    for item, on_page in zip(told["items"], shown.items, strict=True):
        assert on_page.stem in item["name"]
        assert item["facility"] == pytest.approx(on_page.facility, abs=1e-9)
        for figure in (
            *("sd", "discrimination_index", "discriminative_efficiency", "effective_weight"),
        ):
            assert item[figure] == pytest.approx(on_page.figures[figure], abs=1e-9)
    for figure, value in told["test"].items():
        assert value == pytest.approx(shown.figures[figure], abs=1e-9), figure


def answer(
    user_id: UUID, quiz_id: UUID, asked: Sequence[UUID], worth: Sequence[float], number: int = 1
) -> None:
    given = [Answered(id_, fraction) for id_, fraction in zip(asked, worth, strict=True)]
    hand_in(user_id, quiz_id, given, number=number)


def test_without_a_quiz_of_the_course_there_is_no_file(teacher: FlaskClient) -> None:
    for name in ("answers.csv", "marks.csv", "answers.xlsx"):
        path = f"/teach/caucasus/quizzes/00000000-0000-0000-0000-000000000000/{name}"
        assert teacher.get(path).status_code == 404

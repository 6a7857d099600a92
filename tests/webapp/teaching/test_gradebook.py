"""The gradebook: weights, totals, order, who left, and files of it for spreadsheets."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from tests.webapp.browsing import form_on, submit
from tests.webapp.teaching.attempting import join, quiz, take
from tests.webapp.worlds import MORNING, START, World
from webapp.db import db, writing
from webapp.models import Enrolment, Quiz, User
from webapp.services.spreadsheets import Cell, Separator, as_csv, as_xlsx
from webapp.services.teaching.queries.results import Results, Row, ordered, results_of

PAGE = "/teach/caucasus/results"
WEIGHTS = f"{PAGE}/weights"
FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "https://x.example",
)


def results(world: World) -> Results:
    db.session.rollback()
    return results_of(world.course_id, MORNING)


def row_of(found: Results, name: str) -> Row:
    return next(row for row in (*found.rows, *found.left) if row.name == name)


def weigh(teacher: FlaskClient, **weights: str) -> Any:
    """Set weights by the slugs of quizzes, underscores for dashes."""
    named = {f"weight-{quiz(slug.replace('_', '-')).id}": text for slug, text in weights.items()}
    return submit(teacher, PAGE, WEIGHTS, **named)


def test_a_total_counts_each_quiz_by_its_weight(teacher: FlaskClient, world: World) -> None:
    take(world.learner_id, "r", "who-said-it")
    take(world.learner_id, "w", "partnership-dates")
    assert row_of(results(world), "Lea Learner").total == pytest.approx(0.5)
    assert weigh(teacher, who_said_it="1,5", partnership_dates="0.5").status_code == 302
    assert row_of(results(world), "Lea Learner").total == pytest.approx(0.75)
    weigh(teacher, partnership_dates="0")
    assert row_of(results(world), "Lea Learner").total == pytest.approx(1.0)
    assert "75%" not in teacher.get(PAGE).text and "<b>100%</b>" in teacher.get(PAGE).text


def test_what_was_not_handed_in_counts_once_it_is_closed(world: World) -> None:
    take(world.learner_id, "r", "who-said-it")
    assert row_of(results(world), "Lea Learner").total == 1
    with writing() as session:
        session.execute(
            update(Quiz).where(Quiz.slug == "partnership-dates").values(closes_at=START)
        )
    assert row_of(results(world), "Lea Learner").total == 0.5
    assert row_of(results(world), "Otto Other").total == 0


@pytest.mark.parametrize("typed", ["-1", "1001", "much", "", "nan", "inf", "1e400", "=1"])
def test_a_weight_that_is_none_is_refused_and_kept(
    teacher: FlaskClient, world: World, typed: str
) -> None:
    take(world.learner_id, "r")
    said = weigh(teacher, who_said_it=typed, partnership_dates="7")
    assert said.status_code == 400
    assert 'aria-invalid="true"' in said.text and 'value="7"' in said.text
    db.session.expire_all()
    assert set(db.session.scalars(select(Quiz.weight))) == {1.0}


def test_weights_of_other_courses_stay(teacher: FlaskClient, world: World) -> None:
    token = form_on(teacher, PAGE, WEIGHTS).values["csrf_token"]
    fields = {"csrf_token": token, "weight-not-an-id": "3", f"weight-{world.course_id}": "3"}
    assert teacher.post(WEIGHTS, data=fields).status_code == 302
    assert set(db.session.scalars(select(Quiz.weight))) == {1.0}


def test_learners_stand_in_the_order_asked_for(teacher: FlaskClient, world: World) -> None:
    take(world.learner_id, "rw")
    take(world.other_learner_id, "r")
    join(world, "Ann Absent")
    quiz_id = str(quiz().id)
    found = results(world)

    def names(by: str, down: bool) -> list[str]:
        return [row.name.split()[0] for row in ordered(found, by, down=down).rows]

    assert names("name", False) == ["Ann", "Lea", "Otto"]
    assert names("", True) == ["Otto", "Lea", "Ann"]
    for by in ("total", quiz_id):
        assert names(by, True) == ["Otto", "Lea", "Ann"]
        assert names(by, False) == ["Lea", "Otto", "Ann"]
    text = teacher.get(f"{PAGE}?sort={quiz_id}&order=down").text
    assert text.index("Otto Other") < text.index("Lea Learner") < text.index("Ann Absent")
    assert 'aria-sort="descending"' in text
    assert teacher.get(f"{PAGE}?sort=nothing&order=x").status_code == 200


def test_who_left_stands_apart_until_deleted(teacher: FlaskClient, world: World) -> None:
    take(world.learner_id, "r")
    take(world.other_learner_id, "w")
    with writing() as session:
        session.execute(delete(Enrolment).where(Enrolment.user_id == world.learner_id))
    found = results(world)
    assert [row.name for row in found.left] == ["Lea Learner"]
    assert [row.name for row in found.rows] == ["Otto Other"]
    assert [c.mean for c in found.columns if c.handed_in] == [0.0]
    assert "left the course" in teacher.get(PAGE).text
    rows = list(csv.DictReader(io.StringIO(teacher.get(f"{PAGE}.csv").text.lstrip("\ufeff"))))
    assert {row["Name"]: row["In the course"] for row in rows} == {
        "Otto Other": "yes",
        "Lea Learner": "left the course",
    }
    with writing() as session:
        session.execute(delete(User).where(User.id == world.learner_id))
    assert results(world).left == ()


def test_as_many_statements_however_large_the_class(
    teacher: FlaskClient, world: World, counted: Callable[[str], int]
) -> None:
    take(world.learner_id, "r")
    few = counted(PAGE)
    for number in range(5):
        take(join(world, f"Learner {number}"), "rw", "partnership-dates")
    assert counted(PAGE) == few


@pytest.mark.parametrize(
    ("separator", "sign", "half"),
    [("comma", ",", "4.5"), ("semicolon", ";", "4,5"), ("tab", "\t", "4.5")],
)
def test_the_separator_is_chosen(
    teacher: FlaskClient, world: World, separator: str, sign: str, half: str
) -> None:
    table: list[list[Cell]] = [["a;b\tc,d", 4.5, None, 12.0, 1 / 3]]
    written = list(csv.reader(io.StringIO(as_csv(table, Separator(separator))), delimiter=sign))
    third = "0.333333333333333".replace(".", half[1])
    assert written == [["a;b\tc,d", half, "", "12", third]]
    said = teacher.get(f"{PAGE}.csv?separator={separator}").text
    assert said.splitlines()[0].count(f'"{sign}"') == 13
    assert teacher.get(f"{PAGE}.csv?separator=nonsense").status_code == 200


def test_a_workbook_holds_texts_as_texts(teacher: FlaskClient, world: World) -> None:
    with writing() as session:
        session.execute(update(User).where(User.id == world.learner_id).values(name=FORMULAS[1]))
    take(world.learner_id, "r")
    said = teacher.get(f"{PAGE}.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(said.data)).active
    names = {str(row[0].value): row for row in sheet.iter_rows(min_row=2)}
    row = names[FORMULAS[1]]
    assert row[0].data_type == "s" and row[0].hyperlink is None
    assert row[4].value == 100 and row[4].data_type == "n"


@pytest.mark.parametrize("text", [*FORMULAS, "\x01", "\u202eabc", "x" * 40_000, "<&>", "נעמה"])
def test_no_text_in_a_workbook_is_run(world: World, text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([[text, 1.5]], "t")))
    cells = next(iter(book.active.iter_rows()))
    assert (cells[0].data_type, cells[1].value) == ("s", 1.5)
    assert len(str(cells[0].value)) <= 32_767


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_another_program_opens_the_workbook(world: World, tmp_path: Path) -> None:
    file = tmp_path / "grades.xlsx"
    rows_of_it: list[list[Cell]] = [[text, 1.5] for text in FORMULAS]
    table: list[list[Cell]] = [["Name", "Mark"], *rows_of_it]
    file.write_bytes(as_xlsx(table, "t"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(file)], check=True, timeout=120, capture_output=True)
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    assert [row[0].strip() for row in rows[1:]] == [text.strip() for text in FORMULAS]
    assert {row[1] for row in rows[1:]} == {"1.5"}


@pytest.mark.parametrize("name", [*FORMULAS[:5], "W" * 80, "\u202eדנה\u202c", "<b>x</b>"])
def test_hostile_names_stay_names(teacher: FlaskClient, world: World, name: str) -> None:
    with writing() as session:
        session.execute(update(User).where(User.id == world.learner_id).values(name=name))
        session.execute(update(Quiz).where(Quiz.slug == "who-said-it").values(title=name))
    take(world.learner_id, "r")
    text = teacher.get(PAGE).text
    assert "<b>x</b>" not in text
    written = teacher.get(f"{PAGE}.csv").text
    assert f'"{name}"' not in written or name[0] not in "=+-@"

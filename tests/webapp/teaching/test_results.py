from __future__ import annotations

import csv
import io
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.webapp.browsing import sign_in
from tests.webapp.worlds import MORNING, PASSWORD, START, World
from webapp.db import db, new_id, writing
from webapp.models import Attempt, AttemptState, Quiz, QuizMode, User
from webapp.services.spreadsheets import harmless
from webapp.services.teaching.queries.results import results_of

PAGE = "/teach/caucasus/results"


def hand_in(
    user_id: UUID,
    quiz_id: UUID,
    number: int,
    mark: float,
    state: AttemptState = AttemptState.SUBMITTED,
) -> None:
    with writing() as session:
        session.add(
            Attempt(
                user_id=user_id,
                id=new_id(START),
                quiz_id=quiz_id,
                number=number,
                state=state,
                mode=QuizMode.PRACTICE,
                seed=1,
                started_at=START,
                mark=mark,
                max_mark=10,
            )
        )


@pytest.fixture
def quiz_id(world: World) -> UUID:
    """A quiz that Lea handed in twice and Otto once, who is at another attempt."""
    quiz_id = db.session.scalars(select(Quiz.id).where(Quiz.title == "Who said it?")).one()
    hand_in(world.learner_id, quiz_id, 1, 8)
    hand_in(world.learner_id, quiz_id, 2, 6)
    hand_in(world.other_learner_id, quiz_id, 1, 4)
    hand_in(world.other_learner_id, quiz_id, 2, 10, AttemptState.IN_PROGRESS)
    hand_in(world.instructor_id, quiz_id, 1, 10)
    return quiz_id


def test_counts_the_best_attempt_that_was_handed_in(world: World, quiz_id: UUID) -> None:
    results = results_of(world.course_id, MORNING)
    n = [column.id for column in results.columns].index(quiz_id)
    cells = {row.name: row.cells[n] for row in results.rows}
    assert list(cells) == ["Lea Learner", "Otto Other"]
    lea, otto = cells["Lea Learner"], cells["Otto Other"]
    assert lea is not None and (lea.mark, lea.attempts) == (8, 2)
    assert otto is not None and (otto.mark, otto.attempts) == (4, 1)
    column = results.columns[n]
    assert column.mean is not None and round(column.mean, 6) == 0.6
    assert (column.handed_in, results.handed_in) == (2, 2)
    assert [c.mean for c in results.columns if c.id != quiz_id] == [None, None]


def test_the_heading_states_the_finding(teacher: FlaskClient, world: World, quiz_id: UUID) -> None:
    assert "2 learners handed in, with 60% on average" in teacher.get(PAGE).text


def test_a_course_without_results_says_so(teacher: FlaskClient, world: World) -> None:
    assert "Nobody has handed in a quiz yet" in teacher.get(PAGE).text


def test_gives_a_table_that_no_spreadsheet_runs(
    teacher: FlaskClient, world: World, quiz_id: UUID
) -> None:
    with writing() as session:
        session.execute(
            update(User).where(User.id == world.learner_id).values(name='=HYPERLINK("x","y")')
        )
    answer = teacher.get(f"{PAGE}.csv")
    assert answer.mimetype == "text/csv"
    table = answer.text.removeprefix("\ufeff")
    assert all(line.startswith('"') and line.endswith('"') for line in table.splitlines())
    rows = list(csv.reader(io.StringIO(table)))
    assert {len(row) for row in rows} == {5 + 3 * 3}
    assert rows[1][0] == '\'=HYPERLINK("x","y")'
    n = rows[0].index("Who said it?")
    assert rows[1][n : n + 3] == ["8", "10", "2"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "  =1", "\r=1"])
def test_a_formula_is_made_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("Ann-Marie") == "Ann-Marie"


@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹦﹢﹣﹫−")
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u200b", "\x01", "\n", '"', ";", "\ufeff"])
def test_formulas_in_disguise_are_made_harmless(before: str, sign: str) -> None:
    assert harmless(f"{before}{sign}1+1")[0] == "'" or before == ";"
    assert f"{sign}1" not in harmless(f"a;{before}{sign}1").replace(f"'{sign}", "")


@pytest.mark.parametrize("cell", ["Ann-Marie", "a; b", "1 + 1", "mail@example.org", "", "O'Hara"])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


@pytest.mark.parametrize(("who", "status"), [("learner", 403), ("stranger", 404)])
def test_nobody_else_sees_them(client: FlaskClient, world: World, who: str, status: int) -> None:
    sign_in(client, f"{who}@example.org", PASSWORD)
    assert client.get(PAGE).status_code == status
    assert client.get(f"{PAGE}.csv").status_code == status

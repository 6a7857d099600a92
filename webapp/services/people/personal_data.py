"""Belongings: everything that is one person's, to take along or to delete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, Table, delete, func, inspect, select

from questions.interactions import load_interaction
from questions.responses import load_response
from webapp import widgets
from webapp.db import Base, db, writing
from webapp.models import Course, Enrolment, QuestionVersion, Quiz, Role, User
from webapp.services.errors import Refusal
from webapp.services.people.passwords import is_password
from webapp.services.quizzes.queries.secrecy import held_back, unmarked
from webapp.services.teaching.inviting import invitations_for
from webapp.services.teaching.ownership import hand_on_courses

FORMAT = "recite-person-1"
# What order things were shown in tells the key of a question that is still to be answered.
_SECRETS = {
    "password_hash",
    "token_hash",
    "code_hash",
    "key",
    "public_key",
    "content",
    "seed",
    "option_order",
    "actor_id",
    "settled_by_id",  # who else had a hand in it
    "client_key",  # holds a digest of where the options picked are stored
}
_VERDICT = {"fraction", "counted", "rule", "feedback", "rating", "predicted_recall"}
_INSIDE_ATTEMPTS = {"question_attempts", "attempt_steps", "mark_changes"}

Row = dict[str, Any]


def gather(user_id: UUID, at: datetime) -> Row:
    """Return everything kept about a person, ready for JSON.

    Each table of people's belongings is a list of this person's rows, secrets left out; an
    attempt holds its questions, and each of these its steps and the changes of its mark.
    ``courses``, ``quizzes`` and ``questions`` say what ids mean. Answers are in the words that
    were shown; what follows from grading them is left out as long as it is kept back, see
    :mod:`webapp.services.quizzes.queries.secrecy`.
    """
    tables = {table.name: _rows(table, table.c.user_id == user_id) for table in belonging()}
    asked = tables["question_attempts"]
    answered = [*asked, *tables["reviews"]]
    place = ("attempt_id", "slot")
    _nest(asked, "steps", place, tables["attempt_steps"], place)
    _nest(asked, "changes", place, tables["mark_changes"], place)
    _nest(tables["attempts"], "questions", ("id",), asked, ("attempt_id",))
    _put_in_words(answered)
    _keep_back(user_id, tables)
    return {
        "format": FORMAT,
        "made_at": _plain(at),
        "profile": _rows(_table(User), _table(User).c.id == user_id)[0],
        **{name: rows for name, rows in tables.items() if name not in _INSIDE_ATTEMPTS},
        "invitations": [
            {"course": invited.title, "role": invited.role.value, "group": invited.group}
            for invited in invitations_for(user_id)
        ],
        "courses": _by_id(select(Course.id, Course.title), tables["enrolments"], "course_id"),
        "quizzes": _by_id(
            select(Quiz.id, Quiz.title),
            [*tables["attempts"], *tables["quiz_overrides"]],
            "quiz_id",
        ),
        "questions": _by_id(
            select(QuestionVersion.id, QuestionVersion.stem), answered, "version_id"
        ),
    }


def _put_in_words(answered: Iterable[Row]) -> None:
    """Say each response in words: where an option is stored may tell whether it is right."""
    rows = list(answered)
    versions = select(QuestionVersion.id, QuestionVersion.interaction)
    interactions = _by_id(versions, rows, "version_id")
    for row in rows:
        for answer in row.get("steps", [row]):
            if answer["response"] is not None:
                interaction = load_interaction(interactions[row["version_id"]])
                answer["response"] = widgets.recount(interaction, load_response(answer["response"]))


def _keep_back(user_id: UUID, tables: dict[str, list[Row]]) -> None:
    """Leave out what answers are worth: of open attempts, and of what an open test asks too."""
    held, kept = _letters(held_back(user_id)), _letters(unmarked(user_id))
    for attempt in tables["attempts"]:
        if attempt["id"] in kept:
            attempt.pop("mark")
        for asked in attempt["questions"]:
            if attempt["submitted_at"] is None or asked["question_id"] in held:
                _drop_verdicts([asked, *asked["steps"]])
                asked["changes"] = []
    _drop_verdicts(row for row in tables["reviews"] if row["question_id"] in held)
    for report in tables["reports"]:
        if report["question_id"] in held:
            report.pop("reply")  # it may say what is right
    tables["regraded_attempts"] = [
        row for row in tables["regraded_attempts"] if row["attempt_id"] not in kept
    ]
    tables["cards"] = [row for row in tables["cards"] if row["question_id"] not in held]


def _drop_verdicts(rows: Iterable[Row]) -> None:
    for row in rows:
        for name in _VERDICT:
            row.pop(name, None)


def _letters(ids: Iterable[UUID]) -> set[str]:
    return {str(id_) for id_ in ids}


def belonging() -> list[Table]:
    """Return every table whose rows belong to one person each."""
    return [table for table in Base.metadata.sorted_tables if "user_id" in table.c]


def courses_left_alone(user_id: UUID) -> Sequence[str]:
    """Return the titles of courses of which this person is the only owner."""
    owners = select(Enrolment.course_id).where(Enrolment.role == Role.OWNER)
    alone = owners.group_by(Enrolment.course_id).having(func.count() == 1)
    query = (
        select(Course.title)
        .join(Enrolment, Enrolment.course_id == Course.id)
        .where(Enrolment.user_id == user_id, Enrolment.role == Role.OWNER, Course.id.in_(alone))
        .order_by(Course.title)
    )
    return db.session.scalars(query).all()


def delete_person(user_id: UUID, password: str) -> None:
    """Delete an account and everything of its person's; what they wrote for courses stays there.

    So do their courses, see :func:`webapp.services.teaching.ownership.hand_on_courses`.

    Raises:
        Refusal: the password is wrong.
    """
    if not is_password(password, db.session.get_one(User, user_id).password_hash):
        raise Refusal(_("That is not your password."), "password")
    delete_everything_of(user_id)


def delete_passwordless(user_id: UUID) -> None:
    """Delete an account that has no password, once its person has shown anew who they are.

    Raises:
        Refusal: it has one, which must be given.
    """
    if db.session.get_one(User, user_id).password_hash is not None:
        raise Refusal(_("Give your password."), "password")
    delete_everything_of(user_id)


def delete_guest(user_id: UUID) -> None:
    """Delete a guest and everything of theirs. Raises Refusal for somebody with an account."""
    if not db.session.get_one(User, user_id).is_guest:
        raise Refusal(_("Give your password."), "password")
    delete_everything_of(user_id)


def delete_everything_of(user_id: UUID) -> None:
    """Delete an account that somebody may delete, and hand its courses on."""
    with writing() as session:
        hand_on_courses(session, user_id)
        session.execute(delete(User).where(User.id == user_id))


def _table(model: type[Base]) -> Table:
    table = inspect(model).local_table
    assert isinstance(table, Table)  # noqa: S101
    return table


def _rows(table: Table, condition: ColumnElement[bool]) -> list[Row]:
    shown = [column for column in table.c if column.name not in _SECRETS | {"user_id"}]
    found = db.session.execute(select(*shown).where(condition).order_by(*table.primary_key))
    return [{name: _plain(value) for name, value in row.items()} for row in found.mappings()]


def _plain(value: object) -> object:
    """Return a column's value as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def _nest(
    parents: Iterable[Row],
    name: str,
    keys: tuple[str, ...],
    children: Iterable[Row],
    child_keys: tuple[str, ...],
) -> None:
    """Put each child row into its parent's list ``name``."""
    places: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for child in children:
        places[tuple(child[key] for key in child_keys)].append(child)
    for parent in parents:
        parent[name] = places[tuple(parent[key] for key in keys)]


def _by_id(query: Select[UUID, Any], rows: Iterable[Row], column: str) -> dict[str, Any]:
    """Return what ``query`` has for the ids in ``column``, by id."""
    ids = {UUID(row[column]) for row in rows}
    column_of_ids = query.selected_columns[0]
    found = db.session.execute(query.where(column_of_ids.in_(ids)))
    return {str(key): value for key, value in found}

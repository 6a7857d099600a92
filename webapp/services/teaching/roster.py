"""A roster: who is to take part in a course, line by line, as a table program gives it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.characters import one_line
from webapp.models import Role, lengths
from webapp.services.errors import Refusal
from webapp.services.people.addresses import read_email
from webapp.wording import whole

MOST_LINES = 500
LARGEST = 128 * 1024  # bytes

_DELIMITERS = "\t;,"
_SAID = re.compile(r"sep=([;,|\t]?)\s*", re.I)
_WRITTEN = re.compile(r"(.*?)<([^<>]*@[^<>]*)>")  # Ada Byron <ada@school.org>
_ALONE = re.compile(r"(?:[^@<]*<)?[^\s@<>;,]+@[^\s@<>;,]+>?")
_ROLES = {
    "": Role.LEARNER,
    **dict.fromkeys(("learner", "student", "participant", "pupil"), Role.LEARNER),
    **dict.fromkeys(("instructor", "teacher", "tutor", "lecturer"), Role.INSTRUCTOR),
}
_COLUMNS = {
    "email": ("email", "e-mail", "mail", "email address", "e-mail address", "address"),
    "name": (
        *("name", "full name", "first name", "given name", "last name", "surname"),
        *("family name", "student", "student name"),
    ),
    "role": ("role", "type"),
    "group": ("group", "group name", "class", "tutorial", "section"),
}
_COLUMN = {heading: column for column, headings in _COLUMNS.items() for heading in headings}


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A line of a roster; ``problem`` says what is wrong with it, and then nothing else holds.

    A ``group`` comes from a column of that name alone: by its look it could be a part of a name.
    """

    number: int
    text: str
    email: str = ""
    name: str = ""
    role: Role = Role.LEARNER
    group: str = ""
    problem: str = ""


def read_roster(text: str) -> list[RosterLine]:
    """Return every line of a roster that has something in it, but its heading.

    Each is read by itself: a quotation mark too many takes no other line with it.

    Raises:
        Refusal: there are too many lines, or none.
    """
    lines = [
        (number, line.strip())
        for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1)
        if line.strip(" \t;,\u00a0")
    ]
    delimiter = _delimiter(lines)
    if lines and _SAID.fullmatch(lines[0][1]):
        lines = lines[1:]
    columns = _heading(_cells(lines[0][1], delimiter) or []) if lines else None
    found = lines[1:] if columns else lines
    _check_number(len(found))
    return _without_repeats(_read(number, line, delimiter, columns) for number, line in found)


def _check_number(lines: int) -> None:
    if not lines:
        raise Refusal(_("There is no line with an address in it."), "roster")
    if lines > MOST_LINES:
        raise Refusal(
            _(
                "These are %(lines)s lines; take %(most)s at a time at most.",
                lines=whole(lines),
                most=whole(MOST_LINES),
            ),
            "roster",
        )


def _delimiter(lines: Sequence[tuple[int, str]]) -> str:
    """Return what stands between the cells: what the file says, or else what fits best.

    That is what leaves most addresses alone in their cells, and is there most.
    """
    first = lines[0][1] if lines else ""
    if said := _SAID.fullmatch(first):
        return said[1] or "\t"  # at the end of a line it was trimmed
    head = [line for _number, line in lines[:20]]
    return max(_DELIMITERS, key=lambda sign: (_alone(head, sign), "".join(head).count(sign)))


def _alone(lines: Iterable[str], delimiter: str) -> int:
    """Return how many lines have an address alone in a cell."""
    cells = (_cells(line, delimiter) or () for line in lines)
    return sum(any(map(_ALONE.fullmatch, line)) for line in cells)


def _cells(line: str, delimiter: str) -> list[str] | None:
    try:
        (cells,) = csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True)
    except (csv.Error, ValueError):
        return None
    return [one_line(cell) for cell in cells]


def _heading(cells: Sequence[str]) -> list[str] | None:
    """Return the columns by their headings, or ``None`` where the line is none of headings."""
    named = [_COLUMN.get(cell.lower().rstrip(":"), "") for cell in cells]
    return named if "email" in named else None


def _read(number: int, line: str, delimiter: str, columns: Sequence[str] | None) -> RosterLine:
    cells = _cells(line, delimiter)
    if cells is None:
        return RosterLine(number, line, problem=_("A quotation mark is missing, or one too many."))
    email, name, role, group = _by_heading(cells, columns) if columns else _by_look(cells)
    if written := _WRITTEN.fullmatch(email):
        name, email = name or written[1].strip(' "'), written[2]
    try:
        found = RosterLine(number, line, read_email(email), name, _role(role), group)
        _check(found)
        return found
    except Refusal as refusal:
        return RosterLine(number, line, problem=str(refusal.message))


def _by_heading(cells: Sequence[str], columns: Sequence[str]) -> tuple[str, str, str, str]:
    def under(column: str) -> str:
        pairs = zip(columns, cells, strict=False)
        return " ".join(cell for named, cell in pairs if named == column and cell)

    return under("email"), under("name"), under("role"), under("group")


def _by_look(cells: Sequence[str]) -> tuple[str, str, str, str]:
    """Return address, name, role and no group of a line whose columns are not named."""
    email = next((cell for cell in cells if "@" in cell), cells[0] if cells else "")
    others = [cell for cell in cells if cell and cell != email]
    role = next((cell for cell in others if cell.lower() in {*_ROLES, "owner"}), "")
    return email, " ".join(cell for cell in others if cell != role), role, ""


def _role(written: str) -> Role:
    if written.lower() == "owner":
        raise Refusal(_("Nobody is invited to own a course. Hand it over under People."))
    role = _ROLES.get(written.lower())
    if role is None:
        raise Refusal(
            _("“%(role)s” is no role. There are learner and instructor.", role=written[:40])
        )
    return role


def _check(line: RosterLine) -> None:
    if len(line.name) > lengths.NAME:
        raise Refusal(_("The name is too long: %(most)s characters at most.", most=lengths.NAME))
    if len(line.group) > lengths.GROUP:
        raise Refusal(_("The group is too long: %(most)s characters at most.", most=lengths.GROUP))
    if line.group and line.role is not Role.LEARNER:
        raise Refusal(_("Only learners are in groups. Leave the group of an instructor empty."))


def _without_repeats(lines: Iterable[RosterLine]) -> list[RosterLine]:
    """Tell of a line whose address was there before: only the first counts."""
    seen: dict[str, int] = {}
    told = []
    for line in lines:
        first = seen.setdefault(line.email, line.number) if not line.problem else line.number
        if first != line.number:
            problem = _("The same address as in line %(first)s.", first=first)
            line = RosterLine(line.number, line.text, problem=problem)
        told.append(line)
    return told

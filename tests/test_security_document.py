"""SECURITY.md: the table of the standard is whole, and what it names is there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from questions.reading.decoding import LARGEST
from webapp.access import limits, submissions
from webapp.config import Config
from webapp.gateway.limits import LARGEST_FORM, LARGEST_REQUEST, LONGEST_URL, MOST_FIELDS, Limits
from webapp.services.operations.queries import quotas
from webapp.services.people import guessable
from webapp.services.people.one_time_links import LINK_LENGTH

TESTS = Path(__file__).parent
TEXT = (TESTS.parent / "SECURITY.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE
)
ROWS = ROW.findall(TEXT)
MET, OUT, OPEN = "met", "does not apply", "not met"

# The requirements of ASVS 5.0.0 of levels 1 and 2; those of level 1 have a star.
STANDARD = """
    1.1: 1 2
    1.2: 1* 2* 3* 4* 5* 6 7 8 9
    1.3: 1* 2* 3 4 5 6 7 8 9 10 11
    1.4: 1 2 3
    1.5: 1* 2
    2.1: 1* 2 3
    2.2: 1* 2* 3
    2.3: 1* 2 3 4
    2.4: 1
    3.2: 1* 2*
    3.3: 1* 2 3 4
    3.4: 1* 2* 3 4 5 6
    3.5: 1* 2* 3* 4 5
    3.7: 1 2
    4.1: 1* 2 3
    4.2: 1
    4.3: 1 2
    4.4: 1* 2 3 4
    5.1: 1
    5.2: 1* 2* 3
    5.3: 1* 2*
    5.4: 1 2 3
    6.1: 1* 2 3
    6.2: 1* 2* 3* 4* 5* 6* 7* 8* 9 10 11 12
    6.3: 1* 2* 3 4
    6.4: 1* 2* 3 4
    6.5: 1 2 3 4 5
    6.6: 1 2 3
    6.8: 1 2 3 4
    7.1: 1 2 3
    7.2: 1* 2* 3* 4*
    7.3: 1 2
    7.4: 1* 2* 3 4 5
    7.5: 1 2
    7.6: 1 2
    8.1: 1* 2
    8.2: 1* 2* 3
    8.3: 1*
    8.4: 1
    9.1: 1* 2* 3*
    9.2: 1* 2 3 4
    10.1: 1 2
    10.2: 1 2
    10.3: 1 2 3 4
    10.4: 1* 2* 3* 4* 5* 6 7 8 9 10 11
    10.5: 1 2 3 4 5
    10.6: 1 2
    10.7: 1 2 3
    11.1: 1 2
    11.2: 1 2 3
    11.3: 1* 2* 3
    11.4: 1* 2 3 4
    11.5: 1
    11.6: 1
    12.1: 1* 2 3
    12.2: 1* 2*
    12.3: 1 2 3 4
    13.1: 1
    13.2: 1 2 3 4 5
    13.3: 1 2
    13.4: 1* 2 3 4 5
    14.1: 1 2
    14.2: 1* 2 3 4
    14.3: 1* 2 3
    15.1: 1* 2 3
    15.2: 1* 2 3
    15.3: 1* 2 3 4 5 6 7
    16.1: 1
    16.2: 1 2 3 4 5
    16.3: 1 2 3 4
    16.4: 1 2 3
    16.5: 1 2 3
    17.1: 1
    17.2: 1 2 3 4
    17.3: 1 2
"""


def requirements() -> list[tuple[str, str]]:
    """Each number in its order, with its level."""
    found = []
    for line in STANDARD.strip().splitlines():
        section, _, numbers = line.strip().partition(": ")
        for number in numbers.split():
            found.append((f"{section}.{number.rstrip('*')}", "1" if "*" in number else "2"))
    return found


@cache
def functions_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_the_standard_is_whole() -> None:
    assert Counter(level for _number, level in requirements()) == {"1": 70, "2": 183}


def test_the_table_has_each_requirement_once_and_in_order() -> None:
    assert [(number, level) for number, level, *_rest in ROWS] == requirements()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_has_a_verdict_with_a_test_or_a_reason(row: tuple[str, ...]) -> None:
    _number, _level, about, verdict, why = row
    assert about.strip() and verdict in {MET, OUT, OPEN}
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", why)
    assert (verdict == MET) is bool(named)
    for file, test in named:
        assert test in functions_in(file), f"{file} has no {test}"
    if verdict != MET:
        assert re.fullmatch(r"[A-Z`].{12,}\.", why)


def test_the_counts_are_those_of_the_table() -> None:
    for name, levels in (("1", "1"), ("2", "2"), ("both", "12")):
        found = Counter(
            verdict for _number, level, _about, verdict, _why in ROWS if level in levels
        )
        assert f"| {name} | {found[MET]} | {found[OUT]} | {found[OPEN]} |" in TEXT


def test_the_rules_are_those_of_the_code() -> None:
    """Figures that are written down are those that hold."""
    text, way_in, site = " ".join(TEXT.split()), Limits(), Config(Path(), "", "")
    quarter, day = limits.PASSWORD.account.split("; ")
    for said in (
        f"{LARGEST_REQUEST >> 20} MB at most",
        f"urlencoded form {LARGEST_FORM >> 20} MB",
        f"{MOST_FIELDS:,} fields",
        f"name {submissions.LONGEST_NAME} bytes",
        f"a field {submissions.LONGEST_FIELD >> 10} kB",
        f"an address {LONGEST_URL >> 10} kB",
        f"up to {LARGEST >> 20} MB",
        f"{guessable.SHORTEST} to {guessable.LONGEST} characters",
        f"{way_in.share} unfinished requests",
        f"{way_in.connections:,} connections",
        f"{way_in.head_seconds:.0f} s for headers, {way_in.body_seconds:.0f} s for a body",
        f"{way_in.queue} requests wait for a thread, {way_in.queue_share} of one",
        f"{quotas.SECONDS} s an hour",
        f"{quarter.split()[0]} wrong tries in 15 minutes and {day.split()[0]} a day",
        f"{limits.PASSWORD.device.split()[0]} in 15 minutes from a browser",
        f"{limits.PASSWORD.network.split()[0]} from a network",
        f"({limits.JOIN_CODE.network.split()[0]} for join codes)",
        f"one use, {LINK_LENGTH.total_seconds() / 3600:.0f} hours",
        f"after {site.session_idle_days} days away and after {site.session_days} days",
    ):
        assert said in text, said

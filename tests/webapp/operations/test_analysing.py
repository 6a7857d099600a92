"""`recite analyse`: tables of marks as spreadsheets save them, and what is said of bad ones."""

from __future__ import annotations

import codecs
import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from webapp.cli import recite

PLAIN = "learner,Q1,Q2,Q3\nada,1,0.5,1\nben,1,0.25,0\ncleo,0,0,1\ndan,1,1,1\n"

ITEM_ROWS = (
    *("facility", "sd", "discrimination_index", "discriminative_efficiency", "effective_weight"),
)
TEST_ROWS = ("mean", "sd", "skewness", "kurtosis", "cic", "error_ratio", "sem")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "marks.csv"


def run(file: Path, content: str | bytes, *options: str) -> Result:
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return CliRunner().invoke(recite, ["analyse", str(file), *options])


def read(file: Path, content: str | bytes) -> dict[str, Any]:
    done = run(file, content, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_json_has_every_figure(file: Path) -> None:
    found = read(file, PLAIN)
    assert set(found) == {"items", "test"}
    assert [item["name"] for item in found["items"]] == ["Q1", "Q2", "Q3"]
    assert list(found["items"][0]) == ["name", *ITEM_ROWS]
    assert tuple(found["test"]) == TEST_ROWS
    assert found["items"][1]["facility"] == 0.4375
    assert found["test"]["mean"] == 7.75 / 4


def test_what_is_not_defined_is_null(file: Path) -> None:
    found = read(file, "learner,Q1\nada,1\n")
    assert found["items"][0]["facility"] == 1
    assert found["items"][0]["sd"] is found["test"]["cic"] is None


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", ";").replace(".", ","),
        PLAIN.replace(",", "\t").replace(".", ","),
        "sep=;\r\n" + PLAIN.replace(",", ";"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("0.5", '"0,5"').replace("0.25", '"0,25"'),
        PLAIN.replace("0.5", "50%").replace("0.25", "25 %"),
        PLAIN.replace("0.5", ".5").replace(",1\n", ",1.0\n"),
        PLAIN.replace("ada,", '"ada",'),
        PLAIN.replace("\nben", "\n\n,,,\nben"),
        PLAIN.replace("\n", ",,\n"),
        PLAIN.replace("learner", ""),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        PLAIN.replace("ada", "zoë").encode("cp1252"),
        PLAIN.replace("ben,1,0.25,0", "ben,1,0.25,"),
        PLAIN.replace("ben,1,0.25,0", "ben,1,0.25,-"),
    ],
)
def test_what_spreadsheets_write_is_read_alike(file: Path, content: str | bytes) -> None:
    assert read(file, content) == read(file, PLAIN)


def test_names_may_hold_what_parts_cells(file: Path) -> None:
    names = ["Which, of these?", "a;b;c;d;e", "two\nlines", "1"]
    rows: list[list[object]] = [
        ["who", *names],
        ["Doe, Jane", 1, 0, 1, 0.5],
        ["Roe; R.", 0, 0, 1, 1],
    ]
    with file.open("w", newline="") as out:
        csv.writer(out).writerows(rows)
    found = read(file, file.read_bytes())
    assert [item["name"] for item in found["items"]] == [*names[:2], "two lines", "1"]
    semicolons = "name, first;Q1\nDoe, J.;1\nRoe, R.;0,5\n"
    assert read(file, semicolons)["items"][0]["facility"] == 0.75


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("learner,Q1\n", "no learner below the heading"),
        ("learner\nada\n", "one column"),
        ("learner,Q1\nada,yes\n", "Row 2, column “Q1”: “yes” is not a number."),
        ("learner,Q1\nada,nan\n", "“nan” is not a number"),
        ("learner,Q1\nada,inf\n", "“inf” is not a number"),
        ("learner,Q1\nada,1_0\n", "“1_0” is not a number"),
        ("learner,Q1,Q2\nada,1,5\n", "Row 2, column “Q2”: 5 is not from 0 to 1."),
        ("learner,Q1,Q2\nada,1,-0.5\n", "Row 2, column “Q2”: -0.5 is not from 0 to 1."),
        ("learner,Q1\nada,150%\n", "150% is not from 0 to 1"),
        ("learner,Q1,Q2\nada,1\n", "Row 2 has 2 cells, parted by commas, and the heading 3."),
        ("learner,Q1,Q2\nada,0,5,1\n", "decimal comma need semicolons"),
        ("learner,Q1\n,1\n", "Row 2, column 1: the learner is missing."),
        ("learner,Q1\nada,1\nben,0\nada,0\n", "Row 4, column 1: “ada” is in row 2 already."),
        ("learner,Q1,Q1\nada,1,0\n", "Two columns are named “Q1” in row 1."),
        ("learner,Q1,,Q3\nada,1,0,1\n", "Column 3 has no name in row 1."),
        ("ada,0.5,1\nben,0.25,0\n", "has marks where the questions should be named"),
        ('learner,Q1\n"ada,1\nben,0\n', "a quotation mark is missing"),
        (b"\xff\xfe\x00", "begins as UTF-16"),
        (b"PK\x03\x04\x00\x00", "is not a text file"),
    ],
)
def test_a_bad_table_says_where_and_what_to_do(file: Path, content: str | bytes, said: str) -> None:
    done = run(file, content)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "Traceback" not in done.output and not done.stdout


def test_every_problem_is_told_but_not_without_end(file: Path) -> None:
    done = run(file, "learner,Q1,Q2\n" + "".join(f"a{n},x,2\n" for n in range(50)))
    assert done.stderr.count("is not a number") == 10
    assert "And 80 more." in done.stderr and "was not analysed" in done.stderr


def test_the_table_is_to_be_read(file: Path) -> None:
    done = run(file, PLAIN.replace("dan,1,1,1", "dan,1,1,"))
    assert "Cells without a mark: 1. Each counts as 0" in done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == [
        *("Question", "Facility", "SD", "Discrimination", "Efficiency", "Weight")
    ]
    assert lines[1].split()[:3] == ["Q1", "0.75", "0.50"]
    assert "4 learners, 3 questions." in lines
    assert "fewer than 10 learners" in done.stdout
    alone = run(file, "learner,\x1b[31mQ\nada,1\n")
    assert "–" in alone.stdout and "\x1b" not in alone.stdout
    many = "learner,Q1,Q2\n" + "".join(f"a{n},{n % 2},{n % 3 / 2}\n" for n in range(12))
    assert "fewer than 30 learners" in run(file, many).stdout

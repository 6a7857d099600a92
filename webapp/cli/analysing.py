"""`recite analyse`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from webapp.cli.saying import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.learning.item_analysis import Analysis, ItemFigures, TestFigures

_MOST_NAMED = 20  # problems; more of them are only counted
_LONGEST = 40  # characters of a question's name in the table
# As for the pages: below ten learners chance outweighs everything, below thirty a good deal.
_FEW, _BETTER = 10, 30
_HEAD = ("Question", "Facility", "SD", "Discrimination", "Efficiency", "Weight")


@click.command()
@click.argument("marks", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write the figures as JSON.")
def analyse(marks: Path, as_json: bool) -> None:
    """Analyse a table of marks from 0 to 1: first the learner, then a column for each question."""
    from webapp.cli.marks_tables import UnfitTableError, read_marks
    from webapp.learning.item_analysis import analyse_table

    try:
        table = read_marks(marks.read_bytes())
    except OSError as error:
        raise click.ClickException(f"{marks} cannot be read: {error.strerror}.") from error
    except UnfitTableError as error:
        _refuse(marks, error.problems)
    if table.empty:
        say(f"Cells without a mark: {table.empty:,}. Each counts as 0: not answered.", err=True)
    found = analyse_table(table.marks, [1.0] * len(table.items))
    if as_json:
        click.echo(_json(table.items, found))
        return
    for line in _lines(table.items, found, len(table.marks)):
        say(line)


def _refuse(marks: Path, problems: Sequence[str]) -> NoReturn:
    for problem in problems[:_MOST_NAMED]:
        say(problem, err=True)
    more = len(problems) - _MOST_NAMED
    if more > 0:
        say(f"And {more:,} more.", err=True)
    say(f"{marks} was not analysed.", err=True)
    sys.exit(1)


def _json(names: Sequence[str], found: Analysis) -> str:
    items = [{"name": name, **asdict(item)} for name, item in zip(names, found.items, strict=True)]
    whole = {"items": items, "test": asdict(found.test)}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=2)


def _lines(names: Sequence[str], found: Analysis, learners: int) -> list[str]:
    rows = [_HEAD, *(_row(name, item) for name, item in zip(names, found.items, strict=True))]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEAD))]
    table = [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows
    ]
    return [*table, "", *_test_lines(found.test, len(names), learners)]


def _row(name: str, item: ItemFigures) -> tuple[str, ...]:
    short = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
    percents = (item.discrimination_index, item.discriminative_efficiency, item.effective_weight)
    return (short, _number(item.facility, 2), _number(item.sd, 2), *map(_percent, percents))


def _test_lines(test: TestFigures, items: int, learners: int) -> list[str]:
    lines = [
        f"{learners:,} learners, {items:,} questions.",
        f"Mean {_number(test.mean, 2)} of {items}, SD {_number(test.sd, 2)}, "
        f"skewness {_number(test.skewness, 2)}, kurtosis {_number(test.kurtosis, 2)}.",
        f"Internal consistency {_percent(test.cic)}, error ratio {_percent(test.error_ratio)}, "
        f"standard error {_number(test.sem, 2)}.",
    ]
    if learners < _FEW:
        lines.append(f"These figures say little: fewer than {_FEW} learners.")
    elif learners < _BETTER:
        lines.append(f"Take these figures with care: fewer than {_BETTER} learners.")
    return lines


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{_number(value, 1)}%"


def _number(value: float | None, digits: int) -> str:
    """Return a number to be read, without a zero that is negative."""
    return "–" if value is None else f"{round(value, digits) + 0.0:.{digits}f}"

"""A text with too many passages is left as soon as that is seen."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from questions.reading import TooManyPassagesError, read

MOST = 5_000
MEGABYTE = 1024 * 1024
UNITS = {
    "items": "- a\n",
    "numbers": "1. a\n",
    "paragraphs": "a\n\n",
    "sentences": "A b c. ",
    "headings": "# a\n",
    "rows": "|a|b|\n",
    "quotes": "> a\n",
    "nests": "- " * 20 + "a\n",
    "empty items": "- -\n",
    "brackets": "[",
    "code": "`a` ",
    "underlined": "a\n===\n",
    "fences": "```\na\n",
    "columns": "a\tb\n",
    "lines": "a.\n",
    "tags": "<a ",
    "stars": "*a _b ",
    "references": "[a]: b\n",
    "entities": "&amp;",
    "blank": "\n",
    "spaces": " ",
}


@pytest.mark.alone
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("unit", UNITS)
def test_a_megabyte_of_anything_is_soon_read_or_refused(unit: str, name: str) -> None:
    text = (UNITS[unit] * MEGABYTE)[:MEGABYTE]
    began = time.process_time()
    with suppress(TooManyPassagesError):
        assert len(read(text, name, MOST).passages) <= MOST
    assert time.process_time() - began < 3


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("unit", ["- A b c.\n", "A b c.\n\n", "# a\n\n", "|a|b|\n"])
def test_as_many_as_are_wanted_are_read(unit: str, name: str) -> None:
    head = "|a|b|\n|-|-|\n" if unit.startswith("|") else ""
    text = head + unit * 900
    count = len(read(text, name).passages)
    assert read(text, name, count) == read(text, name)
    with pytest.raises(TooManyPassagesError):
        read(text, name, count - 1)


@pytest.mark.alone
def test_a_table_of_many_rows_is_soon_refused() -> None:
    text = "|a|b|\n|-|-|\n" + "|a|b|\n" * 100_000
    began = time.process_time()
    with pytest.raises(TooManyPassagesError):
        read(text, "a.md", MOST)
    assert time.process_time() - began < 3

"""What each format can hold: what is lost is said, and nothing is said that is not lost."""

from __future__ import annotations

import pytest

from questions.holding import FILES, holds, tried_on
from questions.interchange import FORMATS, Format, Reading, Writing, write_out

CASES = [
    pytest.param(form, name, id=f"{form.name}, {name}")
    for form in FORMATS.values()
    for name, _asked in tried_on(form)
]


@pytest.mark.parametrize(("form", "name"), CASES)
def test_what_is_lost_is_said_and_what_is_said_is_lost(form: Format, name: str) -> None:
    asked = dict(tried_on(form))[name]
    assert bool(write_out(form, [asked], FILES).problems) != holds(form, asked)


def test_the_native_schema_holds_everything() -> None:
    for form in (FORMATS["jsonl"], FORMATS["yaml"]):
        assert all(holds(form, asked) for _name, asked in tried_on(form))


def test_a_format_that_forgets_is_found_out() -> None:
    class Forgetful:
        name, suffixes = "forgetful", (".none",)

        def read(self, content: bytes) -> Reading:
            return Reading((), ())

        def write(self, questions: object) -> Writing:
            return Writing(b"", ())

    assert not any(holds(Forgetful(), asked) for _name, asked in tried_on(Forgetful()))

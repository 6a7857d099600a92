"""Words selected on the page of a document: the editor opens with them quoted."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from questions.bank import load_seed
from questions.documents import Span
from questions.question import Stance
from questions.reading.plain import read
from tests.webapp.browsing import Values, form_on
from tests.webapp.teaching.writing import NEW, Typed, newest, write
from tests.webapp.worlds import SEED, START, World
from webapp.services.sources.documents import add_document
from webapp.services.sources.quotes import whole_words

TEXT = load_seed(SEED)[0].text


def quoted(values: Values) -> str:
    """Return the quote that the editor's form holds."""
    return "".join(values.get("quote", [])).strip()


def opened_with(first: str, last: str = "") -> str:
    """Return the address of the editor that selecting from ``first`` to ``last`` leads to."""
    start = TEXT.index(first)
    end = TEXT.index(last, start) + len(last) if last else start + len(first)
    return f"{NEW}?document={SEED}&start={start}&end={end}&type=flashcard"


@pytest.mark.parametrize(
    ("first", "last", "quote", "speaker"),
    [
        ("hold the next", "", "hold the next", "Jeyhun Bayramov"),
        ("acekeepers played an ", "", "peacekeepers played an", "Javier Colomina"),
        ("In 2018,", "in DEEP.", "In 2018, Azerbaijan asked", ""),
    ],
)
def test_words_are_quoted_whole_with_their_voice(
    teacher: FlaskClient, first: str, last: str, quote: str, speaker: str
) -> None:
    values = form_on(teacher, opened_with(first, last), NEW).values
    assert quoted(values).startswith(quote)
    assert values.get("speaker", [""]) == [speaker]


def test_what_was_selected_is_cited(teacher: FlaskClient, world: World) -> None:
    page = opened_with("the accusations are groundless")
    fields: Typed = {"stem": "What did Bayramov deny?", "card-back": "x", "do": "publish"}
    assert write(teacher, fields, page).status_code == 302
    (citation,) = newest(world.course_id)[2].citations
    assert citation.quote == "the accusations are groundless"
    assert (citation.stance, citation.speaker) == (Stance.DENIED, "Jeyhun Bayramov")


def test_over_two_voices_the_instructor_says_whose(teacher: FlaskClient) -> None:
    values = form_on(teacher, opened_with("existing mine threat", "Refuting"), NEW).values
    assert quoted(values).endswith("Refuting")
    assert len(values["cite"]) == 2
    assert "stance" not in values


@pytest.mark.parametrize(
    "place", ["start=5&end=5", "start=9&end=3", "start=x&end=9", "start=900000&end=900009", "end=3"]
)
def test_a_place_that_is_none_quotes_nothing(teacher: FlaskClient, place: str) -> None:
    values = form_on(teacher, f"{NEW}?document={SEED}&{place}", NEW).values
    assert quoted(values) == ""
    assert "cite" not in values


def test_more_than_a_quote_may_have_is_not_filled_in(teacher: FlaskClient, world: World) -> None:
    source = read("Seas are wide. " * 400)
    add_document(world.course_id, source, START, title="Seas", publisher="")
    for end, is_quoted in ((4_900, True), (5_100, False)):
        address = f"{NEW}?document=seas&start=0&end={end}"
        assert bool(quoted(form_on(teacher, address, NEW).values)) is is_quoted


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (0, 3, "one"),
        (1, 2, "one"),
        (3, 5, "two"),
        (2, 6, "one two"),
        (3, 4, ""),
        (8, 99, "three"),
        (50, 99, ""),
    ],
)
def test_words_are_widened_and_white_space_is_not(start: int, end: int, words: str) -> None:
    text = "one two three"
    assert whole_words(text, Span(start, end)).of(text) == words

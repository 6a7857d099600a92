"""Wrong options of the same kind as the key: from the document first, then of its family."""

from questions.distractors.backing import is_backed
from questions.distractors.kin import kin_of
from questions.distractors.likeness import (
    could_be,
    is_alike,
    is_body,
    is_country,
    takes_article,
)
from questions.distractors.names import (
    LOOKED_AT,
    listed_names,
    may_be_same,
    other_names,
    some_names,
    sort_of,
)
from questions.distractors.numbers import other_centuries, other_decades, other_numbers
from questions.distractors.things import other_things
from questions.distractors.wanted import WANTED
from questions.distractors.years import other_years

__all__ = [
    "LOOKED_AT",
    "WANTED",
    "could_be",
    "is_alike",
    "is_backed",
    "is_body",
    "is_country",
    "kin_of",
    "listed_names",
    "may_be_same",
    "other_centuries",
    "other_decades",
    "other_names",
    "other_numbers",
    "other_things",
    "other_years",
    "some_names",
    "sort_of",
    "takes_article",
]

"""When: years and dates, as words of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from questions.language.lexicon.links import BEFORE_A_YEAR
from questions.language.lexicon.times import MONTHS
from questions.language.words import Sentence, Word

_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
_INSIDE_A_DATE = ("nmod", "nummod", "compound", "flat", "appos")


@dataclass(frozen=True, slots=True)
class Moment:
    """A year that says when, with its phrase ("in May 1994") and the word that it belongs to."""

    year: int
    phrase: tuple[Word, ...]
    preposition: str
    verb: Word
    exact: bool

    @property
    def answer(self) -> str:
        """The year as it is written."""
        return str(self.year)


def moments(sentence: Sentence) -> list[Moment]:
    """Return the years that say when something happened, each with the verb it goes with."""
    found = []
    for word in sentence.words:
        if _YEAR.fullmatch(word.text) and (moment := _moment(sentence, word)):
            found.append(moment)
    return found


def is_year(text: str) -> bool:
    """Return whether ``text`` is a year from 1000 to 2099."""
    return bool(_YEAR.fullmatch(text))


def _moment(sentence: Sentence, word: Word) -> Moment | None:
    """Read "in 1994" and "on 3 May 1994"; where more stands there, it says more than when."""
    top = word
    while top.head != top.index and top.relation.startswith(_INSIDE_A_DATE):
        top = sentence.words[top.head]
    if not top.relation.startswith("obl") or not (
        top is word or top.text in MONTHS or top.text.isdigit()
    ):
        return None
    phrase = sentence.subtree(top)
    case = sentence.child(top, "case")
    if case is None or case.lower not in BEFORE_A_YEAR | {"on"}:
        return None
    if any(not _is_of_a_date(part) for part in phrase if part is not case):
        return None
    return Moment(
        int(word.text), tuple(phrase), case.lower, sentence.words[top.head], len(phrase) == 2
    )


def _is_of_a_date(word: Word) -> bool:
    return (
        word.text in MONTHS
        or word.text.isdigit()
        or word.text in {",", "the", "of"}
        or (word.text[:-2].isdigit())
    )

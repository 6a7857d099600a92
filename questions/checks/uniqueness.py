"""By the document there is one answer."""

from __future__ import annotations

from questions.asking.candidate import Candidate
from questions.facts.reading import Facts
from questions.typed_answers import normalise

_SMALL = frozenset(
    """a an and at by did do does for from had has have in is it its of on or that the to was were
    what when where which who whom with year how many according document said country
    organisation""".split()
)
_ENOUGH = 0.8


def unique_answer(candidate: Candidate, facts: Facts) -> str | None:
    """No other sentence has the stem's words with another name or year as its answer."""
    if candidate.way in {"matching", "ordering", "acronym"}:
        return None
    asked = {word for word in normalise(candidate.question.stem).split() if word not in _SMALL}
    if len(asked) < 2:
        return "it asks about next to nothing"
    for sentence in facts.sentences:
        if sentence is candidate.sentence:
            continue
        said = {word for text in sentence.words for word in normalise(text.text).split()}
        if len(asked & said) >= _ENOUGH * len(asked) and len(asked) > 2:
            return f"sentence {sentence.passage.number} may answer it too"
    return None

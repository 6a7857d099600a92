"""What somebody wrote agrees with what they cite: the key stands there, uncontradicted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.asking.candidate import Candidate
from questions.facts.amounts import Amount, amounts, counted_in
from questions.facts.cited import Cited, read_cited
from questions.facts.reading import Facts
from questions.folding import fold
from questions.interactions import Choice, Match, Order, Recall, TextEntry
from questions.publishing import unnamed_speaker
from questions.question import Question, Stance

_COUNTED = re.compile(r"(?:\bhow (?:many|much)\b|____)((?:\s+[^\W\d_]+){1,3})", re.IGNORECASE)
_ACCORDING = re.compile(r"\b(?:according to|in the (?:words|view) of)\b[^,;:]*", re.IGNORECASE)
_FEW = 2  # words: too few to say that something is so
_NAME = re.compile(r"(?<=[^\W\d_,;] )([A-Z][^\W\d_]{2,})")


def key_in_evidence(candidate: Candidate, _facts: Facts) -> str | None:
    """The key, or much of what it says, stands in what is cited."""
    question = candidate.question
    if not question.citations:
        return "no passage is cited"
    if candidate.way.asks_speaker:
        return None
    cited = read_cited(question.citations)
    for amount in _arranged(question):
        if not cited.counts(amount):
            return f"the passage does not have “{amount}”"
    for texts in _alternatives(question):
        if texts and not (any(map(cited.has, texts)) or _is_near(texts, question, cited)):
            return f"the passage does not have “{texts[0]}”"
    return None


def not_contradicted(candidate: Candidate, _facts: Facts) -> str | None:
    """What is cited does not say something else in the key's place."""
    question = candidate.question
    cited = read_cited(question.citations)
    if not cited.text:
        return None
    if question.type == "who_said_it":
        return _other_speaker(question)
    if question.type == "true_false":
        return _misjudged(question, cited)
    for texts in _alternatives(question):
        found = [_otherwise(text, question, cited) for text in texts]
        if found and all(found):
            return found[0]
    return _other_option(question, cited)


def speaker_named(candidate: Candidate, _facts: Facts) -> str | None:
    """Learners are told whose claim it is."""
    speaker = unnamed_speaker(candidate.question)
    return f"it is a claim by {speaker}, who is not named" if speaker else None


def _alternatives(question: Question) -> list[list[str]]:
    """Return, for each thing that must be so, the texts of which one at least must be."""
    match question.interaction:
        case Choice() if question.type == "true_false":
            return [[name] for name in _names_of(question)] if _is_true(question) else []
        case Choice() as choice:
            return [[text] for text in choice.key()]
        case TextEntry(answers=answers):
            return [[answer.text for answer in answers if answer.fraction == 1]]
        case Match() | Order():
            return []
        case Recall(back=back):
            return [[back]]


def _arranged(question: Question) -> list[str]:
    """Return the texts paired or put in order: of these only the amounts are looked for."""
    match question.interaction:
        case Match(pairs=pairs):
            return [text for pair in pairs for text in pair]
        case Order(items=items):
            return list(items)
        case _:
            return []


def _names_of(question: Question) -> list[str]:
    """Return the names in a statement, but for those of whoever it says speaks."""
    speakers = fold(" ".join(found.speaker or "" for found in question.citations)).split()
    statement = _ACCORDING.sub("", question.stem)
    return [name for name in _NAME.findall(statement) if fold(name) not in speakers]


def _is_true(question: Question) -> bool:
    return fold(" ".join(question.interaction.key())) == "true"


def _other_speaker(question: Question) -> str | None:
    key = set(fold(" ".join(question.interaction.key())).split())
    for citation in question.citations:
        if citation.stance is not Stance.ASSERTED and citation.speaker:
            if not key & set(fold(citation.speaker).split()[-1:]):
                return f"the passage is cited as what {citation.speaker} says"
    return None


def _misjudged(question: Question, cited: Cited) -> str | None:
    """Return how a statement that is held to be true, or false, goes against what is cited."""
    why = _otherwise(question.stem, question, cited)
    if _is_true(question):
        return why
    same = cited.says_same(question.stem) and not any(
        not any(one.equals(other) for other in cited.amounts) for one in amounts(question.stem)
    )
    whole = same and all(map(cited.has, _names_of(question)))
    return "the passage says just this" if why is None and whole else None


def _otherwise(text: str, question: Question, cited: Cited) -> str | None:
    """Return what is cited in place of ``text``: another amount, the opposite, or a denial."""
    for amount in amounts(text):
        if other := _other_amount(amount, question, cited):
            return f"the passage says “{other.said}”, not “{amount.text}”"
    if found := cited.opposite(text):
        return f"the passage says “{found[1]}”, not “{found[0]}”"
    if len(text.split()) > _FEW and cited.denies(text):
        return "one of them says “not”, the other does not"
    return None


def _other_amount(amount: Amount, question: Question, cited: Cited) -> Amount | None:
    """Return the amount that is cited of what ``amount`` counts, where none is near it."""
    found = _COUNTED.findall(question.stem)
    counted = frozenset[str]().union(*map(counted_in, found))
    alike = [other for other in cited.amounts if amount.is_like(other, counted)]
    if not alike and found and not amount.is_year:
        alike = _only_one(cited.amounts, list(amounts(question.stem)))
    slack = _slack(question)
    if any(abs(other.value - amount.value) <= slack for other in alike):
        return None
    return alike[0] if alike else None


def _only_one(cited: Sequence[Amount], asked: Sequence[Amount]) -> list[Amount]:
    """Return the one amount that is no year and not given with the question, if it is one."""
    rest = [one for one in cited if not one.is_year and not any(map(one.equals, asked))]
    return rest if len(rest) == 1 else []


def _is_near(texts: Sequence[str], question: Question, cited: Cited) -> bool:
    """Return whether a number that may be off is near to one that is cited."""
    slack, wanted = _slack(question), [one for text in texts for one in amounts(text)]
    near = (abs(one.value - two.value) <= slack for one in wanted for two in cited.amounts)
    return slack > 0 and any(near)


def _slack(question: Question) -> float:
    """Return by how much a number may be off."""
    interaction = question.interaction
    answers = interaction.answers if isinstance(interaction, TextEntry) else ()
    return max((answer.tolerance or 0.0 for answer in answers), default=0.0)


def _other_option(question: Question, cited: Cited) -> str | None:
    """Return that a wrong option is cited, and the right one is not."""
    interaction = question.interaction
    if not isinstance(interaction, Choice):
        return None
    missing = next((key for key in interaction.key() if not cited.has(key)), None)
    for option in interaction.options if missing else ():
        if option.fraction <= 0 and cited.has(option.text):
            return f"the passage has “{option.text}”, which is marked wrong, not “{missing}”"
    return None

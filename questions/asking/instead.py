"""What a fact is asked as where it cannot carry good options, and why it cannot."""

from __future__ import annotations

from questions.asking.candidate import Candidate, Declined, asked, fill_in, typed
from questions.distractors import WANTED, some_names
from questions.facts.moments import is_year
from questions.facts.reading import Facts
from questions.typed_answers import parse_number


def without_options(candidate: Candidate, facts: Facts) -> Candidate | None:
    """Return a choice of one as a question to type the answer to; ``None`` for anything else."""
    question = candidate.question
    if question.type not in {"multiple_choice", "who_said_it"}:
        return None
    if candidate.way.is_gap:
        shape = fill_in(candidate.key, facts.names.forms(candidate.key), candidate.way)
        return candidate.asked_as(asked("cloze", question.stem, shape, question.citations))
    counts = parse_number(candidate.key) is not None and not is_year(candidate.key)
    others = facts.names.forms(candidate.key)
    shape = typed(candidate.key, [] if counts else others, number=counts)
    kind = "numerical" if counts else "short_answer"
    return candidate.asked_as(asked(kind, question.stem, shape, question.citations))


def why_typed(candidate: Candidate, facts: Facts) -> Declined | None:
    """Return why a question for a name has no options, where it has none."""
    if candidate.question.type != "short_answer" or not candidate.way.asks_one_name:
        return None
    return Declined(candidate.way, _why(candidate, facts), candidate.proof)


def _why(candidate: Candidate, facts: Facts) -> str:
    kind = facts.names.kind_of(candidate.key)
    if kind == "PER" and len(candidate.key.split()) == 1:
        return f"no choice: “{candidate.key}” is but one word of a person's name"
    found = len(some_names(facts, candidate.key, candidate.sentence))
    return f"no choice: {found or 'no'} other names of the kind of “{candidate.key}”, not {WANTED}"

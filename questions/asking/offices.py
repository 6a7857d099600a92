"""People and their offices: who holds one, and which is whose."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, Declined, asked, cite, pick_or_type
from questions.asking.ways import OFFICE, OFFICES
from questions.distractors import other_names
from questions.facts.clauses import spoken
from questions.facts.reading import Facts
from questions.facts.roles import offices
from questions.interactions import Match

# Plain choices: two can be put right by one guess, and more than five are slow to go through.
_FEWEST = 3
_MOST = 5


def ask_offices(facts: Facts) -> Iterator[Candidate]:
    """Ask whom the document names as the holder of each office."""
    for role in offices(facts.sentences, facts.names):
        others = other_names(facts, role.person, role.sentence)
        forms = [*facts.names.forms(role.person), role.person.split()[-1]]
        kind, shape = pick_or_type(role.person, others, forms)
        stem = f"Who is named in the document as {spoken(role.words, role.sentence)}?"
        question = asked(kind, stem, shape, [cite(facts, role.sentence)])
        yield Candidate(OFFICE, question, role.person, role.sentence, ())


def match_offices(facts: Facts) -> Iterator[Candidate | Declined]:
    """Ask to match several people with their offices."""
    found = offices(facts.sentences, facts.names)[:_MOST]
    if len(found) < _FEWEST:
        for role in found:
            why = f"no matching: the document has {len(found)} people with offices, not {_FEWEST}"
            yield Declined(OFFICES, why, cite(facts, role.sentence))
        return
    pairs = tuple((role.person, role.office) for role in found)
    question = asked(
        "matching",
        "Match each person with the office that the document names.",
        Match(pairs=pairs),
        [cite(facts, role.sentence) for role in found],
    )
    key = "; ".join(f"{person} → {office}" for person, office in pairs)
    yield Candidate(OFFICES, question, key, found[0].sentence, ())

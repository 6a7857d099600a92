"""Put in order, or match with their years: events that the document dates."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, prove
from questions.asking.ways import EVENT_YEARS, ORDERING
from questions.asking.wording import subject_of, told, words_of
from questions.distractors import other_years
from questions.facts.clauses import Clause
from questions.facts.dangling import dangles
from questions.facts.moments import Moment
from questions.facts.reading import Facts
from questions.facts.single_valued import says_when
from questions.interactions import Match, Order
from questions.language.lexicon.times import PLACING
from questions.question import Citation

# Plain choices: two can be put right by one guess, and more than five are slow to go through.
_FEWEST = 3
_MOST = 5
_LONGEST = 110  # characters of an event: the longest to put in order in the bank has 75
_SPARE = 1


def order_events(facts: Facts) -> Iterator[Candidate]:
    """Ask for the order of three to five events of different years."""
    if chosen := _chosen(facts):
        shape = Order(items=tuple(text for _, text, _ in chosen))
        stem = "Put these events in order, the earliest first."
        question = asked("ordering", stem, shape, _citations(facts, chosen))
        key = "; ".join(text for _, text, _ in chosen)
        yield Candidate(ORDERING, question, key, chosen[0][2].sentence, ())


def match_years(facts: Facts) -> Iterator[Candidate]:
    """Ask to match three to five events with their years, where another year is left over."""
    if not (chosen := _chosen(facts)):
        return
    # Not as they happened: the years, which are shown in order, would line up with them.
    pairs = tuple(sorted((text, str(year)) for year, text, _ in chosen))
    if [year for _, year in pairs] == sorted(year for _, year in pairs):
        pairs = (*pairs[1:], pairs[0])
    left_over = other_years(facts, chosen[0][0], chosen[0][2].sentence)
    spare = tuple(year for year in left_over if year not in {year for _, year in pairs})
    question = asked(
        "matching",
        "Match each event with its year.",
        Match(pairs=pairs, distractors=spare[:_SPARE]),
        _citations(facts, chosen),
    )
    key = "; ".join(f"{text} → {year}" for text, year in pairs)
    yield Candidate(EVENT_YEARS, question, key, chosen[0][2].sentence, ())


def _chosen(facts: Facts) -> list[tuple[int, str, Clause]]:
    """Return three to five events of different years, the earliest first, or none."""
    events: dict[int, tuple[str, Clause]] = {}
    for clause in facts.clauses:
        for moment in facts.moments[clause.sentence.passage.number]:
            if says_when(moment, clause) and moment.preposition in {"in", "on"}:
                text = _event(clause, moment)
                if text and text not in {other for other, _ in events.values()}:
                    events.setdefault(moment.year, (text, clause))
    chosen = [(year, *events[year]) for year in sorted(events)]
    return chosen[:_MOST] if len(chosen) >= _FEWEST else []


def _citations(facts: Facts, chosen: list[tuple[int, str, Clause]]) -> list[Citation]:
    return [found for _, _, clause in chosen for found in prove(facts, clause.sentence)]


def _event(clause: Clause, moment: Moment) -> str | None:
    sentence = clause.sentence
    beyond = [word for words in clause.fronted for word in words if word not in moment.phrase]
    if beyond or any(word.lower in PLACING for word in clause.predicate):
        return None
    if dangles(sentence, words_of(clause, moment.phrase)):
        return None
    text = told(clause, subject_of(clause), moment.phrase)
    return text if len(text) <= _LONGEST and not any(c.isdigit() for c in text) else None

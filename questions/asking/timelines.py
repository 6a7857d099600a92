"""Put in order: events that the document dates."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, prove
from questions.asking.wording import subject_of, told, words_of
from questions.facts.clauses import Clause
from questions.facts.dangling import dangles
from questions.facts.moments import Moment
from questions.facts.reading import Facts
from questions.interactions import Order

_FEWEST = 3
_MOST = 5
_LONGEST = 110


def order_events(facts: Facts) -> Iterator[Candidate]:
    """Ask for the order of three to five events of different years."""
    events: dict[int, tuple[str, Clause]] = {}
    for clause in facts.clauses:
        for moment in facts.moments[clause.sentence.passage.number]:
            if moment.verb is clause.head and moment.preposition in {"in", "on"}:
                text = _event(facts, clause, moment)
                if text and text not in {other for other, _ in events.values()}:
                    events.setdefault(moment.year, (text, clause))
    if len(events) < _FEWEST:
        return
    chosen = [events[year] for year in sorted(events)[:_MOST]]
    question = asked(
        "ordering",
        "Put these events in order, the earliest first.",
        Order(items=tuple(text for text, _ in chosen)),
        [citation for _, clause in chosen for citation in prove(facts, clause.sentence)],
    )
    key = "; ".join(text for text, _ in chosen)
    yield Candidate("ordering", question, key, chosen[0][1].sentence, ())


def _event(facts: Facts, clause: Clause, moment: Moment) -> str | None:
    sentence = clause.sentence
    if clause.fronted not in {(), (moment.phrase,)}:
        return None
    if dangles(sentence, words_of(clause, moment.phrase)):
        return None
    text = told(clause, subject_of(clause), moment.phrase)
    return text if len(text) <= _LONGEST and not any(c.isdigit() for c in text) else None

"""Ways to ask: one file each, and their line in WAYS. Each takes facts and yields candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from questions.asking.acronyms import ask_acronyms, match_acronyms
from questions.asking.candidate import Candidate
from questions.asking.gaps import leave_gaps, leave_gaps_in_claims
from questions.asking.how_many import ask_how_many
from questions.asking.objects import ask_objects
from questions.asking.speakers import ask_speakers
from questions.asking.subjects import ask_subjects
from questions.asking.timelines import order_events
from questions.asking.what import ask_definitions, ask_what, ask_why
from questions.asking.when import ask_when
from questions.asking.where import ask_agents, ask_where
from questions.facts.reading import Facts

WAYS: tuple[Callable[[Facts], Iterator[Candidate]], ...] = (
    ask_when,
    ask_subjects,
    ask_where,
    ask_agents,
    ask_objects,
    ask_how_many,
    ask_speakers,
    ask_acronyms,
    match_acronyms,
    order_events,
    ask_definitions,
    ask_why,
    ask_what,
    leave_gaps,
    leave_gaps_in_claims,
)

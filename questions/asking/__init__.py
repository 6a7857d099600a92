"""Ways to ask: one file each, and their line in WAYS. Each takes facts and yields candidates.

A way may say of a fact why it declines it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from questions.asking.acronyms import ask_acronyms, match_acronyms
from questions.asking.attributions import judge_attributions
from questions.asking.candidate import Candidate, Declined
from questions.asking.content import of_claims
from questions.asking.eras import ask_eras
from questions.asking.gaps import leave_gaps, leave_gaps_in_claims
from questions.asking.how_many import ask_how_many
from questions.asking.members import ask_members
from questions.asking.objects import ask_objects
from questions.asking.offices import ask_offices, match_offices
from questions.asking.purposes import ask_what_to_do
from questions.asking.speakers import ask_speakers
from questions.asking.subjects import ask_subjects
from questions.asking.swaps import judge_statements
from questions.asking.timelines import match_years, order_events
from questions.asking.what import ask_definitions, ask_what, ask_why, ask_why_that
from questions.asking.when import ask_when
from questions.asking.where import ask_agents, ask_where
from questions.asking.whose import ask_whose
from questions.facts.reading import Facts

# What somebody says is asked in these ways too.
_OF_CLAIMS = (
    ask_when,
    ask_subjects,
    ask_where,
    ask_objects,
    ask_how_many,
    ask_definitions,
    ask_why,
    ask_what,
)

WAYS: tuple[Callable[[Facts], Iterator[Candidate | Declined]], ...] = (
    ask_when,
    ask_eras,
    ask_subjects,
    ask_where,
    ask_agents,
    ask_whose,
    ask_objects,
    ask_how_many,
    ask_speakers,
    of_claims(_OF_CLAIMS),
    ask_acronyms,
    match_acronyms,
    order_events,
    ask_definitions,
    ask_why,
    ask_why_that,
    ask_what,
    ask_what_to_do,
    leave_gaps,
    leave_gaps_in_claims,
    judge_statements,
    judge_attributions,
    ask_members,
    ask_offices,
    match_offices,
    match_years,
)

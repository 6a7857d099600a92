"""Words that say when, or in what order."""

from __future__ import annotations

from questions.language.lexicon.numbers import ORDINALS

# In the order of the year.
MONTHS = tuple(
    """January February March April May June July August September October November
    December""".split()
)
# As news writes them: "Sept. 11".
SHORT_MONTHS = frozenset(month[:3] for month in MONTHS) | {"Sept"}
WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
SEASONS = frozenset("spring summer autumn winter".split())
# What time these mean depends on when the text was written: of those that name a stretch of time,
# only behind "last" and the like.
RELATIVE_TIMES = frozenset("year month week day yesterday tomorrow tonight ago recently".split())
MAKING_RELATIVE = frozenset("this last next that same".split())
# An event that says it was the last to happen puts itself in order.
PLACING = ORDINALS | frozenset("finally eventually ultimately lastly last next".split())
# "On Monday morning".
PARTS_OF_DAYS = frozenset("morning evening afternoon night weekend".split())
# Before a year: what had come about by 1820 had by 1830 too.
UP_TO = frozenset({"by", "before"})
# Between two years of one sentence these say which came first.
SINCE = frozenset("from since between".split())
UNTIL = frozenset("until till to through and".split())
# A round year behind these is about when, or when people were counted.
ROUGHLY = UP_TO | frozenset("until till from since about around circa c.".split())
# What says when, where and why something was said may come before who said it.
WHEN_AND_WHERE = frozenset("in at on during after before because despite".split())

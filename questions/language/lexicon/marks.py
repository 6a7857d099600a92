"""Marks around what is quoted, as they are written and as the tagger was taught them."""

from __future__ import annotations

SPEECH_MARKS = frozenset({"“", "”", "``", "''", '"', "`", "‘"})
# These stand around names and titles as well, and one of them is an apostrophe.
QUOTATION_MARKS = SPEECH_MARKS | {"’", "„", "«", "»"}
# Verbs that are written on to the word before: "they’re".
CLIPPED = frozenset(mark + ending for mark in "'’" for ending in "s re ve d ll".split())

"""Marks around what is quoted, as they are written and as the tagger was taught them."""

from __future__ import annotations

SPEECH_MARKS = frozenset({"“", "”", "``", "''", '"', "`", "‘"})
# These stand around names and titles as well, and one of them is an apostrophe.
QUOTATION_MARKS = SPEECH_MARKS | {"’", "„", "«", "»"}

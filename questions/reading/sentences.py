"""Where sentences end, by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from questions.documents import Span

# A mark, any closing quotes, brackets or footnote numbers, white space, and something that can
# begin a sentence. Marks are tried from the first of a run only: from each of a million it would
# take hours. Marks of scripts that put no space after them need none.
_NOTE = r"(?:[^\S\n]?\[(?:\d{1,3}(?: ?[-–,] ?\d{1,3}){0,4}|[a-z]|note \d{1,3})\])*"
_UNSEEN = r"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_BOUNDARY = re.compile(
    rf"(?<![.!?…؟۔।])[.!?…؟۔।]+[\"'”’»)\]{_UNSEEN}]*{_NOTE}\s+(?=[\"'“‘«(\[`{_UNSEEN}]*([^\W_]\w?\w?\w?\w?\w?))"
    r"|[。！？][。！？」』”’）]*(?=([^。！？」』”’）]))"
)
_NEVER_LAST = frozenset(
    """mr mrs ms dr prof st gen col lt capt sgt gov sen rep hon rev messrs mt ft vs fig figs eq
    e.g i.e cf approx eds pp ca viz maj brig cmdr adm pres mme mlle msgr cpl pvt supt insp
    gens cols capts""".split()
)
_SELDOM_LAST = frozenset(
    """jr sr vol jan feb mar apr jun jul aug sep sept oct nov dec al inc ltd co corp dept bros
    a.m p.m op opp ed ph.d b.a m.a b.c a.d""".split()
)
_HOURS = frozenset({"a.m", "p.m"})
_ZONES = frozenset(
    "GMT UTC EST EDT CST CDT MST MDT PST PDT CET CEST BST IST AEST Easter Pacifi Centra".split()
)
# The beginnings of weekdays and months, as far as what follows is looked at.
_DAYS = tuple(
    """Monday Tuesda Wednes Thursd Friday Saturd Sunday Mon Tue Wed Thu Fri Sat Sun Januar Februa
    March April June July August Septem Octobe Novemb Decemb""".split()
)
_BEFORE_NUMBERS = frozenset(
    "No Nos no nos p c b d m div est art ch sec para pt Art Arts Ch Sec Para Pt Rs".split()
)
_INITIALS = re.compile(r"(?:[A-Z]\.-?)*[A-Z]")
_SECTION = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivx]{1,5}|[a-z])[.)]*", re.IGNORECASE)
_OPENERS = frozenset(
    """the it he she they we this that these those there in on at by for from to as but and when
    while after before since its his her their our my you if although however""".split()
)
_BEFORE_TITLES = ("then-", "ex-", "vice-", "co-")
_LONGEST_ABBREVIATION = 16  # with what opens before it


def sentence_spans(text: str, block: Span) -> Iterator[Span]:
    """Yield the spans of the sentences of one block of ``text``, white space trimmed."""
    start = block.start
    for match in _BOUNDARY.finditer(text, block.start, block.end):
        after = match[1] or match[2]
        if after[0].islower() or _goes_on(text, start, match.start(), after):
            continue
        yield from trimmed(text, start, match.end())
        start = match.end()
    yield from trimmed(text, start, block.end)


def _goes_on(text: str, start: int, end: int, after: str) -> bool:
    """Return whether the stop at ``end`` belongs to an abbreviation or a section's number."""
    words = text[max(start, end - _LONGEST_ABBREVIATION) : end].split()
    if not words:
        return False
    if text[end] == "." and _SECTION.fullmatch(text[start:end].strip()):
        return True
    last = words[-1].lstrip("\"'“‘(`[")
    if last.lower().startswith(_BEFORE_TITLES):
        last = last.partition("-")[2]
    if last == "v" or last.lower() in _NEVER_LAST:
        return True
    if last in _BEFORE_NUMBERS and after[0].isdecimal():
        return True
    if last.lower() in _HOURS and after[0].isupper():
        return after in _ZONES or (after.istitle() and after.startswith(_DAYS))
    if last.lower() in _SELDOM_LAST or _INITIALS.fullmatch(last):
        return after.lower() not in _OPENERS
    return False


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the span without white space at its ends, unless nothing is left of it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)

"""Where a document comes from, as far as its file and its first lines say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from questions.documents import Document, Passage, PassageKind
from questions.reading.english import is_english


@dataclass(frozen=True, slots=True)
class Origin:
    """What was found; nothing where nothing was. All of it is to be corrected by people.

    ``published`` is a day in ISO 8601, or a minute with its zone; ``made`` is the day on which
    the file was made, which stands for it where nothing better is known.
    """

    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    language: str = ""
    made: str = ""


_LINES = {PassageKind.TITLE, PassageKind.HEADING, PassageKind.DATELINE, PassageKind.LINE}
_FIRST = 8  # passages, among which the lines before a text are
_LONGEST = 200  # characters of a title
_BYLINE = re.compile(
    r"^(?:Written by|Text by|By|BY)[:\s]\s*([A-Z][^\n,|]{2,80}?)(?=\s*(?:[,|\n]|$))"
)
_AGENCY = re.compile(r"\(([A-Z][A-Za-z ]{1,20})\)\s*(?:—|–|-|$)")
_JUNK = re.compile(
    r"^(?:Microsoft Word - |untitled|\(?(?:anonymous|unspecified)\)?$|Document\d*$)"
    r"|\.(?:docx?|odt|tex|indd|pdf|html?)$",
    re.IGNORECASE,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]{2,8})\.?,? (\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2}),? (\d{4})\b")
_AT = re.compile(r"\b(\d\d?):(\d\d)\b\W{0,3}(?:UTC|GMT)?([+-]\d\d):?(\d\d)\b")


def complete(origin: Origin, document: Document) -> Origin:
    """Return ``origin`` with what the first lines of the text say where the file says nothing."""
    title, author = _unless_junk(origin.title), _unless_junk(origin.author)
    first = document.passages[:_FIRST]
    lines = [passage.span.of(document.text) for passage in first if _is_line(passage)]
    return replace(
        origin,
        title=title or _titled(document, first),
        author=author or _found(_BYLINE, lines),
        publisher=one_line(origin.publisher) or _found(_AGENCY, lines),
        published=origin.published or _dated(lines) or origin.made,
        language=origin.language or ("en" if is_english(document) else ""),
    )


def _unless_junk(said: str) -> str:
    """Return what a file says, unless its program says so of every file."""
    return "" if _JUNK.search(said) else one_line(said)[:_LONGEST]


def one_line(text: str) -> str:
    """Return ``text`` with its white space single spaces."""
    return " ".join(text.split())


def moment(text: str) -> str:
    """Return the day that a date in ISO 8601 means, with its time where it has a zone."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        found = _ISO.match(text.strip())
        return _day(int(found[1]), int(found[2]), int(found[3])) if found else ""
    return at.isoformat(timespec="minutes") if at.tzinfo else at.date().isoformat()


def tongue(code: str) -> str:
    """Return the language of a code such as "en-GB" without the country."""
    found = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", code.strip())
    return found[0].lower() if found else ""


def _is_line(passage: Passage) -> bool:
    is_short = passage.span.end - passage.span.start <= _LONGEST
    return is_short and passage.kind in _LINES


def _titled(document: Document, first: tuple[Passage, ...]) -> str:
    found = (one_line(p.span.of(document.text)) for p in first if p.kind is PassageKind.TITLE)
    return next(found, "").lstrip("# ").split(" ===")[0][:_LONGEST]


def _found(pattern: re.Pattern[str], lines: list[str]) -> str:
    return next((one_line(found[1]) for line in lines if (found := pattern.search(line))), "")


def _dated(lines: list[str]) -> str:
    """Return the first date of the lines before the text, with its time and zone if it has one."""
    for line in lines:
        if day := _day_in(line):
            at = _AT.search(line)
            return f"{day}T{int(at[1]):02}:{at[2]}{at[3]}:{at[4]}" if at else day
    return ""


def _day_in(line: str) -> str:
    if found := _ISO.search(line):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.search(line):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.search(line):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    return ""


def _month(name: str) -> int:
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""

"""Lines as teachers write them: what each begins with, and so what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from questions.interchange.filing import in_words

_LONGEST_SHOWN = 60  # characters of a line in a report
LONGEST = 20_000  # characters of a line: more than any text of a question may have


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the space around it, how far it is indented, and what is above it."""

    number: int
    text: str
    indent: int = 0
    is_apart: bool = False  # an empty line stands before it
    marks: frozenset[str] = frozenset()  # how all of it is set: bold, coloured, ...


class Found(NamedTuple):
    """What kind of line it is, what marks it, and what it says."""

    kind: str
    mark: str
    text: str


_WORDS = {
    "answer": r"(?:correct )?(?:answers?|ans|key|correct)(?: is)? ?[.:=]",
    "told": r"(?:explanation|rationale|feedback|general feedback|reason|solution|why) ?:",
    "points": r"(?:points?|pts|marks?) ?[:=](?= ?\d)",
    "title": r"(?:title|quiz title|quiz description|text title|text) ?:",
    "tags": r"(?:tags?|topics?|category) ?:",
    "hint": r"hint ?\d? ?[:.]",
    "source": r"sources? ?:",
    "pairs": r"(?:pairs|match(?:ing)?) ?:",
    "order": r"order(?:ing)? ?:",
    "back": r"back ?:",
}
_REST = r"\s*(?P<text>.*)"
_KINDS: dict[str, re.Pattern[str]] = {
    name: re.compile(written, re.I | re.S)
    for name, written in {
        "comment": r"%\s*(?P<text>.*)",
        "begin": r"COMMENT(?P<text>)",
        "group": r"(?P<text>(?:END_)?GROUP|END_COMMENT|(?:pick|points per question|solutions per"
        r" group) ?:.*)",
        "heading": r"(?:(?:(?:answer|marking|correct|test) key|key to (?:the )?(?:test|quiz)|answer"
        r" (?:sheet|section)) ?[:.]?|(?:answers|key|solutions) ?:?$|(?:answers|key|solutions) ?[:.]"
        rf"(?= ?\(?\d{{1,4}} ?[.):=–-] ?[A-Z]\b)){_REST}",
        "question": rf"(?:\(?(?P<mark>\d{{1,4}})[.)](?=\s|[^\W\d_]|$)){_REST}",
        "named": rf"(?:question|q) ?\.? ?#?(?P<mark>\d{{1,4}})(?: ?[.):–-]|$){_REST}",
        "check": r"(?:\[(?P<mark>[ x*✓]?)\]|(?P<box>[☐☑☒]))\s*(?P<text>\S.*)",
        "radio": r"\((?P<mark>[ x*])\)\s+(?P<text>\S.*)",
        "option": r"(?P<star>\*{1,2} ?)?(?:\((?P<mark>[a-z])\)|(?P<dot>[a-z])(?:\.(?=\s|$)|\)))"
        rf"{_REST}",
        "truth": r"(?P<star>\* ?)?(?P<text>true|false)(?P<mark> ?\*)?$",
        "bullet": r"(?P<mark>[•●○◦▪‣])\s*(?P<text>\S.*)",
        **{kind: f"{words}{_REST}" for kind, words in _WORDS.items()},
        "after": r"\.\.\.\s+(?P<text>\S.*)",
        "plus": r"\+\s+(?P<text>\S.*)",
        "number": r"=\s+(?P<text>\S.*)",
        "typed": r"\*\s+(?P<text>\S.*)",
        "rule": r"(?P<text>_{3,}[_\s]*|\^{3,})$",
    }.items()
}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BEGIN = {  # what each may begin with, so that few are tried on a line
    "comment": "%",
    "begin": "c",
    "group": "gepsq",
    "heading": "amctksa",
    "question": "(0123456789",
    "named": "q",
    "check": "[☐☑☒",
    "radio": "(",
    "option": f"(*{_LETTERS}",
    "truth": "*tf",
    "bullet": "•●○◦▪‣",
    "answer": "ack",
    "told": "erfgsw",
    "points": "pm",
    "title": "qt",
    "tags": "tc",
    "hint": "h",
    "source": "s",
    "pairs": "pm",
    "order": "o",
    "back": "b",
    "after": ".",
    "plus": "+",
    "number": "=",
    "typed": "*",
    "rule": "_^",
}
_TRIED = {
    sign: [(kind, pattern) for kind, pattern in _KINDS.items() if sign in _BEGIN[kind]]
    for sign in set("".join(_BEGIN.values()))
}
_BEFORE = re.compile(r"(?:#{1,6}\s+|_{2,}\s*(?=\d{1,4}[.)]\s))")
_IN_BOLD = re.compile(r"\*\*(\(?[a-z]?\d{0,4}[.):]|[a-z ]{1,20} ?\d{0,4} ?[.):])\*\*:?\s*", re.I)
_SPACE = re.compile(r"[ \t\xa0]+")
_SECOND = re.compile(r"(?:\t| {2,})\s*(\*{0,2}\(?([b-z])[.)]\s)", re.I)


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text that say something."""
    lines: list[Line] = []
    is_apart = False
    for number, raw in enumerate(newlines(text).split("\n"), 1):
        bare = raw.strip()
        if not bare:
            is_apart = True
            continue
        indent = len(raw) - len(raw.lstrip())
        lines.append(Line(number, bare[:LONGEST], indent, is_apart))
        is_apart = False
    return lines


def newlines(text: str) -> str:
    """Return a text whose lines all end alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def find_kind(text: str) -> Found | None:
    """Return what kind of line a text is, if it is of any."""
    for kind, pattern in _TRIED.get(text[:1].lower(), ()):
        if found := pattern.match(text):
            groups = found.groupdict()
            mark = groups.get("mark") or groups.get("dot") or groups.get("box") or ""
            return Found(kind, (groups.get("star") or "").strip() + mark, groups["text"])
    return None


def tidy(text: str) -> str:
    """Return a line without the signs of Markdown around what it begins with."""
    if text[:1] in "#_*":
        text = text[found.end() :] if (found := _BEFORE.match(text)) else text
        if found := _IN_BOLD.match(text):
            text = f"{found[1].strip()} {text[found.end() :]}"
    return text


def escaped(line: str) -> str:
    """Return a line of a text so that it is not taken for the beginning of something."""
    return f"\\{line}" if _is_special(line.lstrip()) else line


def unescaped(line: str) -> str:
    """Return a line as it was before it was escaped."""
    return line[1:] if line[:1] == "\\" and _is_special(line[1:]) else line


def _is_special(line: str) -> bool:
    bare = line.lstrip("\\")
    bold = in_bold(bare)
    return (
        any(find_kind(text) is not None for text in {bare, tidy(bare), tidy(bold or bare)})
        or in_list(bare) is not None
    )


def in_list(text: str) -> str | None:
    """Return what a line says that begins as one of a list does, in Word with a tab."""
    return text[2:].strip() if text.startswith(("- ", "-\t")) else None


def in_bold(text: str) -> str | None:
    """Return what stands between the signs for bold, where all of it is bold."""
    inside = text[2:-2]
    is_bold = text[:2] in ("**", "__") and text[-2:] == text[:2] and inside.strip("*_ ")
    return inside.strip() if is_bold and text[:2] not in inside else None


def parts_of(text: str) -> list[str]:
    """Return the options that stand beside one another in a line, each with its letter."""
    parts: list[str] = []
    begun = 0
    following = "b"
    for found in _SECOND.finditer(text):
        if found[2].lower() == following:
            parts.append(text[begun : found.start()].strip())
            begun, following = found.start(1), chr(ord(following) + 1)
    return [*parts, text[begun:].strip()]


def shortened(line: Line) -> str:
    """Return how a line begins, for a report."""
    said = in_words(line.text)
    return f"{said[:_LONGEST_SHOWN]}…" if len(said) > _LONGEST_SHOWN else said


def one_space(text: str) -> str:
    """Return a text with one space wherever there is any."""
    return _SPACE.sub(" ", text)

"""In which format a file of questions may be: by what stands in it, and by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from questions.interchange import FORMATS, format_of

_LOOKED_AT = 64 * 1024  # bytes from the beginning: every format shows itself sooner
_SIGNS = {
    "moodle": re.compile(r"\s*<"),
    "jsonl": re.compile(r"\s*\{\s*\""),
    "yaml": re.compile(r"(?m)^(questions:|- (id|type|stem):)"),
    "aiken": re.compile(r"(?mi)^\s*ANSWER\s*:\s*[A-Z]\s*$"),
    "gift": re.compile(r"(?s)(?<!\\)\{.*?(?<!\\)\}"),
    "csv": re.compile(r"(?i)[^\n]*(question|stem|answer|front|prompt)[^\n]*[,;\t]|[^\n]*[,;\t]"),
    "cards": re.compile(r"[^\n]*[,;\t]"),
}
_BEFORE_ITS_NAME = ("moodle", "jsonl")  # nothing else begins so, whatever a file is called


def guess_formats(name: str, content: bytes) -> list[str]:
    """Return the names of formats to try, the likeliest first."""
    return list(dict.fromkeys(_guesses(name, content)))


def _guesses(name: str, content: bytes) -> Iterator[str]:
    begins = content[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    known = {form: sign for form, sign in _SIGNS.items() if form in FORMATS}
    shown = [
        form
        for form, sign in known.items()
        if (sign.search(begins) if form in {"yaml", "aiken", "gift"} else sign.match(begins))
    ]
    others = [form for form in FORMATS if form not in _SIGNS]
    named = format_of(name)
    if named and named.name in others:
        yield named.name
    certain = [form for form in shown if form in _BEFORE_ITS_NAME]
    if certain:
        yield from (*certain, *others)
        return
    if named:
        yield named.name
    yield from (*shown, *others)
    yield "cards"  # what any text may be

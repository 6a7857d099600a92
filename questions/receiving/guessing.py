"""In which format a file of questions may be: by what stands in it, and by its name."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

from questions.interchange import FORMATS, format_of
from questions.interchange.gift.syntax import END, find
from questions.interchange.written.lines import find_kind

_NEARLY = 0.9  # of the lines: plain choice
_LOOKED_AT = 64 * 1024  # bytes from the beginning: every format shows itself sooner
_BEGINNING = 200  # characters of a line that say what it is
_YAML = re.compile(r"(?m)^(questions:|- (id|type|stem):)")
_AIKEN = re.compile(r"(?i)ANSWER\s*:\s*[A-Z]")
_SEPARATORS = re.compile(r"[,;\t]")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ELEMENT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")  # and its name, without the prefix of that
_OF_QTI = re.compile(r"(qti-)?assessment-?(item|test)|questestinterop|manifest", re.I)


def _is_gift(text: str) -> bool:
    begins = find(text, "{")
    return begins != END and find(text, "}", begins) != END and not _is_list(text)


def _is_list(text: str) -> bool:
    """Return whether nearly every line has two halves with a tab between."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    halved = sum(line.count("\t") == 1 for line in lines)
    return len(lines) > 1 and halved >= _NEARLY * len(lines)


def _is_numbered(text: str) -> bool:
    found = (find_kind(line[:_BEGINNING].strip()) for line in text.splitlines())
    return any(each is not None and each.kind in ("question", "named") for each in found)


def _is_table(text: str) -> bool:
    return _SEPARATORS.search(text.partition("\n")[0]) is not None


def _is_anki(text: str) -> bool:
    return text.startswith("PK") and "collection.anki2" in text


def _is_anki_text(text: str) -> bool:
    return text.startswith(("#separator:", "#html:"))


# Each looks once through a text, however it was made: nobody may keep a server waiting.
_SIGNS: dict[str, Callable[[str], bool]] = {
    "anki": _is_anki,
    "anki-text": _is_anki_text,
    "moodle": lambda text: text.lstrip().startswith("<"),
    "jsonl": lambda text: text.lstrip().startswith("{") and text.lstrip()[1:].lstrip()[:1] == '"',
    "yaml": lambda text: _YAML.search(text) is not None,
    "plain": _is_numbered,
    "aiken": lambda text: any(_AIKEN.fullmatch(line.strip()) for line in text.splitlines()),
    "gift": _is_gift,
    "csv": _is_table,
    "cards": _is_table,
}
_NAMED_INSIDE = ("anki", "anki-text")  # these say what they are, whatever a file’s name says
_PACKED = b"PK"
_MEMBERS = {"docx": b"word/document.xml", "h5p": b"h5p.json"}  # what only these packages have
ANY = "cards"  # what any text may be: a front and a back in a line
_ANY_TEXT = "plain"  # whose ending says nothing of what is in a file
_QTI = "qti"
_READ_AS = {"qti3": _QTI, "canvas": _QTI}  # these differ in what they write
_BEFORE_ITS_NAME = ("moodle", "jsonl")  # nothing else begins so, whatever a file is called


def _beginning(content: bytes) -> str:
    begins = content[:_LOOKED_AT]
    if begins.startswith(_UTF_16):
        return begins.decode("utf-16", "replace")
    return begins.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")


def _is_qti(begins: str) -> bool:
    """Return whether the first element of an XML file is one of QTI’s."""
    if not begins.lstrip().startswith("<"):
        return False
    at = begins.find("<")
    while begins.startswith(("<!", "<?"), at):
        end = begins.find("-->", at) if begins.startswith("<!--", at) else at + 1
        at = begins.find("<", end) if end > 0 else -1
    root = _ELEMENT.match(begins, at) if at >= 0 else None
    return root is not None and _OF_QTI.fullmatch(root[1]) is not None


def guess_formats(name: str, content: bytes) -> list[str]:
    """Return the names of formats to try, the likeliest first, and of those that read alike one."""
    found: dict[str, str] = {}
    for form in _guesses(name, content):
        found.setdefault(_READ_AS.get(form, form), form)
    return list(found.values())


def _guesses(name: str, content: bytes) -> Iterator[str]:
    begins = _beginning(content)
    shown = [form for form, shows in _SIGNS.items() if form in FORMATS and shows(begins)]
    yield from (form for form in shown if form in _NAMED_INSIDE)
    others = [form for form in FORMATS if form not in _SIGNS]
    named = format_of(name)
    if content.startswith(_PACKED):
        yield from (form for form, member in _MEMBERS.items() if member in content)
    if named and named.name in others:
        yield named.name
    if _is_qti(begins):
        yield _QTI
    certain = [form for form in shown if form in _BEFORE_ITS_NAME]
    if certain:
        yield from (*certain, *others)
        return
    if named and named.name != _ANY_TEXT:
        yield named.name
    yield from (*shown, *([] if shown else [_ANY_TEXT]), *others)
    yield ANY

"""Reading Moodle XML: one element a question, categories in between."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from questions import lengths
from questions.interchange.equations import of_other_markdown
from questions.interchange.filing import told_missing, with_files
from questions.interchange.format import Reading
from questions.interchange.literal import literal
from questions.interchange.markup import from_html, looks_like_html
from questions.interchange.moodle.files import FilesWithin, from_plugin_files
from questions.interchange.moodle.interactions import interaction_of
from questions.interchange.native import came_of, joined, read_object
from questions.interchange.shares import NotCarriedError
from questions.interchange.tagging import fitting
from questions.interchange.telling import told_with
from questions.media.album import Album
from questions.question import Citation, Question
from questions.slugs import slugify

GAP = "____"
_DASHES = re.compile(r"_{3,}")
_LONGEST_NAME = 60  # characters of a question's name in a report


class Texts:
    """The texts of one question, each into Markdown; what is lost on the way is noted."""

    def __init__(self, element: etree._Element, album: Album) -> None:
        self.notes: list[str] = []
        self._files = FilesWithin(element)
        self._album = album

    def of(self, element: etree._Element | None) -> str:
        """Return the text in an element as our Markdown."""
        if element is None:
            return ""
        self._album.turn_to(self._files.of(element))
        text = element.findtext("text") or ""
        said = element.get("format", "")
        if said == "markdown":
            return of_other_markdown(from_plugin_files(text, self._album, self.note))
        if said == "html" or (said != "plain_text" and looks_like_html(text)):
            text, lost = from_html(text, self._album)
            for what in lost:
                self.note(what)
            return text.strip()
        return literal(text.strip())

    def paired(self, subquestion: etree._Element) -> str:
        """Return what a subquestion belongs to, which has no format of its own."""
        text = subquestion.findtext("answer/text") or ""
        if subquestion.get("format") == "markdown":
            return text
        if looks_like_html(text):
            return from_html(text)[0]
        return literal(text)

    def typed(self, element: etree._Element) -> str:
        """Return what is to be typed: words, whatever program wrote them."""
        text = element.findtext("text") or ""
        if element.get("format") == "html":
            text, _lost = from_html(text, is_typed=True)
        return text.strip()

    def note_files(self, question: Question) -> None:
        """Note what a question shows and its element has not, and what it has and never shows."""
        self._album.turn_to(self._files.of(None))
        for said in told_missing(self._album, question):
            self.note(said)
        if self._files.has_unused(question):
            self.note("a file that no text of it shows was left out")

    def note(self, what: str) -> None:
        """Keep what was changed or left out, once."""
        if what not in self.notes:
            self.notes.append(what)


def read_quiz(root: etree._Element) -> Reading:
    """Read every question of a bank."""
    album = Album()
    return with_files(joined(_read_all(root, album)), album)


def _read_all(root: etree._Element, album: Album) -> Iterator[Reading]:
    category: list[str] = []
    number = 0
    for element in root.iterchildren("question"):
        if element.get("type") == "category":
            category = _category(element.findtext("category/text") or "")
            continue
        number += 1
        where = _place(element, number)
        texts = Texts(element, album)
        try:
            spelt = _spell(element, category, texts)
        except NotCarriedError as reason:
            known = {"stem": texts.of(element.find("questiontext"))}
            yield came_of(where, [str(reason)], spelt=known)
            continue
        result = read_object(spelt)
        if isinstance(result, Question):
            texts.note_files(result)
        yield came_of(where, result, texts.notes, spelt)


def _place(element: etree._Element, number: int) -> str:
    name = " ".join((element.findtext("name/text") or "").split())[:_LONGEST_NAME]
    return f"question {number} (“{name}”)" if name else f"question {number}"


def _category(path: str) -> list[str]:
    """Return the tag of a category: the way to it, without what Moodle puts before it."""
    names = [name.strip() for name in path.split("/")]
    names = [name for name in names if name and not name.startswith("$") and name != "top"]
    return ["::".join(names)] if names else []


def _spell(element: etree._Element, category: list[str], texts: Texts) -> dict[str, Any]:
    """Return the question an element spells, in the native schema."""
    beside = _beside(element)
    kind, interaction = interaction_of(element, beside, texts)
    stem, told = texts.of(element.find("questiontext")), texts.of(element.find("generalfeedback"))
    if kind == "short_answer" and "type" not in beside and len(_DASHES.findall(stem)) == 1:
        kind, stem = "cloze", _DASHES.sub(GAP, stem)
    if interaction["kind"] == "recall":
        interaction["back"], told = told, beside.get("explanation", "")
    tags = [tag.strip() for tag in (t.text or "" for t in element.iterfind("tags/tag/text"))]
    _note_mark(element, texts)
    spelt = {
        "id": _id(element),
        "type": beside.get("type") or kind,
        "stem": stem,
        "interaction": interaction,
        "explanation": _explanation(told, beside),
        "tags": fitting([*category, *filter(None, tags)], texts.note),
        "hints": _hints(element, texts),
    }
    kept = ("citations", "score", "hints", "statistics")
    return spelt | {name: beside[name] for name in kept if name in beside}


def _hints(element: etree._Element, texts: Texts) -> list[str]:
    """Return what helps after a wrong try, as many as there may be."""
    hints = [hint for hint in map(texts.of, element.iterfind("hint")) if hint]
    if len(hints) > lengths.HINTS:
        texts.note(f"it has over {lengths.HINTS} hints: the others were left out")
    return hints[: lengths.HINTS]


def _note_mark(element: etree._Element, texts: Texts) -> None:
    """Note what it is worth there, where that is not one mark: a quiz says that here."""
    written = (element.findtext("defaultgrade") or "1").strip()
    try:
        mark = float(written)
    except ValueError:
        return
    if mark != 1:
        texts.note(f"its mark, {mark:g}, was left out: a quiz says here what each is worth")


def _id(element: etree._Element) -> str | None:
    named = (element.findtext("idnumber") or "").strip()
    return slugify(named) if named else None


def _beside(element: etree._Element) -> dict[str, Any]:
    written = element.findtext("recite")
    try:
        beside = json.loads(written) if written else {}
    except ValueError:
        raise NotCarriedError("Its element <recite> is not whole.") from None
    return beside if isinstance(beside, dict) else {}


def _explanation(told: str, beside: dict[str, Any]) -> str:
    """Return the explanation without the citations written under it, unless it was changed."""
    if "citations" not in beside:
        return told
    kept = str(beside.get("explanation", ""))
    try:
        citations = tuple(Citation.model_validate(cited) for cited in beside["citations"])
    except (TypeError, ValueError):
        return told
    return kept if told == told_with(kept, citations) else told

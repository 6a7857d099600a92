"""A draft of what could not be read as a question: as much of it as could be made out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from questions.question import Stance
from questions.slugs import slugify
from webapp.forms.teaching.editor.drafts import Draft, draft_of
from webapp.forms.teaching.kinds import KINDS
from webapp.forms.teaching.shapes import SHAPE_OF, SHAPES
from webapp.models.lengths import NOTE
from webapp.services.sources.queries.sentences import Source

Known = Mapping[str, Any]
_TYPES = {"match": "matching", "order": "ordering", "text_entry": "short_answer"}
_JUDGED = ("true", "false")
_TYPES |= {"recall": "flashcard", "choice": "multiple_choice"}


def salvage(spelt: Known, source: Source | None) -> Draft:
    """Return the draft of what spells no question yet, in the native schema as far as it goes."""
    interaction = _inside(spelt, "interaction")
    kind = str(spelt.get("type") or "")
    if kind not in KINDS:
        several = bool(interaction.get("multiple")) and interaction.get("kind") == "choice"
        named = _TYPES.get(str(interaction.get("kind")), "multiple_choice")
        kind = "multiple_response" if several else named
    draft = draft_of(None, source, type=kind, document=source.slug if source else "")
    shape = SHAPE_OF[kind]
    values = {**SHAPES[shape].blank(), **_FILLED[shape](interaction)}
    return draft.with_shape(shape, values).changed(
        stem=_text(spelt, "stem"),
        explanation=_text(spelt, "explanation"),
        hints="\n".join(" ".join(hint.split()) for hint in _texts(spelt, "hints")),
        tags=", ".join(_texts(spelt, "tags")),
        **_cited(spelt, source),
    )


def document_of(spelt: Known) -> str:
    """Return the document that it cites first, or an empty string."""
    cited = _rows(spelt, "citations")
    return _text(cited[0], "document") if cited else ""


def id_of(spelt: Known) -> str | None:
    """Return the name that it goes by, if it has one that a question may have."""
    named = _text(spelt, "id")
    return named if named and slugify(named) == named else None


def _cited(spelt: Known, source: Source | None) -> dict[str, str]:
    cited = _rows(spelt, "citations")
    if source is None or not cited or document_of(spelt) != source.slug:
        return {}
    stance = _text(cited[0], "stance")
    return {
        "quote": _text(cited[0], "quote"),
        "start": _text(cited[0], "start"),
        "stance": stance if stance in list(Stance) else "",
        "speaker": _text(cited[0], "speaker")[:NOTE],
    }


def _options(known: Known) -> dict[str, Any]:
    rows = _rows(known, "options")
    right = [n for n, row in enumerate(rows) if _is_right(row)]
    filled = [
        {"right": _is_right(row), "text": _text(row, "text"), "feedback": _text(row, "feedback")}
        for row in rows
    ]
    shown: dict[str, Any] = {"one": str(right[0]) if len(right) == 1 else ""}
    shown["shuffle"] = known.get("shuffle") is not False
    return {**shown, "options": filled} if filled else shown


def _truth(known: Known) -> dict[str, Any]:
    rows = {_text(row, "text").strip().casefold(): row for row in _rows(known, "options")}
    both = [rows.get(text, {}) for text in _JUDGED]
    right = [n for n, row in enumerate(both) if _is_right(row)]
    said = {
        f"feedback_{text}": _text(row, "feedback") for text, row in zip(_JUDGED, both, strict=True)
    }
    return {**said, "right": str(right[0]) if len(right) == 1 else None}


def _words(known: Known) -> dict[str, Any]:
    """Return what is typed in full: what earns a part, or nothing, is no answer of its own."""
    return {"answers": "\n".join(_text(row, "text") for row in _accepted(known))}


def _numbers(known: Known) -> dict[str, Any]:
    rows = _accepted(known)
    filled = [{"number": _text(r, "text"), "tolerance": _text(r, "tolerance")} for r in rows]
    return {"numbers": filled} if filled else {}


def _accepted(known: Known) -> list[Known]:
    rows = _rows(known, "answers")
    return [row for row in rows if "fraction" not in row or _share(row) == 1]


def _pairs(known: Known) -> dict[str, Any]:
    pairs = [pair for pair in _list(known, "pairs") if isinstance(pair, list | tuple)]
    halves = [[str(half) for half in pair] for pair in pairs if len(pair) > 1]
    filled = [{"left": half[0], "right": half[1]} for half in halves]
    said = {"distractors": "\n".join(_texts(known, "distractors"))}
    return {**said, "pairs": filled} if filled else said


def _items(known: Known) -> dict[str, Any]:
    return {"items": "\n".join(_texts(known, "items"))}


def _back(known: Known) -> dict[str, Any]:
    return {"back": _text(known, "back")}


_FILLED: dict[str, Callable[[Known], dict[str, Any]]] = {
    "options": _options,
    "voices": _options,
    "truth": _truth,
    "words": _words,
    "amounts": _numbers,
    "match": _pairs,
    "order": _items,
    "card": _back,
}


def _is_right(row: Known) -> bool:
    return _share(row) > 0


def _share(row: Known) -> float:
    try:
        return float(row.get("fraction") or 0)
    except (TypeError, ValueError):
        return 0.0


def _inside(known: Known, name: str) -> Known:
    found = known.get(name)
    return found if isinstance(found, Mapping) else {}


def _list(known: Known, name: str) -> list[Any]:
    found = known.get(name)
    return list(found) if isinstance(found, list | tuple) else []


def _rows(known: Known, name: str) -> list[Known]:
    return [row for row in _list(known, name) if isinstance(row, Mapping)]


def _texts(known: Known, name: str) -> list[str]:
    return [str(each) for each in _list(known, name)]


def _text(known: Known, name: str) -> str:
    found = known.get(name)
    return "" if found is None else str(found)

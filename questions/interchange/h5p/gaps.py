"""Texts with gaps in H5P: words between stars, to type or to drag there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from questions.interchange.h5p.asking import Asked, explanation_of
from questions.interchange.h5p.texts import GAP, KEPT, PLACE, Texts
from questions.interchange.literal import literal
from questions.interchange.markup import looks_like_html
from questions.interchange.shares import NotCarriedError

_GAP = re.compile(r"\*([^*\n]+)\*")
_TIP = re.compile(r"(?<!\\):")
_OR = re.compile(r"(?<!\\)/")
_SAID = re.compile(r"\\[+-][^\\]*")
_SHOWN = 60  # characters of it in a report: plain choice
_SEVERAL = "Several gaps in one text are not asked here. Write each as a question of its own."


def blanks_of(params: dict[str, Any]) -> Iterator[Asked]:
    """Yield a question for each text with gaps to fill."""
    found = _sentences(params)
    for text in found:
        beside = params if len(found) == 1 else {**params, KEPT: None}  # which is of one alone
        yield Asked(beside, lambda texts, text=text: _blank(params, text, texts))  # type: ignore[misc]


def _blank(params: dict[str, Any], text: str, texts: Texts) -> dict[str, Any]:
    gaps = _GAP.findall(text)
    if len(gaps) != 1:
        raise NotCarriedError(_SEVERAL if gaps else "It has no gap, and asks nothing.")
    task, sentence = texts.of(params.get("text")), texts.of(_GAP.sub(PLACE, text))
    answers = [{"text": answer} for answer in _answers(gaps[0], texts, is_typed=True)]
    is_bare = sentence == PLACE and bool(task)
    stem = task if is_bare else sentence.replace(PLACE, GAP)
    if task and not is_bare and len(_sentences(params)) == 1:
        stem = f"{task}\n\n{stem}"
    elif task and not is_bare:
        texts.note(f"what stands above all its gaps was left out: “{task[:_SHOWN]}”")
    return {
        "type": "short_answer" if is_bare else "cloze",
        "stem": stem,
        "interaction": {"kind": "text_entry", "answers": answers},
        "explanation": explanation_of(params, texts),
    }


def _sentences(params: dict[str, Any]) -> list[str]:
    found = params.get("questions")
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []


def _answers(gap: str, texts: Texts, *, is_typed: bool = False) -> list[str]:
    """Return what may stand in a gap, without its tip and what is said to it."""
    words, *tips = _TIP.split(gap)
    if tips or _SAID.search(gap):
        texts.note("tips, and what is said to single gaps, were left out")
    words = _SAID.sub("", words)
    parts = [each.replace("\\", "") for each in _OR.split(words) if each.strip()]
    return [texts.of(part, is_typed=is_typed) for part in parts]


def words_of(params: dict[str, Any]) -> Iterator[Asked]:
    """Yield the question of words to drag into a text."""
    yield Asked(params, lambda texts: _words(params, texts))


def _words(params: dict[str, Any], texts: Texts) -> dict[str, Any]:
    """Return pairs: each line with one gap, and the word that belongs there."""
    written = params.get("textField")
    text = written if isinstance(written, str) else ""
    lines = [line for line in text.replace("<br>", "\n").split("\n") if line.strip()]
    found = [(line, _GAP.findall(line)) for line in lines]
    if any(len(gaps) > 1 for _line, gaps in found):
        raise NotCarriedError(_SEVERAL)
    if any(not gaps for _line, gaps in found):
        texts.note("lines without a gap were left out")
    pairs = [
        (_turned(_GAP.sub(PLACE, line), texts), " / ".join(_answers(gaps[0], texts)))
        for line, gaps in found
        if gaps
    ]
    others = _GAP.findall(str(params.get("distractors") or ""))
    shape = {
        "kind": "match",
        "pairs": [(_bare(left), right) for left, right in pairs],
        "distractors": [" / ".join(_answers(other, texts)) for other in others],
    }
    return {
        "type": "matching",
        "stem": texts.of(params.get("taskDescription")) or "Which word belongs where?",
        "interaction": shape,
        "explanation": explanation_of(params, texts),
    }


def _turned(line: str, texts: Texts) -> str:
    return texts.of(line) if looks_like_html(line) else literal(line.strip())


def _bare(line: str) -> str:
    """Return a line with its gap shown, but for one that ends with it."""
    before, _gap, after = line.partition(PLACE)
    is_end = before.strip() and not after.strip(" .")
    return before.strip() if is_end else line.replace(PLACE, GAP).strip()

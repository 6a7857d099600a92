"""Questions as notes for Anki: what is asked in front, and what is answered behind."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from questions.interactions import Answer, Choice, Match, Order, Recall, TextEntry
from questions.interchange.anki.beside import (
    ANSWER,
    BESIDE,
    EXPLANATION,
    FRONT,
    HINT,
    SHOWN,
    SOURCE,
    keep,
    written_tags,
)
from questions.interchange.anki.cards import GAP
from questions.interchange.markup import shown_by, to_html, told_instead
from questions.interchange.native import write_object
from questions.interchange.telling import told_with
from questions.media import NO_FILES, Files
from questions.media.album import is_sound
from questions.question import Question

CARD, TYPED, CLOZE = "Recite: card", "Recite: type the answer", "Recite: fill the gap"
NAMES = (*SHOWN, BESIDE)
_SIGNS_OF_GAPS = re.compile(r"\{\{|\}\}|::")  # what a text in a gap cannot have in it
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f]")  # among them what parts one field from the next


Turn = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Written:
    """A note to be: its type’s name, what knows it again, its fields in order, and its tags."""

    kind: str
    guid: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]


def note_of(question: Question, *, with_gaps: bool = True, files: Files = NO_FILES) -> Written:
    """Return the note of a question: all of it, since one field keeps what no other shows."""

    def html(text: str) -> str:
        return to_html(text, lambda name, said: _shown(name, said, files))

    kind, front, answer = _sides(question, with_gaps, html)
    said = {
        FRONT: front,
        ANSWER: answer,
        HINT: "".join(html(hint) for hint in question.hints),
        EXPLANATION: _explained(question, html),
        SOURCE: html(told_with("", question.citations)),
    }
    shown = {name: _NO_TEXT.sub(" ", text) for name, text in said.items()}
    fields = (*(shown[name] for name in SHOWN), keep(question, shown))
    return Written(kind, _guid(question), fields, tuple(written_tags(question)))


def _shown(name: str, said: str, files: Files) -> str:
    if name not in files:
        return told_instead(name, said)
    return f"[sound:{name}]" if is_sound(name) else _picture(name, said)


_picture = shown_by(str)


def _guid(question: Question) -> str:
    if question.id:
        return f"recite-{question.id}"
    spelt = json.dumps(write_object(question), ensure_ascii=True)
    return f"recite-{hashlib.sha256(spelt.encode()).hexdigest()[:16]}"


def _sides(question: Question, with_gaps: bool, html: Turn) -> tuple[str, str, str]:
    """Return the note type of a question, its front and its answer."""
    stem = html(question.stem)
    match question.interaction:
        case Recall() as recall:
            return CARD, stem, html(recall.back)
        case Choice() as choice:
            return (
                CARD,
                stem + _listed([option.text for option in choice.options], "ol", html),
                _one_or_listed(choice.key(), html),
            )
        case Match() as match:
            lefts = [left for left, _right in match.pairs]
            front = stem + _listed(lefts, "ol", html) + _listed(match.choices(), "ul", html)
            return CARD, front, _listed(match.key(), "ol", html)
        case Order() as order:
            return (
                CARD,
                stem + _listed(_mixed(order.items), "ul", html),
                _listed(order.items, "ol", html),
            )
        case TextEntry() as entry:
            return _typed(question, entry, with_gaps, html)


def _mixed(items: Sequence[str]) -> list[str]:
    """Return some items in an order that tells nothing, and is not theirs."""
    by_name = sorted(items, key=str.casefold)
    return by_name if by_name != list(items) else by_name[::-1]


def _typed(
    question: Question, entry: TextEntry, with_gaps: bool, html: Turn
) -> tuple[str, str, str]:
    (answer,) = entry.key()
    before, sign, after = question.stem.partition(GAP)
    is_gap = with_gaps and question.type == "cloze" and sign
    if not is_gap or any(map(_SIGNS_OF_GAPS.search, (before, answer, after))):
        return TYPED, html(question.stem), escape(answer, quote=False)
    place = "\ue000"
    stem = html(f"{before}{place}{after}".replace(place * 2, place))
    return CLOZE, stem.replace(place, f"{{{{c1::{escape(answer, quote=False)}}}}}", 1), ""


def _listed(texts: Iterable[str], tag: str, html: Turn) -> str:
    return f"<{tag}>{''.join(f'<li>{html(text)}</li>' for text in texts)}</{tag}>"


def _one_or_listed(texts: list[str], html: Turn) -> str:
    return html(texts[0]) if len(texts) == 1 else _listed(texts, "ul", html)


def _explained(question: Question, html: Turn) -> str:
    """Return what is told behind besides the answer: what else is right, why, and why not."""
    asked = question.interaction
    told = html(question.explanation)
    if isinstance(asked, TextEntry):
        told = _others(asked) + told
    if isinstance(asked, Choice):
        said = [f"{option.text}: {option.feedback}" for option in asked.options if option.feedback]
        told += _listed(said, "ul", html) if said else ""
    return told


def _others(entry: TextEntry) -> str:
    """Return the other answers that are wholly right, and within what numbers are."""
    right = [answer for answer in entry.answers if answer.fraction == 1]
    said = [_with_tolerance(right[0])] if right[0].tolerance else []
    said += [_with_tolerance(answer) for answer in right[1:]]
    return f"<p>{escape(' / '.join(said), quote=False)}</p>" if said else ""


def _with_tolerance(answer: Answer) -> str:
    return f"{answer.text} ± {answer.tolerance:g}" if answer.tolerance else answer.text

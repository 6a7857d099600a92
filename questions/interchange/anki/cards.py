"""What a card of Anki’s asks: what its question side says, and what its answer side says more."""

from __future__ import annotations

import re
from typing import Any

from questions import lengths
from questions.formulas.finding import replace_formulas
from questions.interchange.anki.clozes import PLACE, Asked, ask, fill_in, parse
from questions.interchange.anki.collection import NoteType, Template
from questions.interchange.anki.templates import Fill, render
from questions.interchange.anki.texts import Texts
from questions.interchange.shares import NotCarriedError
from questions.media import REFERENCE

GAP = "____"
_LINE = re.compile(r"<hr\b[^<>]*\bid\s*=\s*[\"']?answer\b[^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")
_LOOKS_LIKE_OCCLUSION = "{{c1::image-occlusion:"
_PICTURE_HIDDEN = "It hides parts of a picture, which is not asked here. It was left out."
Fields = dict[str, str]
Spelt = dict[str, Any]


def spell_card(kind: NoteType, fields: Fields, place: int, texts: Texts) -> Spelt:
    """Return what a card asks, in the native schema without its tags. Raises NotCarriedError."""
    if kind.hides_picture or any(_LOOKS_LIKE_OCCLUSION in said for said in fields.values()):
        raise NotCarriedError(_PICTURE_HIDDEN)
    number = 0 if kind.is_cloze else place
    if not 0 <= number < len(kind.templates):
        raise NotCarriedError("Its note type has no such card. It was left out.")
    fields = {name: said.replace(PLACE, "") for name, said in fields.items()}
    template = kind.templates[number]
    card = _Card(template, fields, texts)
    return card.with_gaps(place + 1) if kind.is_cloze else card.with_back()


class _Card:
    """A card as it is turned: its template, its fields, and what is found on the way."""

    def __init__(self, template: Template, fields: Fields, texts: Texts) -> None:
        self.template, self.fields, self.texts = template, fields, texts
        self.typed: str | None = None
        self.hints: list[str] = []

    def with_back(self) -> Spelt:
        """Return a card with a front and a back, the back of which may be to type."""
        stem = self.texts.of(self._render(self.template.question, "", self._on_front))
        if not stem:
            raise NotCarriedError(_empty("front", self.texts))
        answer = self._typed_answer()
        back = self.texts.of(
            _below_the_line(self._render(self.template.answer, "", self._on_back(bool(answer)))),
        )
        if answer:
            shape = {"kind": "text_entry", "answers": [{"text": answer}]}
            return self._asked("short_answer", stem, shape, back)
        if not back:
            raise NotCarriedError(_empty("back", self.texts))
        return self._asked("flashcard", stem, {"kind": "recall", "back": back}, "")

    def with_gaps(self, number: int) -> Spelt:
        """Return a text with the gap of one number to fill in; the others are filled in."""
        gaps: list[Asked] = []

        def on_front(name: str, filters: list[str]) -> str:
            if "cloze" not in filters:
                return self._on_front(name, filters)
            if "type" in filters:
                return ""
            gaps.append(ask(parse(self.fields.get(name, "")), number))
            return gaps[-1].text

        stem = self.texts.of(self._render(self.template.question, f"c{number}", on_front))
        answers = [answer for each in gaps for answer in each.answers]
        if PLACE not in stem:
            raise NotCarriedError(
                f"There is no gap with the number {number} in it. It was left out."
            )
        told = self.texts.of(self._render(self.template.answer, f"c{number}", self._beside_gaps))
        answer = self.texts.of(answers[0], is_typed=True)
        stem, is_inside = _out_of_formulas(stem)
        if stem.count(PLACE) == 1 and answer and _fits(answer) and not is_inside:
            stem, kind = stem.replace(PLACE, GAP), "cloze"
            if stem.count(GAP) != 1 or GAP + "_" in stem:
                kind = "short_answer"
            shape = {"kind": "text_entry", "answers": [{"text": answer}]}
            return self._asked(kind, stem, shape, told)
        self.texts.note(
            "it has several gaps, or one in a formula or of several lines: it is a card, whose "
            "answer one says to oneself"
        )
        back = self.texts.of(self._render(self.template.answer, f"c{number}", self._filled_in))
        return self._asked(
            "flashcard", stem.replace(PLACE, GAP), {"kind": "recall", "back": back}, ""
        )

    def _render(self, template: str, shown: str, fill: Fill) -> str:
        return render(template, self.fields, shown, fill)

    def _on_front(self, name: str, filters: list[str]) -> str:
        said = self._field(name, filters)
        if "type" in filters:
            self.typed = name
            return ""
        if "hint" in filters and said:
            self.hints.append(self.texts.of(said))
            return ""
        return said

    def _on_back(self, is_typed: bool) -> Fill:
        return lambda name, filters: (
            "" if "type" in filters and is_typed else self._field(name, filters)
        )

    def _beside_gaps(self, name: str, filters: list[str]) -> str:
        return "" if "cloze" in filters else self._field(name, filters)

    def _filled_in(self, name: str, filters: list[str]) -> str:
        if "cloze" not in filters:
            return self._field(name, filters)
        return "" if "type" in filters else fill_in(parse(self.fields.get(name, "")))

    def _field(self, name: str, filters: list[str]) -> str:
        said = self.fields.get(name, "")
        if any(each.startswith("tts") for each in filters):
            if said:
                self.texts.note("what is to be spoken aloud was left out")
            return ""
        return _TAG.sub("", said) if "text" in filters else said

    def _typed_answer(self) -> str:
        """Return what is to be typed, or nothing where that is no line."""
        if self.typed is None:
            return ""
        answer = self.texts.of(self.fields.get(self.typed, ""), is_typed=True)
        if _fits(answer):
            return answer
        self.texts.note("its answer is more than a line to type: it is a card")
        return ""

    def _asked(self, kind: str, stem: str, shape: Spelt, told: str) -> Spelt:
        if len(told) > lengths.EXPLANATION:
            self.texts.note(
                f"what stands beside its answer is over {lengths.EXPLANATION:,} characters and was "
                "left out"
            )
            told = ""
        hints = [hint for hint in self.hints if 0 < len(hint) <= lengths.HINT][: lengths.HINTS]
        if len(hints) < len(self.hints):
            self.texts.note("a hint was left out, as it is too long or one too many")
        return {
            "type": kind,
            "stem": stem,
            "interaction": shape,
            "explanation": told,
            "hints": hints,
        }


def _below_the_line(answer: str) -> str:
    """Return what an answer side says more than the question side: what is below its line."""
    line = _LINE.search(answer)
    return answer[line.end() :] if line else answer


def _out_of_formulas(stem: str) -> tuple[str, bool]:
    """Return a text whose gaps in formulas are empty squares, and whether there are any."""
    made = replace_formulas(stem, lambda formula: formula.marked().replace(PLACE, "{\\square}"))
    return made, made.count(PLACE) < stem.count(PLACE)


def _fits(answer: str) -> bool:
    return len(answer) <= lengths.LINE and "\n" not in answer and not REFERENCE.search(answer)


def _empty(side: str, texts: Texts) -> str:
    why = f" ({'; '.join(texts.notes)})" if texts.notes else ""
    return f"There is no text on its {side}{why}. It was left out."

"""What is asked, and how, by what is written of a question; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from questions.interchange.shares import NotCarriedError
from questions.interchange.written.blocks import Block, Choosable, Part
from questions.interchange.written.lines import in_bold, one_space

GAP = "____"
ARROW = "->"
Shape = tuple[str, dict[str, Any]]
Way = Callable[[Block, list[Part]], Shape]

_GAPS = re.compile(r"(?<![_\w])_{2,}(?![_\w])")
_TRUTHS = {"true": True, "t": True, "false": False, "f": False}
_LETTER = re.compile(r"\(?([A-Za-z])[.)]?")
_LETTER_AND_TEXT = re.compile(r"\(?([A-Za-z])[.)]\s+(\S.*)|\(([A-Za-z])\)\s*(\S.*)", re.S)
_BETWEEN = re.compile(r"\s*[,;&/]\s*|\s+")
_NUMBER = r"[+-]?\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?"
_BARE = re.compile(_NUMBER, re.I)
_WITHIN = re.compile(rf"({_NUMBER})\s*(?:\+-|\+/-|±)\s*({_NUMBER})\s*(%?)", re.I)
_RANGE = re.compile(rf"\[\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\]", re.I)
_SOLD_WITH = re.compile(r"\s(?:PTS|DIF|REF|OBJ|TOP|KEY|MSC|NAT|STA|LOC|BLM):")
_NO_KEY = (
    "No option is marked as right. Put a * before its letter, or add a line such as “Answer: B”."
)
_NO_ANSWER = (
    "It has no options and no answer: an essay is for a person to mark, and a text asks nothing. "
    "It was left out. To ask it, add options or a line such as “Answer: Paris”."
)


def interaction_of(block: Block, keyed: list[Part]) -> Shape:
    """Return the type and the interaction of a question; raises NotCarriedError."""
    if block.troubles:
        raise NotCarriedError(block.troubles[0])
    ways = [way for way, is_there in _ways(block, keyed) if is_there]
    if len(ways) > 1:
        raise NotCarriedError(
            "It has answers of several kinds, such as options and an answer to type. Leave one."
        )
    if not ways:
        raise NotCarriedError(_NO_ANSWER)
    return ways[0](block, keyed)


def _ways(block: Block, keyed: list[Part]) -> list[tuple[Way, bool]]:
    has_lists = bool(block.options) or block.pairs is not None or block.items is not None
    return [
        (_choice, bool(block.options)),
        (_pairs, block.pairs is not None),
        (_order, block.items is not None),
        (_card, block.back is not None),
        (_numbers, bool(block.numbers)),
        (_texts, bool(block.typed)),
        (_answered, bool(block.answers or keyed) and not has_lists),
    ]


def _choice(block: Block, keyed: list[Part]) -> Shape:
    options = block.options
    texts = _option_texts(options)
    said = [frozenset(n for n, option in enumerate(options) if option.is_right)]
    said += _set_apart(options)
    said += [_named(part, texts, block) for part in _given(block, keyed)]
    different = {right for right in said if right}
    if not different:
        raise NotCarriedError(_NO_KEY)
    if len(different) > 1:
        raise NotCarriedError(
            "Its key is not one: marks at its options, the line with its answer or the key at the "
            "end name different options. Leave the one that is right."
        )
    (right,) = different
    multiple = block.shape == "check" or len(right) > 1
    shares = _shares(len(options), right, multiple)
    rows = [
        {"text": text, "fraction": share, "feedback": option.told.text if option.told else ""}
        for text, share, option in zip(texts, shares, options, strict=True)
    ]
    shape = {"kind": "choice", "multiple": multiple, "options": rows}
    if [text.lower() for text in texts] == ["true", "false"] and not multiple:
        return "true_false", shape | {"shuffle": False}
    return ("multiple_response" if multiple else "multiple_choice"), shape


def _option_texts(options: list[Choosable]) -> list[str]:
    bold = [in_bold(option.text) for option in options]
    are_marks = any(bold) and not all(bold) and not any(option.is_right for option in options)
    return [
        inside if inside and are_marks else option.text
        for inside, option in zip(bold, options, strict=True)
    ]


def _set_apart(options: list[Choosable]) -> Iterator[frozenset[int]]:
    """Yield the options that are bold, that are coloured and so on, while not all are."""
    marks = [
        option.marks | ({"bold"} if in_bold(option.text) is not None else set())
        for option in options
    ]
    for mark in sorted(frozenset().union(*marks)):
        apart = frozenset(n for n, has in enumerate(marks) if mark in has)
        if len(apart) < len(options):
            yield apart


def _shares(count: int, right: frozenset[int], multiple: bool) -> list[float]:
    """Return what each option adds; of several to pick, wrong ones cost the mark together."""
    if not multiple:
        return [float(n in right) for n in range(count)]
    good = round(1 / len(right), 7)
    bad = -round(1 / (count - len(right)), 7) if count > len(right) else 0.0
    return [good if n in right else bad for n in range(count)]


def _given(block: Block, keyed: list[Part]) -> Iterator[Part]:
    yield from block.answers
    yield from keyed


def _named(part: Part, texts: list[str], block: Block) -> frozenset[int]:
    """Return the options that an answer names, by letter or by text."""
    value = _alone(part, block)
    same = [n for n, text in enumerate(texts) if _folded(text) == _folded(value)]
    letters = _letters(value, len(texts))
    if letters and same and letters != frozenset(same):
        raise NotCarriedError(
            f"“{value}” is the letter of one option and the text of another. Write the letter with "
            "its text, such as “B) Paris”."
        )
    if letters or same:
        return letters or frozenset(same)
    if both := _LETTER_AND_TEXT.fullmatch(value):
        return _lettered(both[1] or both[3], both[2] or both[4], texts, block)
    raise NotCarriedError(f"The answer is “{value}”, and no option is called so.")


def _lettered(letter: str, rest: str, texts: list[str], block: Block) -> frozenset[int]:
    named = ord(letter.lower()) - ord("a")
    if named >= len(texts):
        raise NotCarriedError(f"The answer is {letter.upper()}, and there is no such option.")
    same = [n for n, text in enumerate(texts) if _folded(text) == _folded(rest)]
    if same and named not in same:
        raise NotCarriedError(f"The answer is {letter.upper()}, with the text of another option.")
    if not same:
        block.note("what is written after the letter of the answer was left out")
    return frozenset([named])


def _letters(value: str, count: int) -> frozenset[int]:
    words = _BETWEEN.split(value.replace(" and ", " ").strip())
    if len(words) == 1 and value.isascii() and value.isalpha() and value.isupper():
        words = list(value) if list(value) == sorted(set(value)) else words
    found = [_LETTER.fullmatch(word) for word in words]
    places = [ord(letter[1].lower()) - ord("a") for letter in found if letter]
    is_whole = len(places) == len(words) and all(place < count for place in places)
    return frozenset(places) if is_whole else frozenset()


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


def _alone(part: Part, block: Block) -> str:
    """Return an answer without what publishers write behind it."""
    value = part.text
    if sold := _SOLD_WITH.search(value):
        block.note("what a publisher says of it, such as its points and topic, was left out")
        value = value[: sold.start()]
    return one_space(value).strip()


def _answered(block: Block, keyed: list[Part]) -> Shape:
    values = [_alone(part, block) for part in _given(block, keyed)]
    different = {_folded(value): value for value in values if value}
    if not different:
        raise NotCarriedError(_NO_ANSWER)
    if len(different) > 1:
        raise NotCarriedError("Two different answers are given. Leave the one that is right.")
    (value,) = different.values()
    if value.strip(".").lower() in _TRUTHS:
        return _truth(_TRUTHS[value.strip(".").lower()])
    if _BARE.fullmatch(value) or _WITHIN.fullmatch(value):
        return "numerical", {"kind": "text_entry", "answers": [_number(value)]}
    answers = [each.strip() for each in re.split(r"[;|]", value) if each.strip()]
    return _typed(block, answers)


def _truth(is_true: bool) -> Shape:
    options = [
        {"text": text, "fraction": float(value == is_true)}
        for text, value in (("True", True), ("False", False))
    ]
    return "true_false", {"kind": "choice", "shuffle": False, "options": options}


def _texts(block: Block, keyed: list[Part]) -> Shape:
    _only(block, keyed)
    return _typed(block, [part.text for part in block.typed])


def _typed(block: Block, answers: list[str]) -> Shape:
    shape = {"kind": "text_entry", "answers": [{"text": answer} for answer in answers]}
    gaps = len(_GAPS.findall(block.stem.text))
    if gaps > 1:
        raise NotCarriedError(
            "Several gaps in one text are not asked here. Write each as a question of its own."
        )
    if gaps == 0:
        return "short_answer", shape
    block.stem.lines = _GAPS.sub(GAP, block.stem.text).split("\n")
    return "cloze", shape


def _numbers(block: Block, keyed: list[Part]) -> Shape:
    _only(block, keyed)
    answers = [_number(one_space(part.text)) for part in block.numbers]
    return "numerical", {"kind": "text_entry", "answers": answers}


def _number(written: str) -> dict[str, Any]:
    try:
        number, within = _within(written)
    except (InvalidOperation, OverflowError):
        raise NotCarriedError(f"“{written}” is no number.") from None
    return {"text": number, "match": "number", "tolerance": within}


def _within(written: str) -> tuple[str, float | None]:
    if _BARE.fullmatch(written):
        return written, None
    if limits := _RANGE.fullmatch(written):
        low, high = Decimal(limits[1]), Decimal(limits[2])
        return f"{(low + high) / 2:f}", float(abs(high - low) / 2)
    if parts := _WITHIN.fullmatch(written):
        within = abs(Decimal(parts[2]))
        return parts[1], float(abs(Decimal(parts[1])) * within / 100 if parts[3] else within)
    raise NotCarriedError(f"“{written}” is no number: write it as “5” or “5 +- 0.1”.")


def _pairs(block: Block, keyed: list[Part]) -> Shape:
    _only(block, keyed)
    halves = [part.text.partition(ARROW) for part in block.pairs or ()]
    if any(not sign for _left, sign, _right in halves):
        raise NotCarriedError("A pair is written with an arrow: “France -> Paris”.")
    pairs = [(left.strip(), right.strip()) for left, _sign, right in halves]
    return "matching", {
        "kind": "match",
        "pairs": [pair for pair in pairs if pair[0]],
        "distractors": [right for left, right in pairs if not left],
    }


def _order(block: Block, keyed: list[Part]) -> Shape:
    _only(block, keyed)
    return "ordering", {"kind": "order", "items": [part.text for part in block.items or ()]}


def _card(block: Block, keyed: list[Part]) -> Shape:
    _only(block, keyed)
    return "flashcard", {"kind": "recall", "back": block.back.text if block.back else ""}


def _only(block: Block, keyed: list[Part]) -> None:
    """Raise NotCarriedError where there is another answer beside what is asked here."""
    if block.answers or keyed:
        raise NotCarriedError("It has its answer twice. Leave the one that is right.")

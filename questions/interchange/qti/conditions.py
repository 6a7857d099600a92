"""The conditions of QTI 1.2: which answers an item looks for, what each is worth and says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from questions.interchange.qti.trees import text_of
from questions.interchange.shares import NotCarriedError

_LOW, _HIGH = {"vargte", "vargt"}, {"varlte", "varlt"}
_IN_PART = {"varsubset", "varsubstring"}
_DEEPEST = 20  # conditions inside one another: no question needs so many


@dataclass
class Condition:
    """What one condition looks for, and what follows."""

    equal: list[tuple[str, str]] = field(default_factory=list)
    unequal: list[tuple[str, str]] = field(default_factory=list)
    low: str = ""
    high: str = ""
    is_other: bool = False
    in_part: bool = False
    score: float | None = None
    adds: bool = False
    says: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Return whether what it looks for earns something."""
        return self.score is not None and self.score > 0


def conditions_of(item: etree._Element) -> Iterator[Condition]:
    """Yield the conditions of an item."""
    for written in item.iterfind("resprocessing/respcondition"):
        condition = Condition(
            says=[link.get("linkrefid", "") for link in written.iterfind("displayfeedback")]
        )
        for setting in written.iterfind("setvar"):
            condition.score = _number(text_of(setting))
            condition.adds = setting.get("action", "Set") == "Add"
        for looked_for in written.iterfind("conditionvar"):
            _look(looked_for, condition, False, 0)
        yield condition


def _look(parent: etree._Element, condition: Condition, negated: bool, depth: int) -> None:
    for part in parent.iterchildren(etree.Element):
        if part.tag in ("and", "or", "not") and depth < _DEEPEST:
            _look(part, condition, negated ^ (part.tag == "not"), depth + 1)
        elif part.tag == "other":
            condition.is_other = True
        else:
            _take(part, condition, negated)


def _take(part: etree._Element, condition: Condition, negated: bool) -> None:
    found = (part.get("respident", ""), text_of(part))
    if part.tag == "varequal":
        (condition.unequal if negated else condition.equal).append(found)
    elif part.tag in _LOW:
        condition.low = found[1]
    elif part.tag in _HIGH:
        condition.high = found[1]
    elif part.tag in _IN_PART:
        condition.in_part = True


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        raise NotCarriedError(f"“{written}” is no number of marks. It was left out.") from None


def shares_in(conditions: list[Condition]) -> dict[str, float]:
    """Return what each single answer that is looked for is worth, the best of them 1."""
    shares: dict[str, float] = {}
    for condition in conditions:
        if condition.score is not None and not condition.unequal:
            for _response, value in condition.equal:
                shares.setdefault(value, condition.score)
    best = max(shares.values(), default=0)
    if best <= 0:
        return {}
    return {value: max(-1.0, round(share / best, 7)) for value, share in shares.items()}

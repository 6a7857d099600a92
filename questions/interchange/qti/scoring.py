"""What an item of QTI 2 or 3 says is right, and what each answer is worth."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from questions.interchange.qti.texts import Texts
from questions.interchange.qti.trees import text_of
from questions.interchange.shares import NotCarriedError

NO_KEY = "It does not say which answer is right. It was left out."
_ALL = (
    "only the whole right answer earned the mark there; here each right part earns its share, and "
    "each wrong one costs as much"
)


@dataclass(frozen=True, slots=True)
class Key:
    """The right values of a response, in order; and the share of each value that has one."""

    right: tuple[str, ...]
    shares: dict[str, float]
    kind: str  # its base type


def key_of(item: etree._Element, response: str, texts: Texts) -> Key:
    """Return the key of the response with this identifier; raises NotCarriedError."""
    declared = next(
        (d for d in item.iterchildren("responseDeclaration") if d.get("identifier") == response),
        None,
    )
    if declared is None:
        raise NotCarriedError(NO_KEY)
    right = tuple(text_of(value) for value in declared.iterfind("correctResponse/value"))
    entries = declared.findall("mapping/mapEntry")
    shares = {entry.get("mapKey", ""): _number(entry.get("mappedValue")) for entry in entries}
    if _is_mapped(item, bool(shares)):
        _note_rest(declared, texts)
        return Key(right, _of_one(shares, declared), declared.get("baseType", ""))
    if not right:
        raise NotCarriedError(NO_KEY)
    return Key(right, {}, declared.get("baseType", ""))


def _is_mapped(item: etree._Element, has_shares: bool) -> bool:
    """Return whether the mapping decides, and not whether all is right."""
    done = item.find("responseProcessing")
    if not has_shares or done is None:
        return has_shares
    template = done.get("template", "")
    by_mapping = "map_response" in template or done.find(".//mapResponse") is not None
    return by_mapping or not ("match_correct" in template or done.find(".//correct") is not None)


def _note_rest(declared: etree._Element, texts: Texts) -> None:
    mapping = declared.find("mapping")
    if mapping is not None and _number(mapping.get("defaultValue")) != 0:
        texts.note("what every other answer is worth was left out")


def _of_one(shares: dict[str, float], declared: etree._Element) -> dict[str, float]:
    """Return shares as parts of the whole mark: of the best answer, or of all right ones."""
    positive = [share for share in shares.values() if share > 0]
    if not positive:
        raise NotCarriedError(NO_KEY)
    whole = max(positive) if declared.get("cardinality") == "single" else sum(positive)
    return {value: max(-1.0, round(share / whole, 7)) for value, share in shares.items()}


def shares_of_options(key: Key, names: list[str], multiple: bool, texts: Texts) -> list[float]:
    """Return the share of each option of a choice."""
    if key.shares:
        return [key.shares.get(name, 0.0) for name in names]
    if not multiple:
        return [float(name in key.right[:1]) for name in names]
    return together(names, key.right, texts)


def together(names: Sequence[str], right: Collection[str], texts: Texts) -> list[float]:
    """Return shares of options of which all right ones, and no other, earned the mark."""
    many = sum(name in right for name in names)
    if many > 1:
        texts.note(_ALL)
    wrong = max(1, len(names) - many)
    each = {True: round(1 / max(1, many), 7), False: -round(1 / wrong, 7)}
    return [each[name in right] for name in names]


def limits_of(item: etree._Element, texts: Texts) -> Iterator[tuple[str, float | None, float]]:
    """Yield each number that an item's program compares with: its tolerance, and its share."""
    for same in item.iterfind("responseProcessing//equal"):
        value = same.find("baseValue")
        share = _number(_share_beside(same))
        if value is None and same.find("correct") is None:
            continue
        yield text_of(value), _tolerance(same, text_of(value), texts), share


def _share_beside(same: etree._Element) -> str:
    """Return what the branch that a comparison stands in sets the score to."""
    for branch in same.iterancestors("responseIf", "responseElseIf"):
        for outcome in branch.iterfind("setOutcomeValue"):
            if outcome.get("identifier") == "SCORE":
                return text_of(outcome.find("baseValue")) or "1"
    return "1"


def _tolerance(same: etree._Element, value: str, texts: Texts) -> float | None:
    parts = [_number(part) for part in same.get("tolerance", "").split()]
    mode = same.get("toleranceMode", "exact")
    if mode == "exact" or not parts:
        return None
    if len(set(parts)) > 1:
        texts.note("above and below a number may be differently far off there: here as far")
    within = max(parts)
    return (abs(_number(value)) * within / 100 if mode == "relative" else within) or None


def _number(written: str | None) -> float:
    try:
        return float(written or 0)
    except ValueError:
        raise NotCarriedError(f"“{written}” is no number. It was left out.") from None

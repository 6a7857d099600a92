"""Rereading: an answer to one version of a question, as an answer to another version of it."""

from __future__ import annotations

from questions.interactions import Choice, Interaction, Match, Order, TextEntry
from questions.responses import Chosen, Entered, Matched, Ordered, Response


def reread(response: Response, before: Interaction, after: Interaction) -> Response | None:
    """Return what was answered to ``before`` in the places that ``after`` has.

    Options, pairs and items are known by their texts. ``None`` where that cannot be said: the
    other version asks in another way, or no longer has what was picked.
    """
    match response, before, after:
        case Chosen(), Choice(), Choice():
            return _chosen(response, before, after)
        case Entered(), TextEntry(), TextEntry():
            return response
        case Matched(), Match(), Match():
            return _matched(response, before, after)
        case Ordered(), Order(), Order():
            return _ordered(response, before, after)
        case _:
            return None


def _chosen(response: Chosen, before: Choice, after: Choice) -> Chosen | None:
    if before.multiple != after.multiple:
        return None
    places = {_folded(option.text): place for place, option in enumerate(after.options)}
    picked = [before.options[place] for place in response.options if place < len(before.options)]
    texts = [_folded(option.text) for option in picked]
    if any(text not in places for text in texts):
        return None
    return Chosen(options=tuple(places[text] for text in texts))


def _matched(response: Matched, before: Match, after: Match) -> Matched | None:
    lefts = [_folded(left) for left, _right in before.pairs]
    given = dict(zip(lefts, response.rights, strict=False))
    choices = {_folded(choice): choice for choice in after.choices()}
    rights: list[str | None] = []
    for left, _right in after.pairs:
        right = given.get(_folded(left))
        if _folded(left) not in lefts or (right and _folded(right) not in choices):
            return None
        rights.append(choices[_folded(right)] if right else None)
    return Matched(rights=tuple(rights))


def _ordered(response: Ordered, before: Order, after: Order) -> Ordered | None:
    places = {_folded(item): place for place, item in enumerate(after.items)}
    texts = [_folded(item) for item in before.items]
    if set(texts) != set(places):
        return None
    return Ordered(items=tuple(places[texts[item]] for item in response.items if item < len(texts)))


def _folded(text: str) -> str:
    """Return a text as it is told apart from others of its question."""
    return " ".join(text.split()).casefold()

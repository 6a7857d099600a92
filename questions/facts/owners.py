"""Who has what a phrase is: "Gore" of "Gore's decision"."""

from __future__ import annotations

from collections.abc import Sequence

from questions.language.words import Name, Sentence, Word

_LONGEST = 4  # words of what somebody has: a plain choice, what is longer tells it


def owner_of(sentence: Sentence, phrase: Sequence[Word], head: Word) -> Name | None:
    """Return who has what a phrase is, where it is "Gore's decision" and no more."""
    mark = next((word for word in phrase if word.tag == "POS"), None)
    if mark is None or head.tag not in {"NN", "NNS"} or phrase[-1] is not head:
        return None
    name = sentence.name_at(phrase[0])
    if name is None or name.kind != "PER" or name.start != phrase[0].index:
        return None
    ends = name.end - (sentence.words[name.end - 1].tag == "POS")
    whole = phrase[-1].index - phrase[0].index + 1 == len(phrase)
    return name if whole and ends == mark.index and len(behind_owner(phrase)) <= _LONGEST else None


def behind_owner(phrase: Sequence[Word]) -> list[Word]:
    """Return what is had, without who has it."""
    mark = next(word.index for word in phrase if word.tag == "POS")
    return [word for word in phrase if word.index > mark]

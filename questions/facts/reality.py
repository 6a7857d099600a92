"""What a sentence says is so: nothing of what it denies, imagines or asks."""

from __future__ import annotations

from collections.abc import Iterator

from questions.language.lexicon.degrees import FOCUSING, NEARLY, NEGATING, SUPPOSEDLY
from questions.language.lexicon.links import DEPENDING
from questions.language.lexicon.pronouns import NOBODY
from questions.language.lexicon.things import DOUBTS
from questions.language.lexicon.verbs import HEDGING_MODALS, UNREAL_MODALS
from questions.language.words import Sentence, Word

_ARGUMENTS = ("nsubj", "obj", "iobj", "obl")
# What stands below these is said beside the rest of the sentence, whatever becomes of that.
_BESIDE = ("advcl", "acl", "parataxis", "appos")
_PREDICATES = ("VB", "JJ", "NN", "CD", "IN")
_NOUNS = ("NN", "PRP", "DT", "CD")


def is_stated(sentence: Sentence, word: Word) -> bool:
    """Return whether what is said of ``word`` is said to be so: not "never", nor "would have"."""
    if sentence.words[-1].text == "?":
        return False
    return not any(
        _denies(sentence, head, word) or _imagines(sentence, head)
        for head in _above(sentence, word)
    )


def is_denied(sentence: Sentence, word: Word) -> bool:
    """Return whether what is said of ``word`` is said not to be so, and not just imagined."""
    above = list(_above(sentence, word))
    return (
        sentence.words[-1].text != "?"
        and any(_denies(sentence, head, word) for head in above)
        and not any(_imagines(sentence, head) for head in above)
    )


def is_plain(sentence: Sentence, word: Word) -> bool:
    """Return whether ``word`` is the verb of a fact: also neither "almost", "may" nor "if"."""
    if not is_stated(sentence, word):
        return False
    head = word
    while True:
        if _hedges(sentence, head) or head.relation.startswith(("ccomp", "csubj", "xcomp")):
            return False
        if head.head == head.index:
            return True
        head = sentence.words[head.head]


def _above(sentence: Sentence, word: Word) -> Iterator[Word]:
    """Yield ``word`` and what it is said under, up to the clause that is said beside the rest."""
    while True:
        yield word
        if word.head == word.index or word.relation.startswith(_BESIDE):
            return
        parent = sentence.words[word.head]
        if (
            word.relation == "conj"
            and _is_clause(sentence, word)
            and not _is_shared(sentence, word)
        ):
            return
        word = parent


def _is_clause(sentence: Sentence, word: Word) -> bool:
    return word.is_verb or bool(sentence.child(word, "cop", "nsubj"))


def _is_shared(sentence: Sentence, word: Word) -> bool:
    """Return whether "not" goes for what is joined as well: "neither sang nor danced"."""
    return any(cc.lower in {"or", "nor"} for cc in sentence.children(word, "cc"))


def _denies(sentence: Sentence, head: Word, word: Word) -> bool:
    if _is_nobody(sentence, head):
        return True
    if not head.tag.startswith(_PREDICATES) and not sentence.child(head, "cop"):
        return False
    if any(_negates(sentence, child) for child in sentence.children(head)):
        return not _is_until(sentence, head, word)
    return any(
        _is_nobody(sentence, child)
        for child in sentence.children(head, *_ARGUMENTS)
        if child.index < head.index or not child.relation.startswith("obl")
    )


def _negates(sentence: Sentence, word: Word) -> bool:
    """Return whether a word says "not": of "not only" and "not just" no more than the rest."""
    if word.lower in {"longer", "more"}:
        return any(child.lower == "no" for child in sentence.children(word))
    if word.lower not in NEGATING or word.relation.startswith(_ARGUMENTS):
        return False
    following = next((w for w in sentence.words[word.index + 1 :] if w.text), None)
    return following is None or following.lower not in FOCUSING


def _is_nobody(sentence: Sentence, noun: Word) -> bool:
    """Return whether a noun stands for nobody or nothing: "no town", "neither of the towns"."""
    if not noun.tag.startswith(_NOUNS) or noun.lower in DOUBTS:
        return False
    if noun.lower in NOBODY:
        return True
    return any(
        child.lower in {"no", "neither", "nor"} or _negates(sentence, child)
        for child in sentence.children(noun, "det", "cc", "advmod")
    )


def _is_until(sentence: Sentence, head: Word, word: Word) -> bool:
    """Return whether ``word`` is that until which something is not: then it is from there on."""
    below = word
    while below is not head and below.head != head.index and below.head != below.index:
        below = sentence.words[below.head]
    return any(case.lower in {"until", "till"} for case in sentence.children(below, "case", "mark"))


def _imagines(sentence: Sentence, head: Word) -> bool:
    """Return whether "would have been", "would" with "if", or "maybe" makes a fancy of it."""
    helpers = {word.lower for word in sentence.children(head, "aux", "cop")}
    first = head
    while first.relation == "conj":  # what is supposed of one is of those that follow
        first = sentence.words[first.head]
    supposed = (*sentence.children(head, "advmod"), *sentence.children(first, "advmod"))
    if any(word.lower in SUPPOSEDLY for word in supposed):
        return True
    if head.relation.startswith(("ccomp", "csubj")):
        if any(mark.lower in {"if", "whether"} for mark in _marks(sentence, head)):
            return True  # "asked whether", and "if" whose main clause was not found
    if helpers & UNREAL_MODALS:
        past = "have" in helpers or "'ve" in helpers
        return past or any(_is_condition(sentence, c) for c in sentence.children(head, "advcl"))
    if head.relation.startswith("advcl") and _is_condition(sentence, head):
        above = sentence.words[head.head]
        told = {word.lower for word in sentence.children(above, "aux")}
        return bool(told & UNREAL_MODALS)
    return any(mark.lower == "as" and _is_if(sentence, mark) for mark in _marks(sentence, head))


def _marks(sentence: Sentence, head: Word) -> list[Word]:
    return sentence.children(head, "mark")


def _is_if(sentence: Sentence, word: Word) -> bool:
    following = sentence.words[word.index + 1 : word.index + 2]
    return bool(following) and following[0].lower in {"if", "though"}


def _is_condition(sentence: Sentence, head: Word) -> bool:
    """Return whether a clause is "if …", "unless …", "had he …" or "were he …"."""
    if any(mark.lower in DEPENDING for mark in _marks(sentence, head)):
        return True
    first = sentence.subtree(head)[0]
    return first.lower in {"had", "were", "should"} and first.relation in {"aux", "cop", "aux:pass"}


def _hedges(sentence: Sentence, head: Word) -> bool:
    """Return whether a predicate says less than that something is so."""
    children = sentence.children(head)
    return any(
        (child.lower in HEDGING_MODALS and child.relation == "aux")
        or (child.lower in NEARLY and child.relation.startswith("advmod"))
        or (child.relation == "mark" and child.lower in DEPENDING | {"to"})
        for child in children
    )

"""What points outside a sentence: pronouns, and "the programme" whose programme is not said."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from questions.language.words import Sentence, Word

_POSSESSIVE = {"his", "her", "its", "their"}
_PERSONAL = frozenset(
    """he she it they him them himself herself itself themselves hers theirs i we you me us my our
    your""".split()
)
_HUMAN = frozenset("he she him her his himself herself".split())
_MANY = frozenset("them their themselves".split())
_POINTING = frozenset("this that these those such former latter here there above below".split())
# Of these there is one, wherever it is spoken of.
_ONLY_ONE = frozenset(
    """world sun moon sky sea ocean earth end beginning start middle rest same past future present
    first last most public north south east west internet universe majority century 20th 19th
    18th 21st late early mid""".split()
)
_SAYS_WHICH = (
    "nmod",
    "acl",
    "amod",
    "compound",
    "nummod",
    "flat",
    "appos",
    "advcl:relcl",
    "nmod:poss",
)
_KINDS = {
    **dict.fromkeys("country city town state region nation capital".split(), "LOC"),
    **dict.fromkeys("company organisation organization party club team".split(), "ORG"),
}
_COMPARING = frozenset(
    """other another more less different further additional also too instead however again later
    earlier previous following next subsequent similar same still already then both former
    latter respectively even only""".split()
)
_TIMES = frozenset(
    """year month week day today yesterday tomorrow tonight ago now recently currently""".split()
)


def dangles(
    sentence: Sentence,
    words: Sequence[Word],
    *,
    person: bool = False,
    known: Collection[str] = (),
) -> str | None:
    """Return the first of ``words`` that means something said elsewhere, or ``None``.

    ``person``: the stem begins with somebody whom "he" or "she" may mean, by name or by "who".
    ``known`` are nouns that the document is about: "the plague" needs no more there.
    """
    inside = {word.index for word in words}
    named, several = person, False
    for word in words:
        if not (person and word.lower in _HUMAN) and not (several and word.lower in _MANY):
            bare = word.lower == "the" and sentence.words[word.head].lower in known
            if not bare and _points_out(sentence, word, inside, named=named):
                return word.text
        named = named or word.is_noun
        several = several or word.tag in {"NNS", "NNPS"}
    return None


def _points_out(sentence: Sentence, word: Word, inside: set[int], *, named: bool) -> bool:
    if word.tag == "PRP$":
        return not named or word.lower not in _POSSESSIVE
    if word.lower in _PERSONAL and word.tag == "PRP":
        return True
    if word.lower in {"that", "those"} and sentence.child(word, "nmod", "acl"):
        return False
    if word.lower in _POINTING:
        return word.tag == "DT" or (word.tag in {"RB", "PDT", "JJ"} and word.lower != "that")
    if word.lower in _TIMES and _is_relative_time(sentence, word):
        return True
    if word.lower in _COMPARING and word.relation in {"amod", "advmod", "det"}:
        return word.lower not in {"also", "only", "both", "even", "more", "already"} or (
            word.index == 0
        )
    return word.lower == "the" and _is_definite(sentence, word, inside)


def _is_relative_time(sentence: Sentence, word: Word) -> bool:
    if word.lower in {"year", "month", "week", "day"}:
        return any(
            child.lower in {"this", "last", "next", "that", "same"}
            for child in sentence.children(word)
        )
    return True


def _is_definite(sentence: Sentence, article: Word, inside: set[int]) -> bool:
    """Return whether "the" makes of a common noun, left bare, one that was spoken of before."""
    noun = sentence.words[article.head]
    if noun is article or noun.tag not in {"NN", "NNS"} or noun.lower in _ONLY_ONE:
        return False
    earlier = (word for word in sentence.words[: article.index] if word.index in inside)
    if any(word.is_noun and word.lower == noun.lower for word in earlier):
        return False
    if noun.lower in _KINDS and any(
        name.kind == _KINDS[noun.lower] and name.end <= article.index and name.start in inside
        for name in sentence.names
    ):
        return False
    said = [child for child in sentence.children(noun, *_SAYS_WHICH) if child.index in inside]
    return not any(_says_which(sentence, child) for child in said)


def _says_which(sentence: Sentence, child: Word) -> bool:
    """Return whether a modifier tells which: a bare adjective ("the new school") does not."""
    if child.relation.startswith(("amod", "compound")):
        return (
            child.tag in {"NNP", "NNPS", "JJS", "RBS"}
            or child.text[:1].isupper()
            or (child.lower in {"first", "second", "third", "last", "only", "main", "same"})
        )
    return True

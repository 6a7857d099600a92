"""What points outside a sentence: pronouns, and "the programme" whose programme is not said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from questions.language.lexicon.degrees import GRADES, SINGLING_OUT
from questions.language.lexicon.links import COMPARING, GOING_ON
from questions.language.lexicon.numbers import LEFT_ALONE, ORDINALS
from questions.language.lexicon.pronouns import (
    HUMAN_PRONOUNS,
    PERSONAL_PRONOUNS,
    PLURAL_PRONOUNS,
    POINTING,
    POINTING_AT_TEXT,
)
from questions.language.lexicon.things import BODY_NOUNS, OF_SOMETHING, ONLY_ONE, PLACE_NOUNS
from questions.language.lexicon.times import MAKING_RELATIVE, RELATIVE_TIMES
from questions.language.words import Sentence, Word

_POSSESSIVE = {"his", "her", "its", "their"}
_PLURAL = {"NNS", "NNPS"}
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
_KINDS = {**dict.fromkeys(PLACE_NOUNS, "LOC"), **dict.fromkeys(BODY_NOUNS, "ORG")}
# "The first axis" is one of some that were spoken of.
_TELLING = SINGLING_OUT - ORDINALS
_EARLY = 3  # words from the beginning: a plain choice; further in, the sentence has named it
_FINE_INSIDE = frozenset("also both later earlier".split())
_SUBJECTS = {"nsubj", "nsubj:pass"}


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
    found = next(dangling(sentence, words, person=person, known=known), None)
    return found.text if found else None


def dangling(
    sentence: Sentence, words: Sequence[Word], *, person: bool, known: Collection[str]
) -> Iterator[Word]:
    """Yield every one of ``words`` that means something said elsewhere; see ``dangles``."""
    words = [word for word in words if word.text]
    inside = {word.index for word in words}
    named, several = person, False
    for word in words:
        if not (person and word.lower in HUMAN_PRONOUNS) and not (
            several and word.lower in PLURAL_PRONOUNS
        ):
            bare = word.lower == "the" and sentence.words[word.head].lower in known
            if not bare and _points_out(sentence, word, inside, named=named):
                yield word
        named = named or word.is_noun
        person = person or (
            _is_person(sentence, word) and word.relation in _SUBJECTS | {"nmod:poss"}
        )
        several = several or word.tag in _PLURAL


def is_of_something(sentence: Sentence) -> bool:
    """Return whether "transmission" is told of, and its heading or what comes before says of what.

    What it is at all may be said by the sentence: "Transmission is how …".
    """
    root = sentence.root
    subject = sentence.child(root, *_SUBJECTS)
    if subject is None or subject.lower not in OF_SOMETHING or sentence.child(root, "cop"):
        return False
    around = sentence.children(subject)
    return all(child.relation == "amod" and child.lower in GRADES for child in around)


def _is_person(sentence: Sentence, word: Word) -> bool:
    name = sentence.name_at(word)
    return name is not None and name.kind == "PER"


def is_answered(lead: Sequence[Sentence], word: Word) -> bool:
    """Return whether the sentences of ``lead``, read first, say what ``word`` points at."""
    if word.lower in HUMAN_PRONOUNS:
        return any(name.kind == "PER" for one in lead for name in one.names)
    if word.lower in PLURAL_PRONOUNS or word.lower == "they":
        return any(noun.tag in _PLURAL for one in lead for noun in one.words)
    return word.lower not in RELATIVE_TIMES | POINTING_AT_TEXT


def _points_out(sentence: Sentence, word: Word, inside: set[int], *, named: bool) -> bool:
    if word.tag == "PRP$":
        return not named or not _is_owner_before(sentence, word, inside)
    if word.lower in PERSONAL_PRONOUNS and word.tag == "PRP":
        return not _is_said_before(sentence, word, inside)
    if word.lower in {"that", "those"} and sentence.child(word, "nmod", "acl"):
        return False
    if word.lower in {"former", "latter"} and word.relation == "amod":
        return False
    if word.lower in POINTING:
        pointing = word.tag == "DT" or (word.tag in {"RB", "PDT", "JJ"} and word.lower != "that")
        return pointing and not _is_named_before(sentence, word, inside)
    if word.lower in RELATIVE_TIMES and _is_relative_time(sentence, word):
        return True
    if _compares(sentence, word, inside):
        return True
    return word.lower == "the" and _is_definite(sentence, word, inside)


def _is_alone(sentence: Sentence, word: Word) -> bool:
    """Return whether "all three" or "some" stands without what there are so many of."""
    following = sentence.words[word.index + 1 : word.index + 3]
    if following and following[0].tag == "CD":
        following = following[1:]
    return bool(following) and following[0].tag in {"VBD", "VBP", "VBZ", "MD", "RB"}


def _is_owner_before(sentence: Sentence, word: Word, inside: set[int]) -> bool:
    if word.lower == "its":
        earlier = [w for w in sentence.words[: word.index] if w.index in inside and w.is_noun]
        return _is_thing_before(sentence, word, earlier)
    return word.lower in _POSSESSIVE


def _compares(sentence: Sentence, word: Word, inside: set[int]) -> bool:
    """Return whether a word goes on from, or compares with, what was said before."""
    following = next((w.lower for w in sentence.words[word.index + 1 :] if w.text), "")
    if following in {"than", "as", "to"}:
        return False
    if word.lower in ORDINALS and word.relation in _SUBJECTS:
        return True  # "the first demonstrates"
    if word.index == min(inside, default=0):
        if word.lower in GOING_ON or (word.lower in LEFT_ALONE and _is_alone(sentence, word)):
            return True
    early = word.index - min(inside, default=0) < _EARLY
    if early and word.lower in {"other", "another", "later", "earlier"}:
        return True
    if word.lower == "more" and sentence.words[word.index - 1].tag == "CD":
        return True
    says = word.lower in COMPARING and word.relation in {"amod", "advmod", "det"}
    return says and word.lower not in _FINE_INSIDE


def _is_said_before(sentence: Sentence, word: Word, inside: set[int]) -> bool:
    """Return whether a noun of the same sentence, or nothing at all, is what a pronoun means."""
    earlier = [w for w in sentence.words[: word.index] if w.index in inside and w.is_noun]
    if word.lower in HUMAN_PRONOUNS:
        main = word.relation in _SUBJECTS and sentence.words[word.head] is sentence.root
        return not main and any(
            n.kind == "PER" and n.start < word.index and n.start in inside for n in sentence.names
        )
    if word.lower in {"it", "itself"}:
        empty = bool(sentence.children(sentence.words[word.head], "csubj", "ccomp", "expl"))
        return word.relation == "expl" or empty or _is_thing_before(sentence, word, earlier)
    if word.lower in {"they", "them", "themselves"}:
        return any(w.tag in _PLURAL or sentence.child(w, "conj") for w in earlier)
    return False


def _is_thing_before(sentence: Sentence, word: Word, earlier: list[Word]) -> bool:
    """Return whether "it" or "its" can mean the subject, or in a later clause an object."""
    main = word.relation.startswith("nsubj") and sentence.words[word.head] is sentence.root
    places = _SUBJECTS if main else _SUBJECTS | {"obj"}
    owns = word.tag == "PRP$"
    return any(
        noun.tag in {"NN", "NNP"}
        and noun.relation in places
        and (owns or not _is_person(sentence, noun))
        for noun in earlier
    )


def _is_named_before(sentence: Sentence, word: Word, inside: set[int]) -> bool:
    """Return whether "these cities" come after the cities, or after two names or numbers."""
    noun = sentence.words[word.head]
    earlier = [w for w in sentence.words[: word.index] if w.index in inside]
    if word.relation != "det":
        return False
    if noun.is_noun and any(w.lower == noun.lower for w in earlier):
        return True
    names = sum(name.end <= word.index for name in sentence.names)
    return noun.is_noun and names + sum(w.tag == "CD" for w in earlier) > 1


def _is_relative_time(sentence: Sentence, word: Word) -> bool:
    if word.lower == "ago":
        before = sentence.words[max(0, word.index - 4) : word.index]
        return not any("," in w.text or w.lower.startswith(("million", "thousand")) for w in before)
    if word.lower in {"year", "month", "week", "day"}:
        return any(child.lower in MAKING_RELATIVE for child in sentence.children(word))
    return True


def _is_definite(sentence: Sentence, article: Word, inside: set[int]) -> bool:
    """Return whether "the" makes of a common noun, left bare, one that was spoken of before."""
    noun = sentence.words[article.head]
    if noun is article or noun.tag not in {"NN", "NNS"} or noun.lower in ONLY_ONE:
        return False
    earlier = (word for word in sentence.words[: article.index] if word.index in inside)
    if any(word.is_noun and _is_same_noun(word, noun) for word in earlier):
        return False
    if noun.lower in _KINDS and any(
        name.kind == _KINDS[noun.lower] and name.end <= article.index and name.start in inside
        for name in sentence.names
    ):
        return False
    said = [child for child in sentence.children(noun, *_SAYS_WHICH) if child.index in inside]
    return not any(_says_which(child) for child in said)


def _is_same_noun(one: Word, other: Word) -> bool:
    """Return whether two nouns are one, or the other its plural: "every change", "the changes"."""
    plurals = {f"{one.lower}s", f"{one.lower}es"} if one.tag == "NN" else set()
    return one.lower == other.lower or (other.tag == "NNS" and other.lower in plurals)


def _says_which(child: Word) -> bool:
    """Return whether a modifier tells which: a bare adjective ("the new school") does not."""
    if child.relation.startswith(("amod", "compound")):
        return (
            child.tag in {"NNP", "NNPS", "JJS", "RBS"}
            or child.text[:1].isupper()
            or child.lower in _TELLING
        )
    return True

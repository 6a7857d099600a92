"""What takes a statement back: "This is false", "It is a myth that …", "An earlier post said"."""

from __future__ import annotations

from questions.facts.reality import is_denied
from questions.language.lexicon.truth import (
    CORRECTED,
    EARLIER,
    FALSE_ALONE,
    FALSELY,
    IN_FACT,
    OR_SO,
    POINTING_AT_TOLD,
    SEVERAL_TOLD,
    SURELY_UNTRUE,
    TEXTS,
    TOLD,
    TRUE,
    UNDOING,
    UNTRUE,
    UNTRUE_IDIOMS,
)
from questions.language.lexicon.verbs import SAYING, TELLING
from questions.language.words import Sentence, Word, lemma

_LONGEST = 25  # words: a plain choice; what takes a statement back says hardly more
_SHORT = 14


def takes_back(text: str, sentence: Sentence | None) -> bool:
    """Return whether a sentence says of what stands before it that it is not so."""
    if FALSE_ALONE.fullmatch(text.strip()):
        return True
    if sentence is None or len(sentence.words) > _LONGEST or text.rstrip().endswith("?"):
        return False
    if UNTRUE_IDIOMS.search(text) and len(sentence.words) <= _SHORT:
        return True
    return _is_of_others(text, sentence) or any(
        _is_untrue(sentence, word) and _points_back(sentence, word) for word in sentence.words
    )


def puts_right(before: Sentence | None, sentence: Sentence | None) -> bool:
    """Return whether a sentence says otherwise than the one before: "In fact, it opened in …"."""
    if before is None or sentence is None:
        return False
    text = " ".join(word.lower for word in sentence.words[:5])
    if not IN_FACT.match(text) or lemma(before.root) != lemma(sentence.root):
        return False
    ours, theirs = _numbers(sentence), _numbers(before)
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _numbers(sentence: Sentence) -> set[str]:
    return {word.text for word in sentence.words if word.tag == "CD"}


def takes_back_several(sentence: Sentence | None) -> bool:
    """Return whether what is taken back are all the sentences before: "Both claims are false"."""
    if sentence is None:
        return False
    return any(
        word.lower in SEVERAL_TOLD and word.relation.startswith(("nsubj", "det"))
        for word in sentence.words
    ) and not _is_plain_told(sentence)


def _is_plain_told(sentence: Sentence) -> bool:
    subject = sentence.child(sentence.root, "nsubj")
    return subject is not None and subject.lower in {"this", "that", "it"}


def takes_itself_back(sentence: Sentence) -> bool:
    """Return whether a sentence tells what is not so: "It is false that …", "falsely said"."""
    words = sentence.words
    if any(word.lower in FALSELY and _is_of_telling(sentence, word) for word in words):
        return True
    return _is_correction(sentence) or any(
        _is_untrue(sentence, word) and _has_content(sentence, word) for word in words
    )


def _is_of_telling(sentence: Sentence, adverb: Word) -> bool:
    """Return whether it is said or thought, not done, in a way: not "wrongly arrested"."""
    verb = sentence.words[adverb.head]
    return verb.is_verb and (lemma(verb) in SAYING or bool(sentence.child(verb, "ccomp", "xcomp")))


def _is_of_others(text: str, sentence: Sentence) -> bool:
    """Return whether what was told is only what others say: "Or so the firm claimed"."""
    says = any(word.is_verb and lemma(word) in SAYING for word in sentence.words)
    if not says or len(sentence.words) > _SHORT:
        return False
    subject = sentence.child(sentence.root, "nsubj")
    pointed = (
        subject is not None and subject.lower in {"that", "this"} and sentence.root.tag == "WP"
    )
    return bool(OR_SO.match(text)) or pointed


def _is_untrue(sentence: Sentence, word: Word) -> bool:
    """Return whether a word calls something untrue."""
    if word.is_verb and lemma(word) in UNDOING:
        return bool(sentence.child(word, "nsubj:pass", "aux")) and not is_denied(sentence, word)
    if word.lower in UNTRUE:
        return word.relation != "amod" and not is_denied(sentence, word)
    told = lemma(word) if word.is_verb else word.lower
    return told in TRUE and is_denied(sentence, word)


def _points_back(sentence: Sentence, word: Word) -> bool:
    """Return whether the subject of a predicate is what was told before."""
    subject = _subject(sentence, word)
    if subject is None:
        return word is sentence.root and word.lower in SURELY_UNTRUE
    if subject.lower not in TOLD and word.lower in UNTRUE - SURELY_UNTRUE:
        return False  # "this was a mistake": of what was done as often as of what was said
    if any(one.lower in {"this", "that", "it"} for one in sentence.children(subject, "nmod")):
        return True
    return subject.lower in POINTING_AT_TOLD - {"which"} or (
        subject.lower in TOLD and not sentence.child(subject, "acl", "ccomp")
    )


def _subject(sentence: Sentence, word: Word) -> Word | None:
    """Return the subject of a predicate, or of "turned out" and the like above it."""
    while True:
        if found := sentence.child(word, "nsubj"):
            return found
        if word.head == word.index or not word.relation.startswith(("xcomp", "obl", "obj", "conj")):
            return None
        word = sentence.words[word.head]


def _has_content(sentence: Sentence, word: Word) -> bool:
    """Return whether what a predicate calls untrue stands in the same sentence."""
    if sentence.child(word, "csubj", "ccomp"):
        return True
    subject = _subject(sentence, word)
    if subject is None:
        return False
    if sentence.child(subject, "acl", "ccomp"):
        return any(
            m.lower == "that" for c in sentence.children(subject) for m in _marks(sentence, c)
        )
    beside = word is not sentence.root
    return beside and subject.lower in {"which", "this", "that", "it"} and word.is_verb is False


def _marks(sentence: Sentence, clause: Word) -> list[Word]:
    return sentence.children(clause, "mark")


def _is_correction(sentence: Sentence) -> bool:
    """Return whether a sentence tells what an earlier text said, or got wrong."""
    for word in sentence.words:
        if word.lower not in TEXTS or not word.relation.startswith(("nsubj", "obl", "nmod")):
            continue
        earlier = any(child.lower in EARLIER for child in sentence.children(word, "amod"))
        verb = sentence.words[word.head]
        own = any(c.lower in {"this", "our"} for c in sentence.children(word, "det", "nmod:poss"))
        wrong = verb.is_verb and lemma(verb) in CORRECTED
        changed = any(
            child.lower in {"originally", "initially", "previously", "earlier"}
            for child in sentence.children(verb, "advmod")
        )
        if wrong or (earlier and _says_something(verb)) or (own and changed):
            return True
    return False


def _says_something(verb: Word) -> bool:
    if not verb.is_verb:
        return False
    return lemma(verb) in SAYING | CORRECTED | TELLING

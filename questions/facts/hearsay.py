"""What only seems so, or is known from nobody who is named: "it is learned that …"."""

from __future__ import annotations

from questions.language.lexicon.verbs import ESTABLISHING, HEARING, SEEMING
from questions.language.words import Sentence, Word, lemma


def is_hearsay(sentence: Sentence, verb: Word) -> bool:
    """Return whether by a verb it only seems so, or "it is learned" that it is."""
    if not verb.is_verb:
        return False
    if lemma(verb) in SEEMING and sentence.child(verb, "xcomp"):
        return True
    helped = sentence.child(verb, "expl", "nsubj:pass", "nsubj")
    if verb.tag == "VBN" and sentence.child(verb, "xcomp") and sentence.child(verb, "nsubj:pass"):
        return lemma(verb) in HEARING - {"tell"}
    return (
        verb.tag == "VBN"
        and helped is not None
        and helped.lower == "it"
        and bool(sentence.child(verb, "csubj", "ccomp"))
        and lemma(verb) not in ESTABLISHING
    )

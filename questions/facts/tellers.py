"""Who stands before a verb of saying as the one who says so."""

from __future__ import annotations

from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.words import Sentence, Word

_RELATIVE = "who"


def subject_of_saying(sentence: Sentence, verb: Word) -> Word | None:
    """Return who says so, also in "the club complained, alleging that …".

    A verb joined to another has that one's subject, and "who" is whoever stands before it.
    """
    above = sentence.words[verb.head]
    if verb.tag == "VBG" and verb.relation == "advcl" and not sentence.child(verb, "nsubj"):
        return sentence.child(above, "nsubj")
    subjects = [one for one in sentence.children(verb, "nsubj") if _is_beside(sentence, one, verb)]
    if subjects and any(
        word.text == "," for word in sentence.words[subjects[0].index : subjects[-1].index]
    ):
        subjects = subjects[-1:]  # "as you know, Mr Byron, the mayor said"
    people = [one for one in subjects if (name := sentence.name_at(one)) and name.kind == "PER"]
    found = next(iter([*people, *subjects]), None)  # "Governor of Ohio Ada Byron" is read as two
    if found is None and _shares(sentence, verb, above):
        return subject_of_saying(sentence, above)
    return _before_who(sentence, verb) if found and found.lower == _RELATIVE else found


def _shares(sentence: Sentence, verb: Word, above: Word) -> bool:
    """Return whether a verb has the subject of the one that it is joined to."""
    own = sentence.children(verb, "nsubj", "csubj", "expl")
    joined = verb.relation == "conj" and above.is_verb and above.index < verb.index
    return joined and not own and verb.tag in {"VBD", "VBZ", "VBP"} and above.tag == verb.tag


def _before_who(sentence: Sentence, verb: Word) -> Word | None:
    """Return the name right before "who": "Ada Byron, who says that …"."""
    noun = sentence.words[verb.head]
    name = sentence.name_at(noun)
    who = sentence.child(verb, "nsubj")
    if not verb.relation.endswith("relcl") or who is None or name is None:
        return None
    between = sentence.words[name.end : who.index]
    return noun if all(word.text == "," for word in between) else None


def _is_beside(sentence: Sentence, subject: Word, verb: Word) -> bool:
    """Return whether no quotation begins or ends between a subject and its verb."""
    first, last = sorted((subject.index, verb.index))
    between = [word.text in SPEECH_MARKS for word in sentence.words[first:last]]
    return sum(between) % 2 == 0

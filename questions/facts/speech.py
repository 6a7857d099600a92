"""Who says so: speech, direct and indirect, and whose it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from questions.facts.acts import act_of
from questions.facts.beside import inserted, sourced
from questions.facts.claims import Authorship, Claim
from questions.facts.contents import content_of
from questions.facts.hearsay import is_hearsay
from questions.facts.insertions import insertions
from questions.facts.lately import Lately
from questions.facts.naming import Names
from questions.facts.tellers import subject_of_saying
from questions.language.lexicon.degrees import HEARSAY, NEGATIONS
from questions.language.lexicon.links import DEPENDING
from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.people import SPEAKING_OFFICES
from questions.language.lexicon.pronouns import FIRST_AND_SECOND, FIRST_SINGULAR, SECOND
from questions.language.lexicon.things import FINDINGS, MESSAGES, SAID_NOUNS, SPEAKING_BODIES
from questions.language.lexicon.verbs import (
    DENYING,
    DOING,
    HOLDING,
    SAYING,
    SHOWING,
    SUPPOSING,
)
from questions.language.words import Name, Sentence, Word, lemma, say
from questions.question import Stance

# Plain choices, in words: longer, and what is read as one who speaks holds a clause of its own.
_LONGEST_GROUP = 7
_LONGEST_FINDING = 14
_LONGEST_TITLE = 7  # words and marks
_OUTER_MARKS = SPEECH_MARKS - {"‘", "`"}  # the others end with an apostrophe
_PRONOUNS = frozenset({"he", "she"})


def listen(sentences: list[Sentence], names: Names) -> list[Authorship]:
    """Return whose words each of ``sentences`` is."""
    personal = _personal(sentences)
    voices = []
    lately = Lately(names)
    quoting, announced, announces, paragraph = False, False, False, -1
    for sentence in sentences:
        if sentence.passage.paragraph != paragraph:
            announced = announces
            quoting, paragraph = False, sentence.passage.paragraph
        announces = _announces(sentence)
        is_open = quoting
        inside = quoting or announced
        quoting = _still_quoting(sentence, quoting)
        voices.append(
            _voice(sentence, lately, inside=inside or quoting, is_open=is_open, personal=personal)
        )
    return voices


def _personal(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Return the pronouns of whoever speaks: where nobody says "I", "you" is anybody."""
    used = {
        word.lower for sentence in sentences for word in sentence.words if word.tag[:3] == "PRP"
    }
    return FIRST_AND_SECOND if used & FIRST_SINGULAR else FIRST_AND_SECOND - SECOND


def says_i(words: Iterable[Word], pronouns: Collection[str] = FIRST_AND_SECOND) -> bool:
    """Return whether somebody speaks of himself, or to somebody: "we", and not "the US"."""
    return any(word.lower in pronouns and word.tag in {"PRP", "PRP$"} for word in words)


def _announces(sentence: Sentence) -> bool:
    """Return whether the next paragraph is somebody's words: "In it, Norton observed:"."""
    return sentence.words[-1].text == ":" and any(
        (word.is_verb and lemma(word) in SAYING) or word.lower in MESSAGES
        for word in sentence.words
    )


def _still_quoting(sentence: Sentence, quoting: bool) -> bool:
    """Return whether a quotation is open at the end of a sentence."""
    for letter in "".join(word.text for word in sentence.words):
        if letter == "“" or (letter == '"' and not quoting):
            quoting = True
        elif letter in {"”", '"'}:
            quoting = False
    return quoting


def _voice(
    sentence: Sentence, lately: Lately, *, inside: bool, is_open: bool, personal: frozenset[str]
) -> Authorship:
    names = lately.names
    verbs = [word for word in sentence.words if _says(sentence, word)]
    subject = sentence.child(sentence.root, "nsubj")
    if subject and not _carries_on(sentence, subject):
        lately.tell_of(sentence, _only_person(sentence, subject, names))
    claims = []
    heard = []
    for verb in verbs:
        named = _speaker(sentence, verb, lately)
        lately.hear(sentence, subject_of_saying(sentence, verb), named)
        heard.append((verb, None if _is_unsaid(sentence, verb) else named))
        speaker = named or _group(sentence, verb)
        if speaker is None or _is_unsaid(sentence, verb):
            continue
        if content := content_of(sentence, verb):
            stance = Stance.DENIED if lemma(verb) in DENYING else Stance.CLAIMED
            claims.append(Claim(sentence, speaker, verb, tuple(content), stance, bool(named)))
    claims = [claim for claim in claims if not _is_within(claim, claims)]
    claims = [claim for claim in claims if not _is_quoted_by(sentence, claim.verb, verbs)]
    if is_open:  # whoever says so within a quotation does so by another's word
        claims = [claim for claim in claims if _marks_before(sentence, claim.verb) % 2]
    is_personal = says_i(sentence.words, personal)
    marked = _quotes(sentence)
    according = any(
        _is_according(sentence, word) or word.lower in HEARSAY for word in sentence.words
    )
    told = any(_tells(sentence, word) for word in sentence.words)
    between = list(insertions(sentence))
    claims += [] if claims else inserted(sentence, between, names, heard)
    if not claims and not verbs:
        claims += sourced(sentence, names)
    if not (claims or verbs or between or inside or is_personal or told or according):
        claims += _acts(sentence, lately)
    vague = any(is_hearsay(sentence, word) for word in sentence.words)
    is_own = not (told or verbs or inside or is_personal or marked or according or between)
    return Authorship(is_own and not (claims or vague), tuple(claims), heard=tuple(heard))


def _acts(sentence: Sentence, lately: Lately) -> list[Claim]:
    """Return what somebody wants or judges."""
    if (act := act_of(sentence)) is None:
        return []
    subject = subject_of_saying(sentence, act.verb)
    if subject and subject.lower in _PRONOUNS and not lately.is_next(sentence, subject):
        return []
    named = _speaker(sentence, act.verb, lately)
    speaker = named or _group(sentence, act.verb)
    if speaker is None or (act.is_of_several and named):
        return []
    how = (Stance.CLAIMED, bool(named))
    return [Claim(sentence, speaker, act.verb, act.words, *how, is_act=True)]


def _tells(sentence: Sentence, noun: Word) -> bool:
    """Return whether "that" after a noun says what was said: "The answer was that …"."""
    after = sentence.words[noun.index + 1 :]
    return noun.lower in SAID_NOUNS and any(
        word.lower == "that" and word.tag == "IN" for word in after
    )


def _is_unsaid(sentence: Sentence, verb: Word) -> bool:
    """Return whether somebody did not say it, or only "if he says"."""
    if any(word.lower in DEPENDING for word in sentence.children(verb, "mark")):
        return True
    return any(word.lower in NEGATIONS for word in sentence.children(verb, "advmod"))


def _is_within(claim: Claim, others: Sequence[Claim]) -> bool:
    """Return whether a claim is told by another speaker: "A said that B claimed …"."""
    return any(other is not claim and claim.verb in other.content for other in others)


def _is_quoted_by(sentence: Sentence, verb: Word, verbs: Sequence[Word]) -> bool:
    """Return whether a verb stands in quotes, while whoever is quoted speaks outside."""
    quoted = {each.index: _marks_before(sentence, each) % 2 for each in verbs}
    return bool(quoted[verb.index]) and not all(quoted.values())


def _marks_before(sentence: Sentence, word: Word) -> int:
    return sum(each.text in _OUTER_MARKS for each in sentence.words[: word.index])


def _is_according(sentence: Sentence, word: Word) -> bool:
    """Return whether "according to" names a source, not a measure: "according to their size"."""
    following = sentence.words[word.index + 2 : word.index + 3]
    return word.lower == "according" and not any(w.lower in {"their", "its"} for w in following)


def _quotes(sentence: Sentence) -> bool:
    """Return whether more is quoted than a title or a word."""
    marks = [word.index for word in sentence.words if word.text in SPEECH_MARKS]
    if len(marks) % 2:
        return True
    pairs = zip(marks[::2], marks[1::2], strict=True)
    return any(last - first > _LONGEST_TITLE for first, last in pairs)


def _carries_on(sentence: Sentence, subject: Word) -> bool:
    """Return whether a subject is not a person, or one spoken of before."""
    name = _name_of_subject(sentence, subject)
    if subject.lower in _PRONOUNS or (name is None and subject.lower in SPEAKING_OFFICES):
        return True
    return subject.tag not in {"NNP", "NNPS"} if name is None else name.kind != "PER"


def _name_of_subject(sentence: Sentence, subject: Word) -> Name | None:
    """Return the name of a subject, also behind what he or she is: "the critic and poet Byron"."""
    if name := sentence.name_at(subject):
        return name
    same = [subject, *sentence.children(subject, "conj", "appos", "flat")]
    beside = [word for one in same for word in sentence.children(one, "appos", "flat")]
    named = [sentence.name_at(word) for word in (*same, *beside)]
    return next((name for name in named if name and name.kind == "PER"), None)


def _only_person(sentence: Sentence, subject: Word, names: Names) -> str | None:
    """Return whom a sentence has as its subject, if nobody else is named in it."""
    people = [name for name in sentence.names if name.kind == "PER"]
    own = _name_of_subject(sentence, subject)
    if own is None or people != [own]:
        return None
    full = names.meant(sentence, own)
    return full if len(full.split()) > 1 else None


def _says(sentence: Sentence, word: Word) -> bool:
    if not word.is_verb or lemma(word) not in SAYING | HOLDING | SHOWING:
        return False
    if lemma(word) not in SAYING | HOLDING:
        return bool(sentence.child(word, "ccomp")) and _is_finding(sentence, word)
    if sentence.child(word, "ccomp", "csubj") or word.relation == "parataxis":
        return True
    if lemma(word) in HOLDING:
        return False
    if sentence.child(word, "nsubj:pass"):
        return lemma(word) in SUPPOSING
    subject = subject_of_saying(sentence, word)
    if subject is None or word is not sentence.root:
        return False
    if lemma(word) in DOING and sentence.child(word, "obj"):
        return False
    name = sentence.name_at(subject)
    named = subject.tag == "NNP" if name is None else name.kind == "PER"
    return named or subject.lower in _PRONOUNS | SPEAKING_OFFICES


def _speaker(sentence: Sentence, verb: Word, lately: Lately) -> str | None:
    names = lately.names
    subject = subject_of_saying(sentence, verb)
    if subject is None or subject.relation == "nsubj:pass" or sentence.child(subject, "conj"):
        return None
    if name := sentence.name_at(subject):
        return None if name.kind == "LOC" else names.meant(sentence, name)
    if subject.lower in _PRONOUNS:
        return lately.meant(sentence, subject)
    if subject.tag == "NNP" and (name_said := names.person(subject.text)):
        return name_said
    phrase = sentence.subtree(subject)
    inner = [sentence.name_at(word) for word in phrase if _is_same(subject, word)]
    if person := next((name for name in inner if name and name.kind == "PER"), None):
        return names.meant(sentence, person)
    is_known = sentence.child(subject, "det") and sentence.child(subject, "det").lower == "the"  # type: ignore[union-attr]
    named = [(word, sentence.name_at(word)) for word in phrase if word.tag == "NNP"]
    is_of_body = any(name is None or name.kind != "LOC" for _, name in named)
    is_latest = is_known and subject.lower in SPEAKING_OFFICES and not is_of_body
    return lately.latest if is_latest else None


def _is_finding(sentence: Sentence, verb: Word) -> bool:
    """Return whether a poll or the like shows something, and it is said which."""
    subject = sentence.child(verb, "nsubj")
    return subject is not None and subject.lower in FINDINGS and bool(_group(sentence, verb))


def _is_same(subject: Word, word: Word) -> bool:
    """Return whether a word of the subject's phrase means the subject, and nobody beside it."""
    if word.relation in {"appos", "flat", "nmod:desc"} and word.head == subject.index:
        return True
    if word.relation == "nmod:poss":
        return subject.lower in MESSAGES | SAID_NOUNS
    is_behind = word.index > subject.index  # "Byron spokeswoman Ann Poe" is not Byron
    return subject.lower in SPEAKING_OFFICES and word.relation == "compound" and is_behind


def _tells_which(phrase: Sequence[Word]) -> bool:
    """Return whether a name before a noun says which it is: "the Byron campaign"."""
    return any(word.tag in {"NNP", "NNPS"} and word.relation == "compound" for word in phrase)


def _group(sentence: Sentence, verb: Word) -> str | None:
    """Return "many scholars", who are not named but said to be several or of a kind."""
    subject = sentence.child(verb, "nsubj")
    if subject is None or subject.relation != "nsubj" or subject.tag not in {"NN", "NNS"}:
        return None
    phrase = sentence.subtree(subject)
    longest = _LONGEST_FINDING if subject.lower in FINDINGS else _LONGEST_GROUP
    if len(phrase) > longest or phrase[0].lower in {"this", "these", "that", "those"}:
        return None
    if phrase[0].lower == "the" and not (subject.lower in SPEAKING_BODIES and _tells_which(phrase)):
        return None
    if any(word.tag in {"PRP", "PRP$"} or word.text == "," for word in phrase):
        return None
    text = say(phrase)
    return text[:1].lower() + text[1:] if phrase[0].tag not in {"NNP", "NNPS"} else text

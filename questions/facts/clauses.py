"""Clauses: who did what, in parts that a question can be put together from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from questions.language.lexicon.links import BEFORE_A_SUBJECT
from questions.language.lexicon.marks import CLIPPED, QUOTATION_MARKS, SPEECH_MARKS
from questions.language.pipeline import WEIGHTS
from questions.language.words import Sentence, Word, say

_ENDS = {".", ",", ":", "''", "``", "CC", "-LRB-"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A statement: ``fronted`` phrases, ``subject``, and the ``predicate`` from its first verb on.

    ``finite`` is the verb that agrees with the subject: the first auxiliary, the copula or
    ``head`` itself. All are in the order of the text, without the punctuation at their ends.
    """

    sentence: Sentence
    head: Word
    subject_head: Word
    finite: Word
    subject: tuple[Word, ...]
    predicate: tuple[Word, ...]
    fronted: tuple[tuple[Word, ...], ...]
    main: bool

    @property
    def is_passive(self) -> bool:
        """Whether the subject is what it is done to."""
        return self.subject_head.relation == "nsubj:pass"


def clauses(sentence: Sentence) -> list[Clause]:
    """Return the clauses of a sentence that can stand alone."""
    if sentence.words[-1].text in {"?", ":"}:
        return []
    found = []
    if clause := _clause(sentence, sentence.root, main=True):
        found.append(clause)
        found.extend(_shared(sentence, clause))
    for word in sentence.words:
        joined = word.relation == "conj" and word.head == sentence.root.index
        timed = word.relation == "advcl" and (mark := sentence.child(word, "mark", "advmod"))
        if joined or (timed and mark and mark.lower == "when"):
            if clause := _clause(sentence, word, main=False):
                found.append(_with_person(clause, found[0]) if found else clause)
    return found


def _with_person(clause: Clause, first: Clause) -> Clause:
    """Return the clause with the named subject of the first one for its "he" or "it"."""
    name = first.sentence.name_at(first.subject_head)
    meant = {"he", "she"} if name and name.kind == "PER" else {"it"} if name else set()
    if clause.subject_head.lower in meant:
        return replace(clause, subject_head=first.subject_head, subject=first.subject)
    return clause


def clause_of(sentence: Sentence, head: Word) -> Clause | None:
    """Return the clause of a verb that is said by somebody, as if it stood alone."""
    return _clause(sentence, head, main=True)


def predicate_of(sentence: Sentence, head: Word) -> tuple[Word, ...]:
    """Return what the subject of a verb before it does, whatever stands before that subject."""
    subject, finite = sentence.child(head, "nsubj"), _finite(sentence, head)
    if subject is None or finite is None or finite.lower in CLIPPED:
        return ()
    if not subject.index < finite.index <= head.index:
        return ()
    words = _trim([word for word in _own(sentence, head) if word.index >= finite.index])
    return tuple(words) if _is_run(words) else ()


def _clause(sentence: Sentence, head: Word, *, main: bool) -> Clause | None:
    subject = sentence.child(head, "nsubj")
    if subject is None or subject.index > head.index:
        return None
    finite = _finite(sentence, head)
    if finite is None or finite.index < subject.index or finite.lower in CLIPPED:
        return None
    own = _own(sentence, head)
    inside = {word.index for word in own}
    phrase = [word for word in sentence.subtree(subject) if word.index in inside]
    if not _is_run(phrase) or phrase[-1].index >= finite.index or phrase[0].tag in {"IN", "TO"}:
        return None
    predicate = _trim([word for word in own if word.index > phrase[-1].index])
    named = _without_also(_trim(phrase))
    fronted = _fronted(sentence, head, phrase[0].index)
    if fronted is None or not (named and predicate) or _is_cut(predicate, finite):
        return None
    return Clause(
        sentence,
        head,
        subject,
        finite,
        tuple(named),
        tuple(predicate),
        tuple(fronted),
        main,
    )


def _without_also(phrase: list[Word]) -> list[Word]:
    """Return a subject without what ties it to another: "but also Ada Byron"."""
    while len(phrase) > 1 and phrase[0].lower in {"also", "even"} and phrase[0].tag == "RB":
        phrase = phrase[1:]
    return phrase


def _is_cut(predicate: list[Word], finite: Word) -> bool:
    """Return whether more of the subject stands before the verb: it was parsed as two."""
    return any(word.is_noun for word in predicate if word.index < finite.index)


def _shared(sentence: Sentence, first: Clause) -> list[Clause]:
    """Return what the subject of a main clause does besides: "was born in Poland and *died* …"."""
    found = []
    for head in sentence.children(first.head, "conj"):
        if head.tag not in {"VBD", "VBZ"} or sentence.child(head, "nsubj", "expl"):
            continue
        if first.is_passive or sentence.child(head, "aux"):
            continue
        predicate = _trim([word for word in _own(sentence, head) if word.index >= head.index])
        if predicate:
            found.append(
                replace(
                    first,
                    head=head,
                    finite=head,
                    predicate=tuple(predicate),
                    fronted=(),
                    main=False,
                )
            )
    return found


def _finite(sentence: Sentence, head: Word) -> Word | None:
    verb = sentence.child(head, "aux", "cop") or head
    return verb if verb.tag in _FINITE else None


def _own(sentence: Sentence, head: Word) -> list[Word]:
    """Return the words of the clause without those of others joined to it."""
    dropped: set[int] = set()
    for child in sentence.children(head):
        if _is_another(sentence, child):
            dropped.update(word.index for word in sentence.subtree(child))
    return [word for word in sentence.subtree(head) if word.index not in dropped]


def _is_another(sentence: Sentence, child: Word) -> bool:
    if child.relation in {"parataxis", "discourse", "vocative"}:
        return True
    if child.relation == "conj":
        finite = child.tag in _FINITE or bool(sentence.child(child, "cop"))
        return finite or bool(sentence.child(child, "nsubj"))
    if child.relation in {"advcl", "advcl:relcl"}:
        before = sentence.words[sentence.subtree(child)[0].index - 1]
        return before.text in {",", "—", "–", ";"}
    return False


def _fronted(sentence: Sentence, head: Word, until: int) -> list[tuple[Word, ...]] | None:
    """Return the phrases before the subject that say when and where; ``None``: more is there."""
    found = []
    for child in sentence.children(head):
        if child.index >= until:
            break
        words = _trim(sentence.subtree(child))
        if not words:
            continue
        if child.relation.startswith("obl") and len(words) <= 8:
            found.append(tuple(words))
        elif (
            child.relation in {"cc", "punct", "mark"}
            or child.lower in BEFORE_A_SUBJECT
            or (child.relation == "advmod" and child.lower == "when")
        ):
            continue
        else:
            return None
    return found


def _trim(words: list[Word]) -> list[Word]:
    words = [word for word in words if word.text]
    while words and words[-1].tag in _ENDS and not _closes(words):
        words = words[:-1]
    while words and words[0].tag in {",", ":", "CC"}:
        words = words[1:]
    return words


def _closes(words: list[Word]) -> bool:
    """Return whether the last word is a mark that closes what is quoted among the others."""
    return (
        words[-1].text in QUOTATION_MARKS
        and sum(word.text in QUOTATION_MARKS for word in words) % 2 == 0
    )


def _is_run(words: list[Word]) -> bool:
    return bool(words) and words[-1].index - words[0].index + 1 == len(words)


def spoken(words: tuple[Word, ...] | list[Word], sentence: Sentence) -> str:
    """Return words as they stand inside a sentence: the first one small unless it is a name."""
    text = say(list(words))
    first = next((word for word in words if word.text), words[0])
    before = sentence.words[first.index - 1]
    begins = first.index == 0 or before.tag in {"``", ":"} or before.text in SPEECH_MARKS
    if begins and first.tag not in {"NNP", "NNPS"} and first.text != "I":
        shouted = len(first.text) > 1 and first.text.isupper()
        if not sentence.name_at(first) and not shouted and first.text not in peoples():
            return text[:1].lower() + text[1:]
    return text


@cache
def peoples() -> frozenset[str]:
    """Return adjectives of peoples, which keep their capital: "Dutch traders"."""
    path = WEIGHTS / "gazetteers" / "demonym.txt"
    return frozenset(path.read_text(encoding="utf-8").splitlines())


def without(words: tuple[Word, ...], left_out: tuple[Word, ...]) -> list[Word]:
    """Return ``words`` without those of ``left_out``, nor a comma that it leaves at the end."""
    gone = {word.index for word in left_out}
    return _trim([word for word in words if word.index not in gone])

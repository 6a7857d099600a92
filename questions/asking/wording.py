"""How a clause becomes a question: inversion, and a name in place of a pronoun."""

from __future__ import annotations

from dataclasses import dataclass

from questions.facts.clauses import Clause, spoken, without
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.facts.speech import lemma
from questions.language.words import Sentence, Word, say

_DO = {"VBD": "did", "VBZ": "does", "VBP": "do"}
_PERSONAL = {"he", "she"}
_PLURAL = {"NNS", "NNPS"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A clause's subject as a question has it, and the sentences that say who a pronoun is."""

    text: str
    sentences: tuple[Sentence, ...] = ()

    @property
    def introduced(self) -> bool:
        """Whether a name stands for a pronoun."""
        return bool(self.sentences)


def subject_of(facts: Facts, clause: Clause) -> Subject | None:
    """Return the subject; of "he" or "she", who that is, where the paragraph leaves no doubt."""
    if len(clause.subject) == 1 and clause.subject[0].lower in _PERSONAL:
        return _antecedent(facts, clause.sentence)
    return Subject(spoken(clause.subject, clause.sentence))


def inverted(clause: Clause, subject: str, left_out: tuple[Word, ...]) -> str:
    """Return "did Warsaw become …" for "Warsaw became …"; phrases before the subject follow."""
    finite = clause.finite
    rest = without(clause.predicate, left_out)
    gone = {word.index for word in left_out}
    tail = [
        spoken(words, clause.sentence) for words in clause.fronted if words[0].index not in gone
    ]
    if finite is not clause.head or lemma(finite) == "be":
        rest = [word for word in rest if word is not finite]
        parts = [finite.lower, subject, say(rest)]
    else:
        plain = [
            Word(
                word.index,
                lemma(word) if word is finite else word.text,
                word.tag,
                word.head,
                word.relation,
                word.start,
                word.end,
                word.space,
            )
            for word in rest
        ]
        parts = [_DO[finite.tag], subject, say(plain)]
    return " ".join(part for part in [*parts, *tail] if part)


def told(clause: Clause, subject: str, left_out: tuple[Word, ...]) -> str:
    """Return the clause as a statement without the words left out."""
    text = f"{subject} {say(without(clause.predicate, left_out))}"
    return text[:1].upper() + text[1:]


def words_of(clause: Clause, left_out: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words of the source that a question on ``clause`` repeats."""
    gone = {word.index for word in left_out}
    fronted = [word for words in clause.fronted for word in words]
    every = [*fronted, *clause.subject, *clause.predicate]
    return tuple(word for word in every if word.index not in gone)


def is_plural(clause: Clause) -> bool:
    """Return whether the subject is more than one."""
    head = clause.subject_head
    return head.tag in _PLURAL or bool(clause.sentence.child(head, "conj"))


def _antecedent(facts: Facts, sentence: Sentence) -> Subject | None:
    """Return the only person of the paragraph so far, who must be a subject there."""
    people: dict[str, None] = {}
    found: Sentence | None = None
    for earlier in facts.sentences:
        if earlier.passage.paragraph != sentence.passage.paragraph:
            continue
        if earlier.passage.number >= sentence.passage.number:
            break
        for name in earlier.names:
            if name.kind == "PER":
                people.setdefault(facts.names.full(name_of(earlier, name)))
        subject = earlier.child(earlier.root, "nsubj")
        if subject and (name_here := earlier.name_at(subject)) and name_here.kind == "PER":
            found = earlier
    own = [name for name in sentence.names if name.kind == "PER"]
    if found is None or len(people) != 1 or own:
        return None
    return Subject(next(iter(people)), (found,))

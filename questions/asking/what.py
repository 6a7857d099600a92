"""What, what it is, and why: answers longer than a name, which a learner says to himself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from questions.asking.candidate import Candidate, asked, pick_or_type, prove
from questions.asking.ways import DEFINITION, WHAT, WHAT_DID, WHY, Way
from questions.asking.wording import inverted, is_plural, of_subject, subject_of, words_of
from questions.distractors import other_things
from questions.facts.clauses import Clause, without
from questions.facts.owners import owner_of
from questions.facts.reading import Facts, unsaid
from questions.facts.terms import everyday
from questions.interactions import Interaction, Recall
from questions.language.lexicon.degrees import SOME_OR_OTHER
from questions.language.lexicon.links import ADDING
from questions.language.lexicon.people import ENDINGS_OF_PEOPLE, NOT_ASKED_BY_WHAT
from questions.language.lexicon.pronouns import SECOND
from questions.language.lexicon.things import OF_WORDS
from questions.language.lexicon.times import MONTHS, WEEKDAYS
from questions.language.words import Word, say

# Words. Of the 632 answers in XQuAD, 82 % have at most 3, 96 % at most 9, and none over 25.
_LONGEST = 9
_LONGEST_REASON = 30
_TYPED = 3
_COPULAS = {"is", "are", "was", "were"}
_TIMES = {*MONTHS, *WEEKDAYS, "Today"}
_CAUSES = frozenset(["because"])
_DUE = (("because", "of"), ("due", "to"), ("owing", "to"))


def ask_what(facts: Facts) -> Iterator[Candidate]:
    """Ask what did something, and what something was done to."""
    for clause in facts.clauses:
        if clause.main or not clause.fronted:
            yield from _objects(facts, clause)
            yield from _subjects(facts, clause)


def ask_definitions(facts: Facts) -> Iterator[Candidate]:
    """Ask what something is, where one sentence says so, and no other says so otherwise."""
    found = [each for clause in facts.clauses for each in _definitions(facts, clause)]
    stems = Counter(each.question.stem for each in found)
    yield from (each for each in found if stems[each.question.stem] == 1)


def _definitions(facts: Facts, clause: Clause) -> Iterator[Candidate]:
    copula = clause.sentence.child(clause.head, "cop")
    if copula is None or copula.lower not in _COPULAS or not _defines(clause, copula):
        return
    words = [word for word in clause.predicate if word.index > copula.index]
    if not 3 <= len(words) <= 2 * _LONGEST or words[0].lower not in {"a", "an", "the"}:
        return
    name = clause.sentence.name_at(clause.subject_head)
    if name is not None and name.kind == "LOC":
        return  # "What is York?" has as many answers as there are things to say of it
    if _is_person(clause) and not _tells_of_a_person(clause, words):
        return
    who = "Who" if _is_person(clause) else "What"
    stem = f"{who} {copula.lower} {subject_of(clause)}?"
    if len(clause.subject) <= 6 and unsaid(clause.sentence, words, facts) is None:
        yield _flashcard(facts, clause, DEFINITION, stem, words, clause.subject)


def _defines(clause: Clause, copula: Word) -> bool:
    """Return whether a clause says of one thing by a noun what it is: not what it is called."""
    if clause.finite is not copula or clause.fronted or not clause.head.is_noun:
        return False
    if is_plural(clause) or clause.subject_head.tag.startswith(("PRP", "DT")):
        return False
    if clause.subject_head.text in _TIMES:
        return False
    if clause.subject_head.lower in OF_WORDS:
        return False
    return clause.head.lower not in OF_WORDS and not any(w.tag[0] == "W" for w in clause.subject)


def ask_why(facts: Facts) -> Iterator[Candidate]:
    """Ask why, where a clause gives its reason: also why something is not so."""
    for clause in (*facts.clauses, *facts.denied):
        for child in clause.sentence.children(clause.head, "advcl", "obl"):
            phrase = clause.sentence.subtree(child)
            if _is_reason(phrase) and clause.finite.index < phrase[0].index:
                if len(phrase) <= _LONGEST_REASON and not _is_fragment(phrase):
                    stem = f"Why {inverted(clause, subject_of(clause), tuple(phrase))}?"
                    words = words_of(clause, tuple(phrase))
                    yield _flashcard(facts, clause, WHY, stem, phrase, words)


def ask_why_that(facts: Facts) -> Iterator[Candidate]:
    """Ask why, where "That is why …" follows its reason."""
    for sentence in facts.asserted:
        words, before = sentence.words, facts.before(sentence)
        lower = [word.lower for word in words[:3]]
        if before is None or not facts.is_asserted(before) or lower[1:] != ["is", "why"]:
            continue
        verb = next((w for w in sentence.words[3:] if w.lower in _COPULAS), None)
        subject = words[3 : verb.index] if verb else ()
        if verb is None or lower[0] not in {"that", "this"} or not 0 < len(subject) <= _TYPED:
            continue
        rest = [word for word in words[verb.index + 1 :] if word.tag != "."]
        stem = f"Why {verb.lower} {say(list(subject))} {say(rest)}?"
        if rest and not any(_points(word) for word in before.words):
            key = say([word for word in before.words if word.tag != "."])
            cited = [*prove(facts, before), *prove(facts, sentence)]
            question = asked("flashcard", stem, Recall(back=key), cited)
            yield Candidate(WHY, question, key, sentence, (*subject, *rest))


def _points(word: Word) -> bool:
    """Return whether a word of a reason points at what was said before it."""
    return word.tag in {"PRP", "PRP$"} and word.lower not in SECOND | {"it", "its"}


def _objects(facts: Facts, clause: Clause) -> Iterator[Candidate]:
    sentence = clause.sentence
    found = sentence.child(clause.head, "obj")
    if (
        found is None
        or found.index < clause.finite.index
        or not _is_asked_for(facts, clause, found)
        or _is_added(clause, {*ADDING, "also"})
        or _is_to(clause)
    ):
        return
    beside = sentence.children(clause.head)
    if any(word.index > found.index and word.tag == "VB" for word in beside):
        return  # "made ends meet": it is no object alone
    phrase = sentence.subtree(found)
    if len(phrase) <= _LONGEST and phrase[-1].index - phrase[0].index + 1 == len(phrase):
        stem = f"What {inverted(clause, subject_of(clause), tuple(phrase))}?"
        if len(without(clause.predicate, tuple(phrase))) > 1 or len(clause.subject) > 1:
            yield _ask(facts, clause, WHAT, stem, phrase, found)


def _subjects(facts: Facts, clause: Clause) -> Iterator[Candidate]:
    phrase = list(clause.subject)
    if len(phrase) > _LONGEST or not _is_asked_for(facts, clause, clause.subject_head):
        return
    if _is_added(clause, ADDING) or _is_to(clause):
        return
    if is_plural(clause) and clause.finite.tag == "VBP":
        return
    bare = [word for word in phrase if word.tag != "DT"]
    if clause.finite.lower in {"were", "are", "have"} or (len(bare) == 1 and len(phrase) > 1):
        return
    stem = of_subject(clause, "What")
    yield _ask(facts, clause, WHAT_DID, stem, phrase, clause.subject_head)


def _is_to(clause: Clause) -> bool:
    """Return whether something "is to" do: a first step "is to add", and nobody asks what is."""
    after = clause.sentence.words[clause.finite.index + 1 : clause.finite.index + 2]
    return clause.finite.lower in _COPULAS and any(word.lower == "to" for word in after)


def _is_added(clause: Clause, adding: Container[str]) -> bool:
    """Return whether something else is an answer, too, by a word beside the verb that says so."""
    beside = clause.sentence.children(clause.head, "advmod")
    return any(word.lower in adding for word in beside)


def _is_asked_for(facts: Facts, clause: Clause, noun: Word) -> bool:
    """Return whether "what" asks for a noun: it is no person, no name and not everyday talk."""
    sentence = clause.sentence
    lower = noun.lower
    if (
        noun.tag not in {"NN", "NNS"}
        or lower in NOT_ASKED_BY_WHAT
        or lower.endswith(ENDINGS_OF_PEOPLE)
    ):
        return False
    phrase = sentence.subtree(noun)
    if owner_of(sentence, phrase, noun):
        return False
    loose = phrase[0].lower in SOME_OR_OTHER or any(w.tag in {"JJR", "RBR"} for w in phrase)
    if loose or unsaid(sentence, phrase, facts):
        return False
    if any(word.tag in {"PRP", "PRP$", "WDT", "WP", "CD"} for word in phrase):
        return False
    return any(word.is_noun and word.lower not in everyday() for word in phrase)


def _is_person(clause: Clause) -> bool:
    name = clause.sentence.name_at(clause.subject_head)
    return name is not None and name.kind == "PER"


def _tells_of_a_person(clause: Clause, words: list[Word]) -> bool:
    """Return whether it says of which kind somebody is: "the first" and "a man" do not."""
    return words[0].lower in {"a", "an"} and clause.head.lower not in NOT_ASKED_BY_WHAT


def _is_reason(phrase: list[Word]) -> bool:
    lower = [word.lower for word in phrase[:2]]
    return bool(lower) and (lower[0] in _CAUSES or tuple(lower) in _DUE)


def _is_fragment(phrase: list[Word]) -> bool:
    return phrase[-1].index - phrase[0].index + 1 != len(phrase)


def _ask(
    facts: Facts, clause: Clause, way: Way, stem: str, phrase: list[Word], noun: Word
) -> Candidate:
    words = words_of(clause, tuple(phrase))
    bare = [word for word in phrase if word.tag != "DT"]
    if len(bare) <= _TYPED:
        key = say(bare)
        wrong = other_things(facts, key, noun, clause.sentence, words)
        kind, shape = pick_or_type(key, wrong)
        return _of(facts, clause, way, kind, stem, key, shape, words)
    key = say(phrase)
    return _of(facts, clause, way, "flashcard", stem, key, Recall(back=key), words)


def _flashcard(
    facts: Facts,
    clause: Clause,
    way: Way,
    stem: str,
    back: list[Word],
    words: tuple[Word, ...],
) -> Candidate:
    key = say(back)
    return _of(
        facts, clause, way, "flashcard", stem, key, Recall(back=key[:1].upper() + key[1:]), words
    )


def _of(
    facts: Facts,
    clause: Clause,
    way: Way,
    kind: str,
    stem: str,
    key: str,
    shape: Interaction,
    words: tuple[Word, ...],
) -> Candidate:
    question = asked(kind, stem, shape, prove(facts, clause.sentence))
    return Candidate(way, question, key, clause.sentence, words)

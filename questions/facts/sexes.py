"""Of which sex the people of a document are, as it speaks of them: "Mrs Byron", "his wife, Ada"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from questions.language.lexicon.people import SEX_OF_KIN, SEX_OF_TITLE
from questions.language.lexicon.pronouns import SEX_OF_PRONOUN
from questions.language.words import Name, Sentence, Word

_OFTEN = 2  # a plain choice: so many times as often as the other


def sexes(sentences: Iterable[Sentence], called: Callable[[Sentence, Name], str]) -> dict[str, str]:
    """Map people, by what each is ``called``, to "he" or "she", where the text is of one mind."""
    found: dict[str, Counter[str]] = {}
    for sentence in sentences:
        for name, sex, weight in _told(sentence):
            found.setdefault(called(sentence, name), Counter())[sex] += weight
    return {
        person: best
        for person, counts in found.items()
        for best, other in (("he", "she"), ("she", "he"))
        if counts[best] > _OFTEN * counts[other]
    }


def _told(sentence: Sentence) -> Iterator[tuple[Name, str, int]]:
    """Yield who is of which sex by a title, as kin, or as the only person before "he" or "her"."""
    people = [name for name in sentence.names if name.kind == "PER"]
    for name in people:
        words = sentence.words[max(0, name.start - 1) : name.end]
        for word in words[:2]:
            if sex := SEX_OF_TITLE.get(word.lower.rstrip(".")):
                yield name, sex, 2 * _OFTEN
        for noun in _beside(sentence, name):
            if sex := SEX_OF_KIN.get(noun.lower):
                yield name, sex, 2 * _OFTEN
    used = [word for word in sentence.words if word.tag in {"PRP", "PRP$"}]
    marked = {SEX_OF_PRONOUN[word.lower] for word in used if word.lower in SEX_OF_PRONOUN}
    if len(people) == 1 and len(marked) == 1:
        first = next(word for word in used if word.lower in SEX_OF_PRONOUN)
        if people[0].start < first.index:
            yield people[0], marked.pop(), 1


def _beside(sentence: Sentence, name: Name) -> Iterator[Word]:
    """Yield the nouns that somebody is named beside: "his wife Ada", "his wife, Ada"."""
    own = sentence.words[name.start : name.end]
    head = next((each for each in own if not name.start <= each.head < name.end), own[-1])
    if head.relation == "appos":
        yield sentence.words[head.head]
    elif beside := sentence.child(head, "appos"):
        yield beside
    yield from sentence.words[max(0, name.start - 1) : name.start]

"""Who and what has been spoken of so far, and how each may be spoken of again."""

from __future__ import annotations

from dataclasses import dataclass, field

from questions.facts.naming import Names, name_of
from questions.facts.reality import is_plain
from questions.language.lexicon.people import FEMALE_WORDS, MALE_WORDS
from questions.language.lexicon.pronouns import SEX_OF_PRONOUN
from questions.language.words import EntityKind, Name, Sentence, Word

_COPULAS = frozenset("is was are were".split())
_SEXED = {**dict.fromkeys(MALE_WORDS, "he"), **dict.fromkeys(FEMALE_WORDS, "she")}


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody or something named: how it is written in a sentence, and where that was."""

    text: str
    kind: EntityKind
    sentence: Sentence
    plural: bool = False
    article: bool = False

    def written(self, *, start: bool = False) -> str:
        """The name with its article."""
        return f"{'The' if start else 'the'} {self.text}" if self.article else self.text


@dataclass(slots=True)
class Mentions:
    """What has been spoken of so far."""

    names: Names
    own: frozenset[int]
    topic: Bearer | None = None
    place: Bearer | None = None
    classes: dict[str, dict[str, Bearer]] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    sexes: dict[str, str] = field(default_factory=dict)
    subject: Bearer | None = None
    others: bool = False
    people: dict[str, Bearer] = field(default_factory=dict)
    paragraph: int = -1
    number: int = -1


def begin(sentences: list[Sentence], names: Names, title: str, own: frozenset[int]) -> Mentions:
    """Return what is spoken of before the first sentence: whom or which place the title names."""
    topic, place = _topic(sentences, names, title), _place(sentences, names, title)
    return Mentions(names, own, topic, place)


def _topic(sentences: list[Sentence], names: Names, title: str) -> Bearer | None:
    """Return the person that the title names, if the text does so first of all people."""
    wanted = set(title.casefold().split())
    for text in names.of_kind("PER")[:3]:
        if wanted & set(text.casefold().split()):
            for sentence in sentences:
                for name in sentence.names:
                    if names.full(name_of(sentence, name)) == text:
                        return Bearer(text, "PER", sentence)
    return None


def _place(sentences: list[Sentence], names: Names, title: str) -> Bearer | None:
    """Return the place that the title names, if the text names it more than other places."""
    for place in names.of_kind("LOC")[:1]:
        if set(place.split()) <= set(title.split()):
            found = (s for s in sentences if any(name_of(s, name) == place for name in s.names))
            first = next(found, None)
            return Bearer(place, "LOC", first) if first else None
    return None


def turn_to(spoken: Mentions, sentence: Sentence) -> None:
    """Forget what a new paragraph, or a sentence left out, makes doubtful."""
    passage = sentence.passage
    if passage.paragraph != spoken.paragraph:
        spoken.people, spoken.subject, spoken.paragraph = {}, None, passage.paragraph
    elif passage.number != spoken.number + 1:
        spoken.subject = None
    spoken.number = passage.number


def remember(spoken: Mentions, sentence: Sentence, resolved: Sentence) -> None:
    """Note whom a sentence names, with names in place of its pronouns, and who is its subject."""
    for name in resolved.names:
        bearer = _bearer(spoken, sentence, resolved, name)
        spoken.named[bearer.text] = sentence.passage.number
        if bearer.kind == "PER":
            spoken.people.setdefault(bearer.text, bearer)
        else:
            _classify(spoken, bearer)
    _learn_sex(spoken, resolved, sentence)
    root = resolved.root
    subject = resolved.child(root, "nsubj")
    spoken.subject = None
    if subject is None:
        return
    found = resolved.name_at(subject)
    if found is None or resolved.child(subject, "conj", "nmod", "appos"):
        return
    spoken.subject = _bearer(spoken, sentence, resolved, found)
    spoken.others = any(name != found and name.kind != "PER" for name in resolved.names)
    if _is_class_of(resolved, root, subject):
        spoken.classes.setdefault(root.lower, {})[spoken.subject.text] = spoken.subject


def _bearer(spoken: Mentions, original: Sentence, resolved: Sentence, name: Name) -> Bearer:
    """Return whom a name names; found by a pronoun, it leans on where that one was named."""
    text = spoken.names.full(name_of(resolved, name))
    last = resolved.words[name.end - 1]
    before = resolved.words[name.start - 1].lower if name.start else ""
    first = resolved.words[name.start].lower
    source = original
    if original.words[name.start].text != resolved.words[name.start].text:
        source = next((s for s in resolved.leans_on if _names(spoken, s, text)), original)
    plural = last.tag in {"NNPS", "NNS"}
    return Bearer(text, name.kind, source, plural, first.startswith("the") or before == "the")


def _names(spoken: Mentions, sentence: Sentence, text: str) -> bool:
    return any(spoken.names.full(name_of(sentence, name)) == text for name in sentence.names)


def _classify(spoken: Mentions, bearer: Bearer) -> None:
    """Note that the University of Chicago is a university, and the Ottoman Empire an empire."""
    words = bearer.text.split()
    heads = {words[-1].lower()}
    if "of" in words:
        heads = {words[words.index("of") - 1].lower()}
    if len(words) > 1:
        for head in heads:
            spoken.classes.setdefault(head, {})[bearer.text] = bearer


def _learn_sex(spoken: Mentions, resolved: Sentence, original: Sentence) -> None:
    for before, after in zip(original.words, resolved.words, strict=True):
        if before.text != after.text and before.lower in SEX_OF_PRONOUN:
            text = after.text.removesuffix("’s").removesuffix("’")
            spoken.sexes.setdefault(text, SEX_OF_PRONOUN[before.lower])
    people = {name_of(original, name) for name in original.names if name.kind == "PER"}
    hints = {_SEXED[word.lower] for word in original.words if word.lower in _SEXED}
    if len(people) == 1 and len(hints) == 1:
        spoken.sexes.setdefault(spoken.names.full(next(iter(people))), next(iter(hints)))


def _is_class_of(sentence: Sentence, root: Word, subject: Word) -> bool:
    """Return whether "X is a city …" says what X is."""
    copula = sentence.child(root, "cop")
    article = sentence.child(root, "det")
    return bool(
        root.tag == "NN"
        and copula
        and copula.lower in _COPULAS
        and article
        and article.lower in {"a", "an"}
        and subject.index < copula.index < root.index
        and is_plain(sentence, root)
    )

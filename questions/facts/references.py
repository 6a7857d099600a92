"""Whom "he" means, and which university "the university" is, where the text leaves no doubt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from questions.facts.naming import Names, name_of
from questions.facts.places import called
from questions.language.words import EntityKind, Name, Sentence, Word

_PERSONAL = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}
_THING = {"it", "its"}
_MANY = {"they", "their"}
_COPULAS = frozenset("is was are were".split())
_NEAR = 2  # sentences
_SUBJECTS = {"nsubj", "nsubj:pass"}
_SEXED = {
    **dict.fromkeys(
        "he him his himself king prince father son husband brother mr sir".split(), "he"
    ),
    **dict.fromkeys(
        "she her herself queen princess mother daughter wife sister mrs".split(), "she"
    ),
}


@dataclass(frozen=True, slots=True)
class _Bearer:
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
class _Reader:
    """What has been spoken of so far."""

    names: Names
    own: frozenset[int]
    topic: _Bearer | None = None
    place: _Bearer | None = None
    classes: dict[str, dict[str, _Bearer]] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    sexes: dict[str, str] = field(default_factory=dict)
    subject: _Bearer | None = None
    others: bool = False
    people: dict[str, _Bearer] = field(default_factory=dict)
    paragraph: int = -1
    number: int = -1


def resolve(
    sentences: list[Sentence], names: Names, title: str, own: frozenset[int]
) -> list[Sentence]:
    """Return the sentences with names in place of pronouns and of "the university".

    Only what one rule and one name answer to is replaced; a sentence then ``leans_on`` the one
    that gave the name, which must be one of ``own``, by their numbers: those that are nobody's
    claim. The places of words in the document stay as they were.
    """
    reader = _Reader(names, own)
    reader.topic = _topic(sentences, names, title)
    reader.place = _place(sentences, names, title)
    found = []
    for sentence in sentences:
        _turn_to(reader, sentence)
        resolved = _resolved(reader, sentence)
        found.append(resolved)
        _remember(reader, sentence, resolved)
    return found


def _topic(sentences: list[Sentence], names: Names, title: str) -> _Bearer | None:
    """Return the person that the title names, if the text does so first of all people."""
    wanted = set(title.casefold().split())
    for text in names.of_kind("PER")[:3]:
        if wanted & set(text.casefold().split()):
            for sentence in sentences:
                for name in sentence.names:
                    if names.full(name_of(sentence, name)) == text:
                        return _Bearer(text, "PER", sentence)
    return None


def _place(sentences: list[Sentence], names: Names, title: str) -> _Bearer | None:
    """Return the place that the title names, if the text names it more than other places."""
    for place in names.of_kind("LOC")[:1]:
        if set(place.split()) <= set(title.split()):
            found = (s for s in sentences if any(name_of(s, name) == place for name in s.names))
            first = next(found, None)
            return _Bearer(place, "LOC", first) if first else None
    return None


def _turn_to(reader: _Reader, sentence: Sentence) -> None:
    passage = sentence.passage
    if passage.paragraph != reader.paragraph:
        reader.people, reader.subject, reader.paragraph = {}, None, passage.paragraph
    elif passage.number != reader.number + 1:
        reader.subject = None
    reader.number = passage.number


def _resolved(reader: _Reader, sentence: Sentence) -> Sentence:
    words = list(sentence.words)
    added: list[Name] = []
    leans: dict[int, Sentence] = {}
    done: set[str] = set()
    for word in sentence.words:
        bearer, group = _meant(reader, sentence, word)
        if bearer is None or group in done or not _may_lean(reader, sentence, bearer):
            continue
        if sum(len(w.text) for w in words) > 600:
            break
        done.add(group)
        if group == "the":
            article = _article(sentence, word)
            if article is not None:
                words[article.index] = replace(
                    article, text=("The" if article.index == 0 else "the") if bearer.article else ""
                )
            words[word.index] = replace(word, text=bearer.text, tag="NNP")
        else:
            ending = _ending(bearer) if word.tag == "PRP$" else ""
            text = bearer.written(start=word.index == 0) + ending
            tag = "NNPS" if bearer.plural else "NNP"
            words[word.index] = replace(word, text=text, tag=tag)
        added.append(Name(word.index, word.index + 1, bearer.kind))
        if bearer.sentence.passage.number != sentence.passage.number:
            leans[bearer.sentence.passage.number] = bearer.sentence
    if not added:
        return sentence
    every = sorted([*sentence.names, *added], key=lambda name: name.start)
    return Sentence(sentence.passage, tuple(words), tuple(every), tuple(leans.values()))


def _may_lean(reader: _Reader, sentence: Sentence, bearer: _Bearer) -> bool:
    number = bearer.sentence.passage.number
    return number in reader.own or number == sentence.passage.number


def _ending(bearer: _Bearer) -> str:
    return "’" if bearer.plural and bearer.text.endswith("s") else "’s"


def _meant(reader: _Reader, sentence: Sentence, word: Word) -> tuple[_Bearer | None, str]:
    """Return who or what a word means and the group of words that mean the same there."""
    lower = word.lower
    if word.tag in {"PRP", "PRP$"}:
        if lower in _PERSONAL:
            return _person(reader, sentence, word, _PERSONAL[lower]), _PERSONAL[lower]
        if lower in _THING | _MANY and not _is_expletive(sentence, word):
            plural = lower in _MANY
            return _thing(reader, sentence, word, plural=plural), "they" if plural else "it"
    if word.tag == "NN" and (article := _article(sentence, word)):
        if not _is_told_which(sentence, word, article):
            return _of_class(reader, sentence, word), "the"
    return None, ""


def _person(reader: _Reader, sentence: Sentence, word: Word, sex: str) -> _Bearer | None:
    own = [name for name in sentence.names if name.kind == "PER" and name.start < word.index]
    if own:
        return None
    subject = reader.subject
    if subject and subject.kind == "PER":
        bearer: _Bearer | None = subject
        others = [one for one in reader.people.values() if one.text != subject.text]
        if others and not _is_subject(sentence, word):
            return None
    else:
        bearer = reader.topic if not reader.people else None
    if bearer is None or reader.sexes.get(bearer.text, sex) != sex:
        return None
    return bearer


def _thing(reader: _Reader, sentence: Sentence, word: Word, *, plural: bool) -> _Bearer | None:
    """Return the subject of the sentence before for an "it" that is the subject, or its."""
    subject = reader.subject
    if subject is None or subject.kind == "PER" or subject.plural != plural:
        return None
    top = sentence.words[word.head] if word.tag == "PRP$" else word
    earlier = [name for name in sentence.names if name.start < word.index]
    nouns = any(w.is_noun for w in sentence.words[: word.index])
    if reader.others:
        return None
    if not _is_subject(sentence, top) or earlier or nouns:
        return None
    return subject


def _of_class(reader: _Reader, sentence: Sentence, word: Word) -> _Bearer | None:
    """Return the only thing that was said to be, or is by its name, such a one."""
    place = reader.place
    if place and sentence.passage.number > place.sentence.passage.number:
        if word.lower in called(place.text):
            return (
                place if all(name_of(sentence, n) != place.text for n in sentence.names) else None
            )
    known = reader.classes.get(word.lower, {})
    if len(known) != 1:
        return None
    bearer = next(iter(known.values()))
    near = sentence.passage.number - reader.named.get(bearer.text, 0) <= _NEAR
    own = any(name_of(sentence, name) == bearer.text for name in sentence.names)
    return bearer if near and not own else None


def _is_subject(sentence: Sentence, word: Word) -> bool:
    return word.relation in _SUBJECTS and sentence.words[word.head] is sentence.root


def _is_expletive(sentence: Sentence, word: Word) -> bool:
    head = sentence.words[word.head]
    return word.relation == "expl" or (
        word.tag == "PRP"
        and bool(sentence.children(head, "csubj", "ccomp", "expl"))
        and head.tag.startswith(("JJ", "VBN"))
    )


def _article(sentence: Sentence, noun: Word) -> Word | None:
    found = sentence.child(noun, "det")
    if found and found.lower == "the" and found.index == noun.index - 1:
        return found
    return None


def _is_told_which(sentence: Sentence, noun: Word, article: Word) -> bool:
    following = sentence.words[noun.index + 1 : noun.index + 2]
    return (
        any(child is not article for child in sentence.children(noun, "nmod", "acl", "appos"))
        or bool(sentence.children(noun, "amod", "compound", "nummod", "flat", "conj"))
        or noun.relation in {"conj", "compound"}
        or bool(following and following[0].tag in {"NNP", "POS", "NN", "NNS", "HYPH"})
    )


def _remember(reader: _Reader, sentence: Sentence, resolved: Sentence) -> None:
    for name in resolved.names:
        bearer = _bearer(reader, sentence, resolved, name)
        reader.named[bearer.text] = sentence.passage.number
        if bearer.kind == "PER":
            reader.people.setdefault(bearer.text, bearer)
        else:
            _classify(reader, bearer)
    _learn_sex(reader, resolved, sentence)
    root = resolved.root
    subject = resolved.child(root, "nsubj")
    reader.subject = None
    if subject is None:
        return
    found = resolved.name_at(subject)
    if found is None or resolved.child(subject, "conj", "nmod", "appos"):
        return
    reader.subject = _bearer(reader, sentence, resolved, found)
    reader.others = any(name != found and name.kind != "PER" for name in resolved.names)
    if _is_class_of(resolved, root, subject):
        reader.classes.setdefault(root.lower, {})[reader.subject.text] = reader.subject


def _bearer(reader: _Reader, original: Sentence, resolved: Sentence, name: Name) -> _Bearer:
    """Return whom a name names; found by a pronoun, it leans on where that one was named."""
    text = reader.names.full(name_of(resolved, name))
    last = resolved.words[name.end - 1]
    before = resolved.words[name.start - 1].lower if name.start else ""
    first = resolved.words[name.start].lower
    source = original
    if original.words[name.start].text != resolved.words[name.start].text and resolved.leans_on:
        source = resolved.leans_on[0]
    plural = last.tag in {"NNPS", "NNS"}
    return _Bearer(text, name.kind, source, plural, first.startswith("the") or before == "the")


def _classify(reader: _Reader, bearer: _Bearer) -> None:
    """Note that the University of Chicago is a university, and the Ottoman Empire an empire."""
    words = bearer.text.split()
    heads = {words[-1].lower()}
    if "of" in words:
        heads = {words[words.index("of") - 1].lower()}
    if len(words) > 1:
        for head in heads:
            reader.classes.setdefault(head, {})[bearer.text] = bearer


def _learn_sex(reader: _Reader, resolved: Sentence, original: Sentence) -> None:
    for before, after in zip(original.words, resolved.words, strict=True):
        if before.text != after.text and before.lower in _PERSONAL:
            text = after.text.removesuffix("’s").removesuffix("’")
            reader.sexes.setdefault(text, _PERSONAL[before.lower])
    people = {name_of(original, name) for name in original.names if name.kind == "PER"}
    hints = {_SEXED[word.lower] for word in original.words if word.lower in _SEXED}
    if len(people) == 1 and len(hints) == 1:
        reader.sexes.setdefault(reader.names.full(next(iter(people))), next(iter(hints)))


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
        and not sentence.child(root, "neg")
    )

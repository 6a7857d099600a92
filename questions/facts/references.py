"""Whom "he" means, and which university "the university" is, where the text leaves no doubt."""

from __future__ import annotations

from dataclasses import replace

from questions.facts.mentions import Bearer, Mentions, begin, remember, turn_to
from questions.facts.naming import Names, name_of
from questions.facts.places import called
from questions.language.lexicon.pronouns import SEX_OF_PRONOUN
from questions.language.words import Name, Sentence, Word

_THING = {"it", "its"}
_MANY = {"they", "their"}
_NEAR = 2  # sentences: a plain choice, as who is named further back is easily somebody else
# Characters: of a longer sentence nothing is asked (4 of the 22,670 of EWT and GUM are longer).
_LONGEST = 600
_SUBJECTS = {"nsubj", "nsubj:pass"}


def resolve(
    sentences: list[Sentence], names: Names, title: str, own: frozenset[int]
) -> list[Sentence]:
    """Return the sentences with names in place of pronouns and of "the university".

    Only what one rule and one name answer to is replaced; a sentence then ``leans_on`` the one
    that gave the name, which must be one of ``own``, by their numbers: those that are nobody's
    claim. The places of words in the document stay as they were.
    """
    spoken = begin(sentences, names, title, own)
    found = []
    for sentence in sentences:
        turn_to(spoken, sentence)
        resolved = _resolved(spoken, sentence)
        found.append(resolved)
        remember(spoken, sentence, resolved)
    return found


def _resolved(spoken: Mentions, sentence: Sentence) -> Sentence:
    words = list(sentence.words)
    added: list[Name] = []
    leans: dict[int, Sentence] = {}
    done: set[str] = set()
    for word in sentence.words:
        bearer, group = _meant(spoken, sentence, word)
        if bearer is None or group in done or not _may_lean(spoken, sentence, bearer):
            continue
        if sum(len(w.text) for w in words) > _LONGEST:
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
    return replace(sentence, words=tuple(words), names=tuple(every), leans_on=tuple(leans.values()))


def _may_lean(spoken: Mentions, sentence: Sentence, bearer: Bearer) -> bool:
    number = bearer.sentence.passage.number
    return number in spoken.own or number == sentence.passage.number


def _ending(bearer: Bearer) -> str:
    return "’" if bearer.plural and bearer.text.endswith("s") else "’s"


def _meant(spoken: Mentions, sentence: Sentence, word: Word) -> tuple[Bearer | None, str]:
    """Return who or what a word means and the group of words that mean the same there."""
    lower = word.lower
    if word.tag in {"PRP", "PRP$"}:
        if lower in SEX_OF_PRONOUN:
            return _person(spoken, sentence, word, SEX_OF_PRONOUN[lower]), SEX_OF_PRONOUN[lower]
        if lower in _THING | _MANY and not _is_expletive(sentence, word):
            plural = lower in _MANY
            return _thing(spoken, sentence, word, plural=plural), "they" if plural else "it"
    if word.tag == "NN" and (article := _article(sentence, word)):
        if not _is_told_which(sentence, word, article):
            return _of_class(spoken, sentence, word), "the"
    return None, ""


def _person(spoken: Mentions, sentence: Sentence, word: Word, sex: str) -> Bearer | None:
    own = [name for name in sentence.names if name.kind == "PER" and name.start < word.index]
    if own:
        return None
    subject = spoken.subject
    if subject and subject.kind == "PER":
        bearer: Bearer | None = subject
        others = [one for one in spoken.people.values() if one.text != subject.text]
        if others and not _is_subject(sentence, word):
            return None
    else:
        bearer = spoken.topic if not spoken.people else None
    if bearer is None or spoken.sexes.get(bearer.text, sex) != sex:
        return None
    return bearer


def _thing(spoken: Mentions, sentence: Sentence, word: Word, *, plural: bool) -> Bearer | None:
    """Return the subject of the sentence before for an "it" that is the subject, or its."""
    subject = spoken.subject
    if subject is None or subject.kind == "PER" or subject.plural != plural:
        return None
    top = sentence.words[word.head] if word.tag == "PRP$" else word
    earlier = [name for name in sentence.names if name.start < word.index]
    nouns = any(w.is_noun for w in sentence.words[: word.index])
    if spoken.others:
        return None
    if not _is_subject(sentence, top) or earlier or nouns:
        return None
    return subject


def _of_class(spoken: Mentions, sentence: Sentence, word: Word) -> Bearer | None:
    """Return the only thing that was said to be, or is by its name, such a one."""
    place = spoken.place
    if place and sentence.passage.number > place.sentence.passage.number:
        if word.lower in called(place.text):
            return (
                place if all(name_of(sentence, n) != place.text for n in sentence.names) else None
            )
    known = spoken.classes.get(word.lower, {})
    if len(known) != 1:
        return None
    bearer = next(iter(known.values()))
    near = sentence.passage.number - spoken.named.get(bearer.text, 0) <= _NEAR
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

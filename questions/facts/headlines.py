"""Headlines, which are no sentences of anybody, also where they end with a full stop."""

from __future__ import annotations

from collections.abc import Sequence

from questions.documents import Document, Passage, PassageKind
from questions.language.lexicon.people import WRITING
from questions.language.words import Sentence

# Letters or words, and the share of them written great: plain choices.
_LONG, _GREAT = 4, 0.8
# Words: plain choices; no sentence of a headline is longer, and few that are written in great ones.
_LONGEST, _LONGEST_GREAT = 18, 30
# Words, paragraphs and letters: plain choices; so many words of a headline come again in those
# below it, where words that begin alike are one.
_SHARED, _BELOW, _ALIKE = 2, 3, 5
_FEWEST = 4  # paragraphs: a plain choice; with fewer a text has no headline, or is nothing but one


def is_headline(sentence: Sentence) -> bool:
    """Return whether a sentence is written as a headline: With Great Letters Says Ann Poe."""
    words = [w for w in sentence.words[1:] if w.text.isalpha() and len(w.text) >= _LONG]
    great = sum(word.text[:1].isupper() for word in words)
    verbs = [word for word in words if word.is_verb and word.text[:1].isupper()]
    if len(words) >= _LONG:
        return great >= _GREAT * len(words) and bool(verbs)
    alone = [word for word in sentence.words if word.text.isalpha()]
    is_great = len(alone) >= _LONG and all(word.text[0].isupper() for word in alone)
    return is_great and any(verb.text.istitle() for verb in verbs)


def is_byline(sentence: Sentence, last: Sentence) -> bool:
    """Return whether the last paragraph of a text says who wrote it: "Holt is a reporter for …"."""
    root = sentence.root
    is_last = sentence.passage.paragraph == last.passage.paragraph
    return is_last and root.lower in WRITING and sentence.child(root, "cop") is not None


def headline(document: Document, sentences: Sequence[Sentence]) -> Sentence | None:
    """Return the headline over a text that has no title: a first paragraph of one short sentence.

    It tells in the present, or in great letters, what the next paragraphs tell again.
    """
    if len({s.passage.paragraph for s in sentences}) < _FEWEST or not _is_first(document.passages):
        return None
    first, second = sentences[0], sentences[1]
    is_alone = first.passage.paragraph != second.passage.paragraph
    span = first.passage.span.of(document.text)
    is_great = (is_headline(first) and len(first.words) <= _LONGEST_GREAT) or "; \n" in span
    if not is_alone or not (is_great or (len(first.words) <= _LONGEST and _is_present(first))):
        return None
    below = {
        word.lower[:_ALIKE]
        for sentence in sentences[1:]
        if sentence.passage.paragraph < second.passage.paragraph + _BELOW
        for word in sentence.words
    }
    told = {
        word.lower[:_ALIKE]
        for word in first.words
        if word.is_noun or word.tag in {"JJ", "CD"} or word.is_verb
    }
    return first if len(told & below) >= _SHARED else None


def _is_first(passages: Sequence[Passage]) -> bool:
    """Return whether a text begins with a sentence, and has no title over it."""
    return bool(passages) and passages[0].kind is PassageKind.SENTENCE


def _is_present(sentence: Sentence) -> bool:
    """Return whether the verb is one of headlines: in the present, and not "is"."""
    root = sentence.root
    helped = sentence.child(root, "aux", "cop")
    return root.tag in {"VBZ", "VBP"} and helped is None

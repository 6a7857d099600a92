"""Read a document's sentences with the pipeline that comes with the package."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits

from questions.documents import Document, PassageKind
from questions.language.cleaning import Cleaning
from questions.language.entities import Entity, EntityTagger
from questions.language.labels import Labels
from questions.language.lexicon.labels import UNDONE
from questions.language.network import Network, Parse
from questions.language.packing import Floats
from questions.language.words import Name, Sentence, Word
from questions.stages import Stage, Tell, tell_nobody

if TYPE_CHECKING:
    from spacy.tokens import Token

WEIGHTS = Path(__file__).parent / "weights"
# Characters: in EWT and GUM no sentence has so many.
_LONGEST_TEXT = 2_000
_LONGEST_WORD = 100
# Words: beyond that a sentence is a list or a table, and is parsed no better. EWT and GUM have 4.
LONGEST = 120
_MARKS = ".,:;!?()[]*-"
# As TeX and Markdown have them: a dollar to either side and a sign between, or a command.
_FORMULA = re.compile(r"\$[^$\n]{0,200}[\\^_=<>+{}][^$\n]{0,200}\$|\\[(\[]|\\[a-zA-Z]{2,20}\b|~~")
_PLURAL = re.compile(r"(?<=[^\Wsui])s$")
# Of finding facts: whom the names name, who speaks, what each sentence states.
STEPS = 3
_loading = Lock()


class Pipeline:
    """Tags, relations and names for the sentences of a document."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        # Here, as it takes most of a second and nobody who only converts files needs it.
        import spacy

        self._tokenizer = spacy.blank("en").tokenizer
        self._network = Network.load(folder)
        self._entities = EntityTagger.load(folder)

    def read(self, document: Document, tell: Tell = tell_nobody) -> list[Sentence]:
        """Return the sentences that are not too long, parsed, in the order of the document."""
        cleaning = Cleaning(document.text)
        read = [
            (passage, cleaning.of(passage.span))
            for passage in document.passages
            if passage.kind is PassageKind.SENTENCE
        ]
        labels = Labels(found.text for _, found in read)
        labelled = [(passage, found.behind(labels.of(found.text))) for passage, found in read]
        kept = [
            (passage, found, tokens)
            for passage, found in labelled
            if (tokens := self._tokens(found.text))
        ]
        texts = [[token.text for token in tokens] for *_, tokens in kept]
        parses = self._network.read(texts, partial(tell, Stage.READ))
        tell(Stage.FIND, 0, STEPS)
        named = self._entities.tag(texts, [parse.names for parse in parses])
        return [
            Sentence(
                passage, _words(tokens, parse, found.places), _names(entities), label=found.label
            )
            for (passage, found, tokens), parse, entities in zip(kept, parses, named, strict=True)
        ]

    def meanings(self, texts: Sequence[str]) -> Floats:
        """Return a row for each text; the product of two says from 0 to 1 how alike they are.

        Endings of plurals are left out: otherwise all rare plurals would be alike.
        """
        return self._network.meanings([_PLURAL.sub("", text.lower()) for text in texts])

    def _tokens(self, sentence: str) -> list[Token]:
        """Return the words of a sentence, none if it cannot be parsed well."""
        tokens = self._tokenizer(sentence) if _is_readable(sentence) else ()
        words = [token for token in tokens if not token.is_space]
        return words if 2 < len(words) <= LONGEST else []


def _is_readable(text: str) -> bool:
    """Return whether a text is done with, no formula, and can be read in reasonable time.

    Of endless words it takes its square.
    """
    words = text.split()
    if len(text) > _LONGEST_TEXT or not UNDONE.isdisjoint(word.strip(_MARKS) for word in words):
        return False
    return all(len(word) <= _LONGEST_WORD for word in words) and not _FORMULA.search(text)


def _is_spaced(token: Token) -> bool:
    """Return whether white space follows, also where that was made a token: the end of a line."""
    doc = token.doc
    return bool(token.whitespace_) or (token.i + 1 < len(doc) and doc[token.i + 1].is_space)


def load() -> Pipeline:
    """Return the pipeline, read from disk once, however many ask for it at a time.

    From then on one thread multiplies matrices. Two add up in another order where a busy machine
    keeps one of them waiting: of nine runs over 22 texts, two read some words otherwise.
    """
    with _loading:
        return _load()


@cache
def _load() -> Pipeline:
    threadpool_limits(limits=1, user_api="blas")
    return Pipeline()


def _words(tokens: Sequence[Token], parse: Parse, places: Sequence[int]) -> tuple[Word, ...]:
    return tuple(
        Word(
            index=index,
            text=token.text,
            tag=parse.tags[index],
            head=parse.heads[index],
            relation=parse.relations[index],
            start=places[token.idx],
            end=places[token.idx + len(token.text) - 1] + 1,
            space=_is_spaced(token),
        )
        for index, token in enumerate(tokens)
    )


def _names(entities: Sequence[Entity]) -> tuple[Name, ...]:
    return tuple(Name(found.start, found.end, found.kind) for found in entities)

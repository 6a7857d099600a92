"""Read a document's sentences with the pipeline that comes with the package."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits

from questions.documents import Document, PassageKind
from questions.language.entities import Entity, EntityTagger
from questions.language.network import Network, Parse
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
# Of finding facts: whom the names name, who speaks, what each sentence states.
STEPS = 3


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
        kept = [
            (passage, tokens)
            for passage in document.passages
            if passage.kind is PassageKind.SENTENCE
            and (tokens := self._tokens(passage.span.of(document.text)))
        ]
        texts = [[token.text for token in tokens] for _, tokens in kept]
        parses = self._network.read(texts, partial(tell, Stage.READ))
        tell(Stage.FIND, 0, STEPS)
        named = self._entities.tag(texts, [parse.names for parse in parses])
        return [
            Sentence(passage, _words(tokens, parse, passage.span.start), _names(entities))
            for (passage, tokens), parse, entities in zip(kept, parses, named, strict=True)
        ]

    def _tokens(self, sentence: str) -> list[Token]:
        """Return the words of a sentence, none if it cannot be parsed well."""
        tokens = self._tokenizer(sentence) if _is_readable(sentence) else ()
        words = [token for token in tokens if not token.is_space]
        return words if 2 < len(words) <= LONGEST else []


def _is_readable(text: str) -> bool:
    """Return whether words can be found in reasonable time: of endless ones it takes its square."""
    return len(text) <= _LONGEST_TEXT and all(len(w) <= _LONGEST_WORD for w in text.split())


def _is_spaced(token: Token) -> bool:
    """Return whether white space follows, also where that was made a token: the end of a line."""
    doc = token.doc
    return bool(token.whitespace_) or (token.i + 1 < len(doc) and doc[token.i + 1].is_space)


@cache
def load() -> Pipeline:
    """Return the pipeline, read from disk once.

    From then on one thread multiplies matrices. Two add up in another order where a busy machine
    keeps one of them waiting: of nine runs over 22 texts, two read some words otherwise.
    """
    threadpool_limits(limits=1, user_api="blas")
    return Pipeline()


def _words(tokens: Sequence[Token], parse: Parse, offset: int) -> tuple[Word, ...]:
    return tuple(
        Word(
            index=index,
            text=token.text,
            tag=parse.tags[index],
            head=parse.heads[index],
            relation=parse.relations[index],
            start=offset + token.idx,
            end=offset + token.idx + len(token.text),
            space=_is_spaced(token),
        )
        for index, token in enumerate(tokens)
    )


def _names(entities: Sequence[Entity]) -> tuple[Name, ...]:
    return tuple(Name(found.start, found.end, found.kind) for found in entities)

"""Read a document's sentences with the pipeline that comes with the package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from questions.documents import Document, Passage, PassageKind
from questions.language.entities import EntityTagger
from questions.language.words import Name, Sentence, Word

WEIGHTS = Path(__file__).parent / "weights"
_LONGEST_TEXT = 2_000
_LONGEST_WORD = 100
LONGEST = 120  # words: beyond that a sentence is a list or a table, and is parsed no better


class Pipeline:
    """Tags, relations and names for the sentences of a document."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        # Here, as it takes most of a second and nobody who only converts files needs it.
        import spacy

        self._nlp = spacy.load(folder / "parser")
        self._entities = EntityTagger.load(folder)

    def read(self, document: Document) -> list[Sentence]:
        """Return the sentences that are not too long, parsed, in the order of the document."""
        kept = []
        parsed: list[tuple[Word, ...]] = []
        passages = [p for p in document.passages if p.kind is PassageKind.SENTENCE]
        for passage, words in zip(passages, self._parse(document.text, passages), strict=True):
            if words:
                kept.append(passage)
                parsed.append(words)
        names = self._name(parsed)
        return [
            Sentence(passage, words, found)
            for passage, words, found in zip(kept, parsed, names, strict=True)
        ]

    def _parse(self, text: str, passages: Sequence[Passage]) -> Iterable[tuple[Word, ...]]:
        from spacy.tokens import Doc

        docs: list[Doc] = []
        for passage in passages:
            sentence = passage.span.of(text)
            doc = self._nlp.make_doc(sentence if _is_readable(sentence) else "")
            if not 2 < len(doc) <= LONGEST:
                doc = self._nlp.make_doc("")
            for token in doc:
                token.is_sent_start = token.i == 0
            docs.append(doc)
        parsed = self._nlp.pipe(docs, batch_size=64)
        for passage, doc in zip(passages, parsed, strict=True):
            yield _words(doc, passage.span.start)

    def _name(self, parsed: Sequence[tuple[Word, ...]]) -> list[tuple[Name, ...]]:
        texts = [[word.text for word in words] for words in parsed]
        return [
            tuple(Name(found.start, found.end, found.kind) for found in entities)
            for entities in self._entities.tag(texts)
        ]


def _is_readable(text: str) -> bool:
    """Return whether words can be found in reasonable time: of endless ones it takes its square."""
    return len(text) <= _LONGEST_TEXT and all(len(w) <= _LONGEST_WORD for w in text.split())


def _is_space(doc: object, index: int) -> bool:
    """Return whether a token is white space that was made a token, such as the end of a line."""
    return index < len(doc) and doc[index].is_space  # type: ignore[arg-type,index]


@cache
def load() -> Pipeline:
    """Return the pipeline, read from disk once."""
    return Pipeline()


def _words(doc: object, offset: int) -> tuple[Word, ...]:
    """Return the words of a parsed sentence; white space that was made a token is left out."""
    kept = [token for token in doc if not token.is_space]  # type: ignore[attr-defined]
    place = {token.i: index for index, token in enumerate(kept)}
    root = next((place[token.i] for token in kept if token.head.i == token.i), 0)
    return tuple(
        Word(
            index=index,
            text=token.text,
            tag=token.tag_,
            head=place.get(token.head.i, root),
            relation=token.dep_,
            start=offset + token.idx,
            end=offset + token.idx + len(token.text),
            space=bool(token.whitespace_) or _is_space(doc, token.i + 1),
        )
        for index, token in enumerate(kept)
    )

"""What proposing costs and yields: ``python -m tests.benchmarks.proposing XQUAD``.

XQUAD is XQuAD's ``dev.json``. Every figure is of one run on one core, in this process.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from questions.documents import Document, PassageKind
from questions.language import pipeline
from questions.proposing import Proposals, propose
from questions.question import Citation, Question
from questions.reading import plain
from questions.typed_answers import normalise


def main(xquad: Path) -> None:
    """Measure and print."""
    started = time.process_time()
    loaded = pipeline.load()
    loading = time.process_time() - started
    articles = json.loads(xquad.read_text(encoding="utf-8"))["data"]
    documents = [plain.read(_text(article)) for article in articles]
    propose(documents[0], "warm-up")

    started = time.process_time()
    parsed = [loaded.read(document) for document in documents]
    parsing = time.process_time() - started
    tokens = sum(len(sentence.words) for sentences in parsed for sentence in sentences)

    started = time.process_time()
    proposals = [propose(document, "document") for document in documents]
    proposing = time.process_time() - started

    cited = sum(
        _cited(document, [question.citations for question in proposal.questions])
        for document, proposal in zip(documents, proposals, strict=True)
    )
    sentences = sum(p.kind is PassageKind.SENTENCE for d in documents for p in d.passages)
    wanted = [_answers(article) for article in articles]
    found = sum(
        any(answer in key or key in answer for key in _keys(proposal.questions) if key)
        for answers, proposal in zip(wanted, proposals, strict=True)
        for answer in answers
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{loading:8.2f} s       to load")
    print(f"{tokens / proposing:8.0f} tokens/s end to end")
    print(f"{tokens / parsing:8.0f} tokens/s the parse alone")
    print(f"{parsing / proposing:8.2f} of the time is the parse")
    print(f"{memory:8.0f} MB      at most")
    print(f"{100 * cited / sentences:8.1f} %       of {sentences} sentences have a question")
    print(f"{100 * found / sum(map(len, wanted)):8.1f} %       of human answers are asked for")
    print(
        f"{_violations(documents, proposals):8d}         quotes in what was kept that do not stand"
    )


def _text(article: dict[str, Any]) -> str:
    paragraphs = [p["context"].strip() for p in article["paragraphs"]]
    return "\n\n".join([str(article["title"]).replace("_", " "), *paragraphs])


def _answers(article: dict[str, Any]) -> list[str]:
    return [
        normalise(answer["answers"][0]["text"])
        for paragraph in article["paragraphs"]
        for answer in paragraph["qas"]
    ]


def _violations(documents: list[Document], proposals: list[Proposals]) -> int:
    return sum(
        citation.problem(document.text) is not None
        for document, proposal in zip(documents, proposals, strict=True)
        for question in proposal.questions
        for citation in question.citations
    )


def _keys(questions: tuple[Question, ...]) -> set[str]:
    return {normalise(text) for question in questions for text in question.interaction.key()}


def _cited(document: Document, citations: list[tuple[Citation, ...]]) -> int:
    starts = {citation.start for found in citations for citation in found}
    return sum(
        passage.kind is PassageKind.SENTENCE and passage.span.start in starts
        for passage in document.passages
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

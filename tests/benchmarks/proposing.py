"""What proposing costs and yields: ``python -m tests.benchmarks.proposing CORPORA``.

Measured on XQuAD's articles, in one run, in this process: set ``OPENBLAS_NUM_THREADS=1`` for the
time of one core. A human answer is asked
for when a question that cites its paragraph has a key with the same words, articles aside: of
the two, taken together, at least two thirds in common (F1).
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from questions.checks import problem
from questions.documents import Document, Passage, PassageKind
from questions.facts.reading import read_facts
from questions.folding import fold
from questions.language import pipeline
from questions.proposing import Proposals, candidates, propose
from questions.question import Question
from questions.ranking import rank
from questions.reading import plain

_ALIKE = 2 / 3
_ARTICLES = {"the", "a", "an"}


def main(corpora: Path) -> None:
    """Measure and print."""
    started = time.process_time()
    loaded = pipeline.load()
    loading = time.process_time() - started
    file = corpora / "xquad" / "dev.json"
    articles = json.loads(file.read_text(encoding="utf-8"))["data"]
    documents = [plain.read(_text(article)) for article in articles]
    propose(documents[0], "warm-up")

    started = time.process_time()
    parsed = [loaded.read(document) for document in documents]
    parsing = time.process_time() - started
    tokens = sum(len(sentence.words) for sentences in parsed for sentence in sentences)

    started = time.process_time()
    proposals = [propose(document, "document") for document in documents]
    proposing = time.process_time() - started

    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{loading:8.2f} s       to load")
    print(f"{tokens / proposing:8.0f} tokens/s end to end")
    print(f"{tokens / parsing:8.0f} tokens/s the parse alone")
    print(f"{parsing / proposing:8.2f} of the time is the parse")
    print(f"{memory:8.0f} MB      at most")
    for name, chosen in (("all", slice(None)), ("odd", slice(1, None, 2))):
        _yields(name, articles[chosen], documents[chosen], proposals[chosen])
    print(f"{sum(map(_violations, documents)):8d} violations found by the checks in what was kept")


def _yields(
    name: str,
    articles: Sequence[dict[str, Any]],
    documents: Sequence[Document],
    proposals: Sequence[Proposals],
) -> None:
    """Print what share of sentences has a question, and of human answers is asked for."""
    sentences = sum(len(_sentences(document)) for document in documents)
    asked = sum(
        len(_asked(document, found.questions))
        for document, found in zip(documents, proposals, strict=True)
    )
    answers = [
        _is_asked_for(answer, keys)
        for article, document, found in zip(articles, documents, proposals, strict=True)
        for place, keys in enumerate(_keys(article, document, found.questions))
        for answer in _answers(article, place)
    ]
    print(f"{100 * asked / sentences:8.1f} % of {sentences} sentences are asked about ({name})")
    print(f"{100 * sum(answers) / len(answers):8.1f} % of {len(answers)} human answers ({name})")


def _text(article: dict[str, Any]) -> str:
    paragraphs = [p["context"].strip() for p in article["paragraphs"]]
    return "\n\n".join([str(article["title"]).replace("_", " "), *paragraphs])


def _answers(article: dict[str, Any], place: int) -> list[str]:
    found = article["paragraphs"][place]["qas"]
    return [fold(each["answers"][0]["text"]) for each in found]


def _keys(
    article: dict[str, Any], document: Document, questions: Sequence[Question]
) -> list[list[str]]:
    """Return, for each paragraph of the article, the keys of the questions that cite it."""
    place = 0
    keys: list[list[str]] = []
    for paragraph in article["paragraphs"]:
        start = document.text.index(paragraph["context"].strip(), place)
        place = start + len(paragraph["context"].strip())
        cited = [q for q in questions if any(start <= c.start < place for c in q.citations)]
        keys.append([fold(text) for q in cited for text in q.interaction.key()])
    return keys


def _is_asked_for(answer: str, keys: Sequence[str]) -> bool:
    wanted = set(answer.split()) - _ARTICLES
    for key in keys:
        words = set(key.split()) - _ARTICLES
        if wanted and 2 * len(wanted & words) >= _ALIKE * (len(wanted) + len(words)):
            return True
    return False


def _sentences(document: Document) -> list[Passage]:
    return [passage for passage in document.passages if passage.kind is PassageKind.SENTENCE]


def _asked(document: Document, questions: Sequence[Question]) -> set[int]:
    """Return the starts of the sentences asked about; one that only leads up to it is not."""
    starts = {question.proof.start for question in questions if question.proof}
    starts |= {
        c.start for q in questions if q.type in {"ordering", "matching"} for c in q.citations
    }
    return starts & {passage.span.start for passage in _sentences(document)}


def _violations(document: Document) -> int:
    facts = read_facts(document, "document", pipeline.load())
    kept = [candidate for candidate, said in candidates(facts) if said is None]
    return sum(problem(candidate, facts) is not None for candidate, _ in rank(kept, facts))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

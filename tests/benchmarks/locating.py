"""How often the passage for an uncited question is found: ``… locating CORPORA``.

Every question that people wrote on the articles of XQuAD is looked up among the sentences of all
of them, as if they were the documents of one course. Printed are the share that is offered a
sentence, how often the first and one of the first three is that of the annotated answer, the share
that is offered one where the question's own half of the articles is away, and the time it takes.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from questions.documents import Span
from questions.interactions import Answer, TextEntry
from questions.locating import Sentences
from questions.question import Question
from questions.reading.sentences import sentence_spans

_MOST = 3


def main() -> None:
    """Measure and print."""
    path = Path(sys.argv[1]) / "xquad" / "dev.json"
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    texts: list[tuple[int, str]] = []
    asked: list[tuple[int, Question, int]] = []
    for number, article in enumerate(articles):
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            spans = list(sentence_spans(context, Span(0, len(context))))
            asked += [
                (number, question, len(texts) + place)
                for question, place in _questions(paragraph["qas"], spans)
            ]
            texts += [(number, span.of(context)) for span in spans]
    began = time.process_time()
    ready = Sentences([text for _article, text in texts])
    built = time.process_time()
    found = [[each.place for each in ready.locate(one, _MOST)] for _article, one, _place in asked]
    took = time.process_time() - built
    offered = [
        (places, place)
        for places, (_article, _one, place) in zip(found, asked, strict=True)
        if places
    ]
    first = sum(places[0] == place for places, place in offered)
    among = sum(place in places for places, place in offered)
    half = len(articles) // 2
    away = [Sentences([t for n, t in texts if (n < half) is side]) for side in (False, True)]
    wrongly = sum(bool(away[number >= half].locate(one, _MOST)) for number, one, _place in asked)
    print(f"{len(asked)} questions, {len(texts)} sentences")
    print(f"offered a sentence: {len(offered) / len(asked):.1%}")
    print(f"of these right at the first place: {first / len(offered):.1%}")
    print(f"among the first {_MOST}: {among / len(offered):.1%}")
    print(f"offered one where none is right: {wrongly / len(asked):.1%}")
    print(f"{1000 * (built - began):.0f} ms to make ready, {1000 * took / len(asked):.2f} ms each")


def _questions(given: list[dict[str, object]], spans: list[Span]) -> Iterator[tuple[Question, int]]:
    """Yield each question with the place of the sentence that has its answer."""
    for each in given:
        answer = each["answers"][0]  # type: ignore[index]
        start = answer["answer_start"]
        place = next((n for n, span in enumerate(spans) if span.start <= start < span.end), None)
        if place is not None:
            key = TextEntry(answers=(Answer(text=answer["text"]),))
            yield Question(type="short_answer", stem=str(each["question"]), interaction=key), place


if __name__ == "__main__":
    main()

"""Which claims of speakers are asked, and how: ``python -m tests.benchmarks.claims FOLDER``.

``FOLDER`` is a part of PolNeAR with its ``text`` and ``attributions``; ``--articles N`` takes so
many, as far apart as there are, and 0 all of them. A claim is what people marked as somebody's
words or thoughts, if it is long enough. It is asked when a kept proposal that names a speaker
cites a sentence in which most of the claim, or of the sentence, is. Its speaker is right when the
name shares a word with what people marked; where they marked "he" or "the agency", nobody judges.
A proposal asks as a fact what is attributed when it is in the publisher's voice and nearly all of
a sentence that it cites is somebody's words; who holds an office may stand anywhere.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from questions.documents import Span
from questions.folding import fold
from questions.proposing import propose
from questions.question import Citation, Question, Stance
from questions.reading import plain
from tests.benchmarks.polnear import Article, Attributed, read_articles

_FEWEST = 5  # words: a plain choice; fewer are hardly a statement
_MOST = 0.5  # of a claim or of a sentence: a plain choice
_WITHIN = 0.8  # of a sentence: a plain choice; the rest says whose it is, or nothing
_ARTICLES = 40  # three minutes on a slow core
_SMALL = frozenset("the a an of for and mr ms mrs dr his her their its".split())


def main(folder: Path, most: int | None, *, tell: bool) -> None:
    """Measure and print."""
    counts: Counter[str] = Counter()
    for article in read_articles(folder, most):
        questions = propose(plain.read(article.text), "document").questions
        counts["articles"] += 1
        counts["questions"] += len(questions)
        _count_claims(article, questions, counts)
        for question in questions:
            for found in _faults(article, question, counts):
                if tell:
                    proof = question.proof
                    print(f"{found}: {proof and proof.speaker}\n  {question.stem}")
    _print(counts)


def _count_claims(article: Article, questions: Sequence[Question], counts: Counter[str]) -> None:
    """Count the claims, and those that some question asks."""
    spans = [_span(found) for q in questions if (found := _claimed(q))]
    for one in article.attributed:
        if is_claim(article, one):
            counts["claims"] += 1
            counts["claims asked"] += any(is_of(one, span) for span in spans)


def is_claim(article: Article, one: Attributed) -> bool:
    """Return whether what is said is long enough to be a statement."""
    return sum(len(piece.of(article.text).split()) for piece in one.content) >= _FEWEST


def is_of(one: Attributed, span: Span) -> bool:
    """Return whether a sentence has most of what is said, or is mostly that."""
    shared = one.covers(span)
    return shared > _MOST * min(one.length(), span.end - span.start)


def _faults(article: Article, question: Question, counts: Counter[str]) -> Iterator[str]:
    """Count whose words a question asks for, and yield what is wrong with that."""
    citation = _claimed(question)
    if citation is None:
        counts["in the publisher's voice"] += 1
        if not _is_of_office(question) and any(
            article.covered(_span(each)) >= _WITHIN for each in question.citations
        ):
            counts["asked as fact"] += 1
            yield "asked as fact"
        return
    counts["of a claim"] += 1
    sources = [one.source for one in article.attributed if one.covers(_span(citation))]
    if not sources:
        counts["marked by nobody"] += 1
    elif any(_agree(source, citation.speaker or "") for source in sources):
        counts["speaker right"] += 1
    elif any(_has_name(source) for source in sources):
        counts["speaker wrong"] += 1
        yield f"speaker wrong, not {' or '.join(sources)}"
    else:
        counts["speaker not judged"] += 1


def _claimed(question: Question) -> Citation | None:
    """Return the citation of a claim, where a question is of one."""
    return next((c for c in question.citations if c.stance is not Stance.ASSERTED), None)


def _is_of_office(question: Question) -> bool:
    return question.type == "matching" or "named in the document as" in question.stem


def _span(citation: Citation) -> Span:
    return Span(citation.start, citation.end)


def _agree(source: str, speaker: str) -> bool:
    return bool(_words(source) & _words(speaker))


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()) - _SMALL


def _has_name(source: str) -> bool:
    """Return whether somebody is named, in the middle of the words too: "the Post reporter"."""
    words = source.split()
    return any(word[:1].isupper() and word.lower() not in _SMALL for word in words[1:]) or (
        words[0][:1].isupper() and words[0].lower() not in {"he", "she", "it", "they", "the", "i"}
    )


def _print(counts: Counter[str]) -> None:
    judged = counts["speaker right"] + counts["speaker wrong"]
    print(f"{counts['articles']:8d} articles, {counts['questions']} questions")
    _share("of claims are asked", counts["claims asked"], counts["claims"])
    _share("of questions on claims have the right speaker", counts["speaker right"], judged)
    print(f"{counts['speaker not judged']:8d} whose speaker is not named where it stands")
    print(f"{counts['marked by nobody']:8d} on claims that nobody marked")
    own = counts["in the publisher's voice"]
    _share("of questions of fact are of somebody's words", counts["asked as fact"], own)
    _share("of all questions are on claims", counts["of a claim"], counts["questions"])


def _share(what: str, part: int, whole: int) -> None:
    print(f"{100 * part / max(1, whole):8.1f} % {what} ({part} of {whole})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=_ARTICLES)
    parser.add_argument("--tell", action="store_true", help="print what is asked wrongly")
    given = parser.parse_args()
    main(given.folder, given.articles or None, tell=given.tell)

"""The benchmark of claims counts what people marked, on an article made up for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.documents import Span
from tests.benchmarks.claims import is_claim, is_of, main
from tests.benchmarks.polnear import Article, read_articles

_SAID = "the Kerby Dam was sold to Denis Roe in 1971"
_TEXT = (
    f"Kerby news\n\nAnn Poe said that {_SAID}.\n\nNils Dahl built the Lund Tower in Oslo in 1950."
)


def _write(folder: Path, *, source: str) -> None:
    for name in ("text", "attributions"):
        (folder / name).mkdir()
    (folder / "text" / "one.txt").write_text(_TEXT, encoding="utf-8")
    places = [(text, _TEXT.index(text)) for text in ("said", source, _SAID)]
    names = ("Cue", "Source", "Content")
    marks = [
        f"T{place}\t{name} {start} {start + len(text)}\t{text}"
        for place, (name, (text, start)) in enumerate(zip(names, places, strict=True), 1)
    ]
    marks.append("E1\tAttribution:T1 Cue:T1 Source:T2 Content:T3")
    (folder / "attributions" / "one_ab12.ann").write_text("\n".join(marks), encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "told"),
    [("Ann Poe", "100.0 % of questions on claims"), ("Nils Dahl", "0.0 % of questions on claims")],
)
def test_a_speaker_is_right_or_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, told: str
) -> None:
    _write(tmp_path, source=source)
    main(tmp_path, None, tell=False)
    printed = capsys.readouterr().out
    assert "100.0 % of claims are asked (1 of 1)" in printed
    assert f" {told} have the right speaker" in printed
    assert " 0.0 % of questions of fact are of somebody's words" in printed


def test_what_is_marked_is_read(tmp_path: Path) -> None:
    _write(tmp_path, source="Ann Poe")
    (article,) = read_articles(tmp_path)
    (one,) = article.attributed
    assert (one.source, [piece.of(article.text) for piece in one.content]) == ("Ann Poe", [_SAID])
    assert is_claim(article, one)
    start = _TEXT.index("Ann")
    assert is_of(one, Span(start, _TEXT.index(".", start) + 1))
    assert not is_of(one, Span(_TEXT.index("Nils"), len(_TEXT)))


def test_how_much_of_a_sentence_is_somebodys(tmp_path: Path) -> None:
    _write(tmp_path, source="Ann Poe")
    article: Article = next(read_articles(tmp_path))
    start = _TEXT.index(_SAID)
    assert article.covered(Span(start, start + len(_SAID))) == 1
    assert article.covered(Span(0, start)) == 0

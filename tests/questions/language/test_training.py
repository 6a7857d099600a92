"""Training works from end to end, if on far too little."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.documents import Document
from questions.language.pipeline import WEIGHTS, load
from questions.language.train_parser import measure_parser, train_parser
from questions.language.treebanks import in_newspaper_print, read_trees
from questions.reading import plain

ROWS = """\
# text = It's Ada's "Engine".
1-2\tIt's\t_\t_\t_\t_\t_\t_\t_\t_
1\tIt\tit\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2\t's\tbe\tAUX\tVBZ\t_\t4\tcop\t_\t_
3\tAda's\tAda\tPROPN\tNNP\t_\t4\tnmod:poss\t_\t_
3.1\tgone\tgo\tVERB\tVBN\t_\t_\t_\t_\t_
4\t"Engine"\tengine\tNOUN\tNN\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    for name in ("ewt", "gum"):
        (tmp_path / name).mkdir()
        for part in ("train", "dev", "test"):
            (tmp_path / name / f"{part}.conllu").write_text(ROWS * 30, encoding="utf-8")
    return tmp_path


def test_a_tree_spells_what_was_written(corpora: Path) -> None:
    tree = next(read_trees(corpora / "ewt" / "dev.conllu"))
    assert tree.text == "It's Ada's \"Engine\"."
    assert tree.words == ["It", "'s", "Ada's", '"Engine"', "."]
    assert (tree.heads, tree.relations[3]) == ([3, 3, 3, 3, 3], "ROOT")


def test_newspapers_print_curly_marks(corpora: Path) -> None:
    tree = next(read_trees(corpora / "ewt" / "dev.conllu"))
    assert in_newspaper_print(tree).words[:3] == ["It", "’s", "Ada’s"]


def test_trains_measures_and_saves(corpora: Path, tmp_path: Path) -> None:
    import spacy

    train_parser(corpora, tmp_path / "parser", steps=3)
    figures = measure_parser(corpora, spacy.load(tmp_path / "parser"))
    assert {"ewt test dep_uas", "gum test dep_las"} <= set(figures)
    assert all(0 <= figures[name] <= 100 for name in figures if "second" not in name)


def test_the_weights_are_small_and_say_whose_they_are() -> None:
    assert sum(file.stat().st_size for file in WEIGHTS.rglob("*") if file.is_file()) < 20_000_000
    notice = (WEIGHTS / "NOTICE").read_text(encoding="utf-8")
    assert all(name in notice for name in ("EWT", "GUM", "WikiGold", "CC BY-SA 4.0"))


def test_words_lie_where_the_document_has_them() -> None:
    text = "Warsaw’s  mayor,\nAda Lovelace, didn't resign in 1990."
    document: Document = plain.read(text)
    (sentence,) = load().read(document)
    assert all(text[word.start : word.end] == word.text for word in sentence.words)
    assert [sentence.spelt(name) for name in sentence.names] == ["Warsaw", "Ada Lovelace"]
    assert sum(word.head == word.index for word in sentence.words) == 1

"""What training starts from, and what is measured in the end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from questions.documents import Document
from questions.language.pipeline import WEIGHTS, load
from questions.language.training.examples import examples
from questions.language.training.figures import measure
from questions.language.training.treebanks import read_trees
from questions.language.training.words import COMMON_FILE, count_words
from questions.reading import plain

ROWS = """\
# newdoc id = one
# text = It's Ada's "Engine".
1-2\tIt's\t_\t_\t_\t_\t_\t_\t_\t_
1\tIt\tit\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2\t's\tbe\tAUX\tVBZ\t_\t4\tcop\t_\t_
3\tAda's\tAda\tPROPN\tNNP\t_\t4\tnmod:poss\t_\tEntity=(1-person-giv:act-1-sgl)
3.1\tgone\tgo\tVERB\tVBN\t_\t_\t_\t_\t_
4\t"Engine"\tengine\tNOUN\tNN\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""
NAMED = """\
# newdoc id = one
1\tIt\tO
2\t's\tO
3\tAda's\tB-PER
4\t"Engine"\tO
5\t.\tO

"""
MET = "# newdoc id = one\n1\tAda\tB-PER\n2\tLovelace\tI-PER\n3\tsmiled\tO\n4\t.\tO\n"
WIKI = """\
Paris I-LOC
grew O
. O

-DOCSTART- O

Ada I-PER
Lovelace I-PER
wrote O
. O

-DOCSTART- O
"""


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    for name in ("ewt", "gum", "uner-ewt", "wikigold"):
        (tmp_path / name).mkdir()
    for part in ("train", "dev", "test"):
        for name in ("ewt", "gum"):
            (tmp_path / name / f"{part}.conllu").write_text(ROWS * 3, encoding="utf-8")
        (tmp_path / f"uner-ewt/{part}.iob2").write_text(NAMED * 3, encoding="utf-8")
    (tmp_path / "uner-ewt/test.iob2").write_text(MET, encoding="utf-8")
    (tmp_path / "wikigold/wikigold.conll").write_text(WIKI, encoding="utf-8")
    return tmp_path


def test_a_tree_spells_what_was_written(corpora: Path) -> None:
    tree = next(read_trees(corpora / "ewt" / "dev.conllu"))
    assert tree.text == "It's Ada's \"Engine\"."
    assert tree.words == ["It", "'s", "Ada's", '"Engine"', "."]
    assert (tree.heads, tree.relations[3]) == ([3, 3, 3, 3, 3], "ROOT")


def test_examples_have_a_tree_and_names_or_names_alone(corpora: Path) -> None:
    found = list(examples(corpora, "train", frozenset()))
    assert [example.tree is not None for example in found] == [True] * 6 + [False]
    assert [example.labels for example in found[:6]] == [["O", "O", "B-PER", "O", "O"]] * 6
    assert (found[6].words, found[6].labels) == (
        ["Ada", "Lovelace", "wrote", "."],
        ["B-PER", "I-PER", "O", "O"],
    )


def test_nothing_is_learnt_from_what_is_held_out(corpora: Path) -> None:
    assert all("Paris" not in each.words for each in examples(corpora, "train", frozenset()))


def test_measures(corpora: Path) -> None:
    page = measure(corpora, WEIGHTS)
    figures = dict(re.findall(r"^\| (.+) \| ([\d.]+) \|$", page, re.MULTILINE))
    assert float(figures["ewt test dep_uas"]) > 0
    assert float(figures["gum test tag_acc"]) > 50
    assert (figures["UNER test PER F"], figures["wikigold fifth LOC F"]) == ("1", "1")
    assert 1 < float(figures["megabytes of weights"]) < 20


def test_the_weights_are_small_and_say_whose_they_are() -> None:
    assert sum(file.stat().st_size for file in WEIGHTS.rglob("*") if file.is_file()) < 20_000_000
    notice = (WEIGHTS / "NOTICE").read_text(encoding="utf-8")
    owed = ("EWT", "GUM", "WikiGold", "CC BY-SA 4.0", "MiniLM", "Apache")
    assert all(name in notice for name in owed)
    assert all(file.name in notice for file in WEIGHTS.glob("*.gz"))


def test_words_lie_where_the_document_has_them() -> None:
    text = "The council met today. Warsaw’s  mayor,\nAda Lovelace, didn't resign in 1990."
    document: Document = plain.read(text)
    _, sentence = load().read(document)
    assert all(text[word.start : word.end] == word.text for word in sentence.words)
    assert [sentence.spelt(name) for name in sentence.names] == ["Warsaw", "Ada Lovelace"]
    assert sum(word.head == word.index for word in sentence.words) == 1


@pytest.mark.parametrize("text", ["x" * 101 + " is long.", "word " * 500 + "ends.", "No way."])
def test_what_is_too_long_or_short_is_not_parsed(text: str) -> None:
    first = "The bridge was rebuilt in 1994."
    found = load().read(plain.read(f"{first}\n\n{text}"))
    assert found[0].passage.span.of(f"{first}\n\n{text}") == first
    assert len(found) == (2 if len(text) < 20 else 1)


def test_counts_everyday_words(tmp_path: Path) -> None:
    row = "{}\t{}\t_\tNOUN\t{}\t_\t0\troot\t_\t_\n"
    often = row.format(1, "Day", "NN") + row.format(2, "ran", "VBD") + row.format(3, "x1", "NN")
    for name, times in (("ewt", 4), ("gum", 2)):
        (tmp_path / name).mkdir()
        file = tmp_path / name / "train.conllu"
        file.write_text(f"# newdoc id = a\n{often}\n" * times, encoding="utf-8")
    count_words(tmp_path, tmp_path)
    assert (tmp_path / COMMON_FILE).read_text(encoding="utf-8") == "day 6\n"

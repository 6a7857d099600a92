"""Words of the language lie in the lexicon alone, each class of them under one name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

QUESTIONS = Path(__file__).parents[1] / "questions"
LEXICON = QUESTIONS / "language" / "lexicon"
# Those that read documents or questions of any origin lie below the lexicon and cannot import it.
READERS = ("facts", "asking", "checks", "distractors", "language", "ranking.py", "proposing.py")
MOST = 4  # words: fewer are part of the rule that asks for them
# Relations of Universal Dependencies look like words, and are names that the parser gives.
RELATIONS = frozenset(
    """root nsubj obj iobj obl nmod amod nummod appos acl advcl advmod compound flat conj cc case
    det mark punct parataxis discourse vocative cop aux expl xcomp ccomp csubj""".split()
)
FILES = [
    file
    for place in READERS
    for file in sorted(
        (QUESTIONS / place).rglob("*.py") if "." not in place else [QUESTIONS / place]
    )
    if LEXICON not in file.parents and "training" not in file.parts
]


def name(file: Path) -> str:
    return str(file.relative_to(QUESTIONS))


@pytest.mark.parametrize("file", FILES, ids=name)
def test_words_lie_in_the_lexicon(file: Path) -> None:
    assert lists(file.read_text(encoding="utf-8")) == []


def lists(source: str) -> list[str]:
    """Return the collections, and the alternatives of patterns, that hold too many words."""
    found = [(node, words) for node in ast.walk(ast.parse(source)) if (words := collected(node))]
    return [
        f"{node.lineno}: {' '.join(sorted(words)[:6])}"
        for node, words in found
        if isinstance(node, ast.expr) and len(words) > MOST
    ]


def collected(node: ast.AST) -> set[str]:
    """Collect the plain words of a literal collection, of a string to be split or of a pattern."""
    match node:
        case ast.Set(elts=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            return plain(word for part in parts for word in strings(part))
        case ast.Dict(keys=keys, values=values) if all(is_constant(value) for value in values):
            return max(
                (
                    plain(word for part in parts for word in strings(part))
                    for parts in (keys, values)
                ),
                key=len,
            )
        case ast.Call(func=ast.Attribute(attr="split", value=text)):
            return plain(word for part in strings(text) for word in re.split(r"[\s;,|]+", part))
        case ast.Call(func=ast.Attribute(attr="compile"), args=[pattern, *_]):
            return set(re.findall(r"(?<=[|:(])[A-Za-z]{3,}(?=[|)])", "".join(strings(pattern))))
    return set()


def is_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant | ast.Tuple)


def strings(node: ast.expr | None) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from strings(part)
        case ast.Call(func=ast.Attribute(value=inner)):
            yield from strings(inner)


def plain(texts: Iterator[str]) -> set[str]:
    found = {text for text in texts if re.fullmatch(r"[A-Za-z]+(?:['’-][a-z]+)*", text)}
    return {text for text in found - RELATIONS if not re.fullmatch(r"[A-Z]{2,}", text)}


@pytest.mark.parametrize(
    "source",
    [
        'SAYING = {"say", "tell", "claim", "deny", "argue"}',
        'SAYING = frozenset("say tell claim deny argue".split())',
        'SAYING = {"say": 1, "tell": 2, "claim": 3, "deny": 4, "argue": 5}',
        'SAYING = dict.fromkeys("say tell claim deny argue".split(), True)',
        'SAYING = re.compile(r"\\b(?:say|tell|claim|deny|argue)\\b")',
        'def says(word):\n    return word in ("say", "tell", "claim", "deny", "argue")',
    ],
)
def test_a_list_of_words_is_seen(source: str) -> None:
    assert lists(source)


@pytest.mark.parametrize(
    "source",
    [
        'FEW = {"say", "tell", "claim", "deny"}',
        'TAGS = {"VBD", "VBZ", "VBP", "MD", "NNS"}',
        'RELATIONS = ("nmod", "acl", "amod", "compound", "nummod", "nmod:poss")',
        'YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")',
    ],
)
def test_a_few_words_tags_and_relations_are_no_list(source: str) -> None:
    assert lists(source) == []

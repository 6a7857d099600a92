"""The texts that proposing is tuned and judged on, taken from the corpora by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

SPLIT = Path(__file__).parents[1] / "questions" / "proposing" / "split.json"


def texts(corpora: Path, part: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each document of ``tuning`` or ``evaluation``.

    Raises ``KeyError`` for a part or a document that is not there.
    """
    wanted = json.loads(SPLIT.read_text(encoding="utf-8"))[part]
    found = dict([*_xquad(corpora), *_gum(corpora, "dev"), *_gum(corpora, "test")])
    for name in wanted:
        yield name, found[name]


def _xquad(corpora: Path) -> Iterator[tuple[str, str]]:
    articles = json.loads((corpora / "xquad" / "dev.json").read_text(encoding="utf-8"))["data"]
    for place, article in enumerate(articles):
        paragraphs = [paragraph["context"].strip() for paragraph in article["paragraphs"]]
        yield f"xquad-{place}", "\n\n".join([article["title"].replace("_", " "), *paragraphs])


def _gum(corpora: Path, part: str) -> Iterator[tuple[str, str]]:
    name, paragraphs = "", [[""]]
    for line in (corpora / "gum" / f"{part}.conllu").read_text(encoding="utf-8").splitlines():
        field, _, value = line.partition(" = ")
        if field == "# newdoc id":
            if name:
                yield name, _joined(paragraphs)
            name = value.removeprefix("GUM_").replace("_", "-")
            paragraphs = []
        elif field == "# meta::title":
            paragraphs.append([value])
        elif field.startswith("# newpar"):
            paragraphs.append([])
        elif field == "# text":
            paragraphs[-1].append(value)
    yield name, _joined(paragraphs)


def _joined(paragraphs: list[list[str]]) -> str:
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs if sentences)

"""Our Markdown as the plain text of other programs: what it says, by its letters.

What ``literal`` reads from that is the text that went, but for how words of it were set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import punctuation

from markdown_it import MarkdownIt
from markdown_it.token import Token

from questions.formulas.finding import Formula, formulas_in
from questions.formulas.markdown import formulas
from questions.interactions import Typed
from questions.interchange.literal import literal

SET_APART = "how words are set, such as in bold, was left out"
_ESCAPED = re.compile(rf"\\([{re.escape(punctuation)}])")
_BETWEEN = re.compile(r"(\n[ \t]*\n)")  # of paragraphs: nothing in one goes on in the next
_BEGINS = re.compile(r"^[ \t]*(?:#{1,6}(?:[ \t]+|$)|(?:>[ \t]?)+)", re.M)  # a heading, or a quote
_parser = formulas(MarkdownIt("commonmark", {"html": False}), Formula.marked)
_parser.enable("strikethrough")


def to_plain(text: str) -> str:
    """Return a text by its letters, without what sets some of them apart."""
    if isinstance(text, Typed) or literal(text) == text:
        return text
    bare = _unescaped(text)
    return bare if literal(bare) == text else _words(text) or text


def is_set_apart(text: str) -> bool:
    """Return whether words of a text are set in some way that plain text has not."""
    if isinstance(text, Typed):
        return False
    back = literal(to_plain(text))
    return back != text and _shown(back) != _shown(text)


def _shown(text: str) -> str:
    return str(_parser.render(text, {"formula": lambda found: f"<math>{found.marked()}</math>"}))


def _unescaped(text: str) -> str:
    """Return a text without the backslashes before its signs, but for those in formulas."""
    parts, at = [], 0
    for formula in formulas_in(text):
        parts += [_ESCAPED.sub(r"\1", text[at : formula.start]), text[formula.start : formula.end]]
        at = formula.end
    return "".join([*parts, _ESCAPED.sub(r"\1", text[at:])])


def _words(text: str) -> str:
    spans = [(formula.start, formula.end) for formula in formulas_in(text)]

    def bare(found: re.Match[str]) -> str:
        is_inside = any(start < found.start() < end for start, end in spans)
        return found[0] if is_inside else ""

    paragraphs = _BETWEEN.split(_BEGINS.sub(bare, text))
    return "".join(
        between if number % 2 else "".join(_said(_parser.parseInline(between)[0].children or ()))
        for number, between in enumerate(paragraphs)
    ).strip()


def _said(tokens: Iterable[Token]) -> Iterator[str]:
    address = ""
    for token in tokens:
        match token.type:
            case "text" | "code_inline" | "formula":
                yield token.content
            case "softbreak" | "hardbreak":
                yield "\n"
            case "image":
                yield f"[{token.content or 'a picture'}]"
            case "link_open":
                address = "" if token.info == "auto" else str(token.attrs.get("href", ""))
            case "link_close" if address:
                yield f" ({address})"

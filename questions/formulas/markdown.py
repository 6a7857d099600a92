"""Formulas in Markdown: taken out before anything in them could mean something, and put back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from questions.formulas.finding import Formula, formulas_in

# Markdown takes a NUL in a text for an unreadable character, so that none is left to confuse; and
# beside stars a formula is punctuation, as its marks are.
_PLACE = re.compile(r",\0(\d+)\0,")
_PLACE_IN_ADDRESS = re.compile(r",(?:\0|%00)(\d+)(?:\0|%00),")
_AFTER = "normalize"
Writer = Callable[[Formula], str]


def formulas(parser: MarkdownIt, written: Writer) -> MarkdownIt:
    """Return a parser that knows formulas, each in HTML as ``written``, or ``env``, has it."""
    parser.core.ruler.after(_AFTER, "formulas", _take_out)
    parser.core.ruler.push("formulas_back", lambda state: _put_back(state, written))
    parser.add_render_rule("formula", lambda _self, tokens, at, *_rest: tokens[at].content)
    return parser


def verbatim(formula: Formula) -> str:
    """Return a formula as LaTeX between the marks that most programs look for in HTML."""
    return escape(formula.marked(), quote=False)


def _take_out(state: StateCore) -> None:
    parts: list[str] = []
    found: list[tuple[Formula, str]] = []
    at = 0
    for formula in formulas_in(state.src):
        parts += [state.src[at : formula.start], f",\0{len(found)}\0,"]
        found.append((formula, state.src[formula.start : formula.end]))
        at = formula.end
    if found:
        state.env["formulas"] = found
        state.src = "".join([*parts, state.src[at:]])


def _put_back(state: StateCore, written: Writer) -> None:
    found: list[tuple[Formula, str]] = state.env.get("formulas", [])
    if not found:
        return
    written = state.env.get("formula", written)
    for token in state.tokens:
        _restore(token, found)
        if token.children:
            token.children = list(_with_formulas(token.children, found, written))


def _with_formulas(
    tokens: Iterable[Token], found: list[tuple[Formula, str]], written: Writer
) -> Iterable[Token]:
    for token in tokens:
        if token.type != "text":
            _restore(token, found)
            yield token
            continue
        for number, part in enumerate(_PLACE.split(token.content)):
            made = Token("formula" if number % 2 else "text", "", 0, level=token.level)
            made.content = written(found[int(part)][0]) if number % 2 else part
            yield made


def _restore(token: Token, found: list[tuple[Formula, str]]) -> None:
    """Put back what was written where there are no formulas: in code, and in addresses."""

    def source(place: re.Match[str]) -> str:
        number = int(place[1])
        return found[number][1] if number < len(found) else place[0]

    if token.type != "inline":
        token.content = _PLACE.sub(source, token.content)
    for name, value in token.attrs.items():
        if isinstance(value, str):
            token.attrs[name] = _PLACE_IN_ADDRESS.sub(source, value)
    for child in (token.children or ()) if token.type == "image" else ():
        _restore(child, found)

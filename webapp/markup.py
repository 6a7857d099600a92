"""Markdown, as people write it, into HTML that is safe to show."""

from __future__ import annotations

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, hr
from markdown_it.rules_inline import StateInline
from markupsafe import Markup

GAP = "____"
_TAGS = {
    *("p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "sub", "sup", "span"),
}
_SCHEMES = {"http", "https", "mailto"}
_MOST_CELLS = 5_000
_INTERRUPTED = ("paragraph", "reference", "blockquote", "list")


def _read_gap(state: StateInline, silent: bool) -> bool:
    """Read a gap to fill in, where the text itself has one: not in an address nor in code."""
    if not state.src.startswith(GAP, state.pos):
        return False
    if not silent:
        state.push("gap", "", 0)
    state.pos += len(GAP)
    return True


def _read_line(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Read a line across the page, of stars or dashes: underscores alone on a line are a gap."""
    at = state.bMarks[first] + state.tShift[first]
    return not state.src.startswith("_", at) and hr(state, first, last, silent)


def _render_gap(*_given: object) -> str:
    return f'<span class="blank">{GAP}</span>'


def _make_parser(*rules: str) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable([*rules, "strikethrough"])
    parser.inline.ruler.before("emphasis", "gap", _read_gap)
    parser.block.ruler.at("hr", _read_line, {"alt": [*_INTERRUPTED]})
    parser.add_render_rule("gap", _render_gap)
    # The first text has it sort its rules, during which another thread would find a part of them.
    parser.render("ready")
    return parser


_parser, _parser_without_tables = _make_parser("table"), _make_parser()


@lru_cache(maxsize=4096)
def render_block(text: str) -> Markup:
    """Return paragraphs, lists and tables."""
    return _clean(_parser_for(text).render(text))


@lru_cache(maxsize=4096)
def render_inline(text: str) -> Markup:
    """Return one run of text, for a heading or an option."""
    return _clean(_parser.renderInline(" ".join(text.split())))


def _parser_for(text: str) -> MarkdownIt:
    """Leave tables out where they would be filled up with more cells than anybody reads."""
    lines = text.splitlines()
    columns = max((line.count("|") for line in lines), default=0)
    return _parser if columns * len(lines) <= _MOST_CELLS else _parser_without_tables


def _clean(html: str) -> Markup:
    """Return ``html`` with what is allowed in it; nothing changes it after that."""
    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        allowed_classes={"span": {"blank"}},
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow",
    )
    return Markup(safe.strip())  # noqa: S704

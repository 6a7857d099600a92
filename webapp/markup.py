"""Markdown, as people write it, into HTML that is safe to show."""

from __future__ import annotations

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_TAGS = {
    *("p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "sub", "sup"),
}
_SCHEMES = {"http", "https", "mailto"}
GAP = "____"


@lru_cache(maxsize=4096)
def render_block(text: str) -> Markup:
    """Return paragraphs, lists and tables."""
    return _clean(_parser.render(_keep_gap(text)))


@lru_cache(maxsize=4096)
def render_inline(text: str) -> Markup:
    """Return one run of text, for a heading or an option."""
    return _clean(_parser.renderInline(_keep_gap(" ".join(text.split()))))


def _keep_gap(text: str) -> str:
    return text.replace(GAP, r"\_\_\_\_")


def _clean(html: str) -> Markup:
    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow",
    )
    return Markup(safe.replace(GAP, '<span class="blank">____</span>').strip())  # noqa: S704

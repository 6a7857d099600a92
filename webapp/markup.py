"""Markdown, as people write it, into HTML that is safe to show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache, wraps
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, hr
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup, escape

from questions.formulas.checking import FormulaError
from questions.formulas.converting import to_mathml
from questions.formulas.elements import ATTRIBUTES, CLASSES, ELEMENTS
from questions.formulas.finding import Formula, replace_formulas
from questions.formulas.markdown import formulas
from questions.interactions import Typed
from questions.media import KINDS, NAME, readable, told
from questions.media.marking import with_media

GAP = "____"
_TAGS = {
    *("p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "sub", "sup", "span"),
    *("img", "audio"),
    *ELEMENTS,
}
_ATTRIBUTES = {
    **{name: set(ATTRIBUTES) for name in ELEMENTS},
    "math": {"display", "alttext"},
    "annotation": {"encoding"},
    "span": {"tabindex"},
    "a": {"href"},
    "img": {"src", "alt", "loading"},
    "audio": {"src", "controls", "preload", "aria-label"},
}
_CLASSES = {
    **CLASSES,
    "span": {"blank", "sound", "formula", "formula-wide"},
    "img": {"picture"},
}
_SCHEMES = {"http", "https", "mailto"}
_MOST_CELLS = 5_000
MEDIA = "/media/"  # the address below which a picture or a sound is served by its name
_WIDE = 24  # letters beside one another that 320 pixels hold, at the size of a stem
_PICTURED = re.compile(rf'<img class="picture" src="{MEDIA}({NAME.pattern})"')
Sizes = Callable[[Collection[str]], Mapping[str, tuple[int, int]]]
_MOST_KEPT = 4096  # texts; with the longest that are kept, some 50 MB at most: plain choices
_LONGEST_KEPT = 4_000
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


def _show_media(name: str, description: str) -> str:
    said, source = escape(description), f'src="{MEDIA}{name}"'
    if KINDS[name[name.index(".") :]].startswith("image/"):
        return f'<img class="picture" {source} alt="{said}" loading="lazy">'
    sound = f'<audio {source} controls preload="none" aria-label="{said}"></audio>'
    return f'<span class="sound"><span>{said}</span>{sound}</span>'


def _render_image(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any
) -> str:
    """Say what a picture elsewhere shows: nobody's browser is sent there."""
    return str(escape(renderer.renderInlineAsText(tokens[at].children or [], options, env)))


def _render_formula(formula: Formula) -> str:
    """Return a formula as MathML, in a box of its own where it may be wider than the page.

    One that cannot be read stands there as it was written.
    """
    try:
        math = to_mathml(formula.latex, is_displayed=formula.is_displayed)
    except FormulaError:
        return f"<code>{escape(formula.marked())}</code>"
    shown = math.partition("<annotation")[0]
    is_wide = len(re.sub(r"<[^>]*>|&\w+;", "", shown)) > _WIDE
    if not is_wide and not formula.is_displayed:
        return math
    name = "formula" if formula.is_displayed else "formula-wide"
    focus = ' tabindex="0"' if is_wide else ""
    return f'<span class="{name}"{focus}>{math}</span>'


def _make_parser(*rules: str) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable([*rules, "strikethrough"])
    parser.inline.ruler.before("emphasis", "gap", _read_gap)
    parser.block.ruler.at("hr", _read_line, {"alt": [*_INTERRUPTED]})
    formulas(parser, _render_formula)
    parser.add_render_rule("gap", _render_gap)
    parser.add_render_rule("image", _render_image)
    return with_media(parser, _show_media)


_parser, _parser_without_tables = _make_parser("table"), _make_parser()


def _cached(render: Callable[[str], Markup]) -> Callable[[str], Markup]:
    """Keep what texts are shown as; what was typed is no Markdown, and is shown as it stands."""
    kept = lru_cache(maxsize=_MOST_KEPT)(render)

    @wraps(render)
    def rendered(text: str) -> Markup:
        if isinstance(text, Typed):
            return escape(text)
        return kept(text) if len(text) <= _LONGEST_KEPT else render(text)

    return rendered


@_cached
def render_block(text: str) -> Markup:
    """Return paragraphs, lists and tables."""
    return _clean(_parser_for(text).render(text))


@_cached
def render_inline(text: str) -> Markup:
    """Return one run of text, for a heading or an option."""
    return _clean(_parser.renderInline(" ".join(text.split())))


@_cached
def render_line(text: str) -> Markup:
    """Return one run of text for a list: its formulas, but of pictures what they show."""
    line = replace_formulas(told(text), lambda formula: f"\\({formula.latex}\\)")
    return Markup(render_inline(line).replace(' tabindex="0"', ""))  # noqa: S704


def tell_apart(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return each text with what it reads as, or as it is written where two would read alike."""
    lines = [readable(text) for text in texts]
    times = Counter(" ".join(line.split()) for line in lines)
    return [
        (text, line if times[" ".join(line.split())] == 1 else told(text))
        for text, line in zip(texts, lines, strict=True)
    ]


def put_sizes(html: Markup, sizes_of: Sizes) -> Markup:
    """Say how large its pictures are, where that is known: nothing moves once they are there."""
    names = set(_PICTURED.findall(html))
    if not names:
        return html
    sizes = sizes_of(names)

    def put(found: re.Match[str]) -> str:
        size = sizes.get(found[1])
        return f'{found[0]} width="{size[0]}" height="{size[1]}"' if size else found[0]

    return Markup(_PICTURED.sub(put, html))  # noqa: S704


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
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow",
    )
    return Markup(safe.strip())  # noqa: S704

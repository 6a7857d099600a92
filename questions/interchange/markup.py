"""Our Markdown and HTML: of other programs' questions what is known is kept, all else is text."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from lxml import html
from lxml.etree import ParserError
from markdown_it import MarkdownIt

_LOOKS_LIKE_HTML = re.compile(r"</?[a-z][a-z0-9]*(\s[^<>]*)?/?>|&(#\d+|#x[0-9a-f]+|\w+);", re.I)
_AROUND = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "del": "~~", "s": "~~"}
_BLOCKS = {
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article"),
    *("ul", "ol", "table", "tr", "pre", "figure", "figcaption", "dl", "dt", "dd", "center"),
}
_DROPPED = {"script", "style", "head", "title", "template", "noscript"}
_LOST = {
    "img": "a picture",
    "audio": "a sound",
    "video": "a film",
    "iframe": "a page inside the page",
    "object": "an embedded object",
    "embed": "an embedded object",
    "svg": "a drawing",
    "math": "a formula",
    "canvas": "a drawing",
    "input": "a field to fill in",
}
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_DEEPEST = 100  # elements inside one another: no question needs so many
# A line that begins with a letter, ends with what is seen, and has nothing in it that means more.
_PLAIN = re.compile(r"[^\W\d_](?:[^*_`\[\]<>&\\\"\x00-\x1f\x7f-\x9f]*[^*_`\[\]<>&\\\"\s])?")
_markdown = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).disable("image")


def to_html(text: str) -> str:
    """Return a text in Markdown as HTML."""
    if _PLAIN.fullmatch(text):
        return f"<p>{text}</p>"  # as most are: a tenth of the time
    return str(_markdown.render(text)).strip()


def looks_like_html(text: str) -> bool:
    """Return whether a text has tags or entities in it."""
    return _LOOKS_LIKE_HTML.search(text) is not None


def from_html(text: str) -> tuple[str, list[str]]:
    """Return a text in Markdown, and what of it could not be carried over, each said once."""
    lost: dict[str, None] = {}
    try:
        root = html.fragment_fromstring(text, create_parent="div")
    except (ParserError, ValueError):
        return unescape(text).strip(), []
    written = _inside(root, lost, 0)
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in written.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), [
        f"{what} was left out" for what in lost
    ]


def _inside(element: html.HtmlElement, lost: dict[str, None], depth: int) -> str:
    if depth > _DEEPEST:
        return ""
    parts = [_flowing(element.text)]
    for number, child in enumerate(element, 1):
        parts += [_written(child, lost, depth + 1, number), _flowing(child.tail)]
    return "".join(parts)


def _flowing(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "") if (text or "").strip("\xa0") else (text or "")


def _written(element: html.HtmlElement, lost: dict[str, None], depth: int, number: int) -> str:
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        return ""
    if tag in _LOST:
        lost[_LOST[tag]] = None
        return _described(element)
    inside = _inside(element, lost, depth)
    special = _SPECIAL.get(tag)
    if special:
        return special(element, inside, number)
    if tag in _AROUND:
        return _wrapped(inside, _AROUND[tag])
    return f"\n\n{inside}\n\n" if tag in _BLOCKS else inside


def _described(element: html.HtmlElement) -> str:
    return f"[{element.get('alt')}]" if element.get("alt") else ""


def _wrapped(inside: str, mark: str) -> str:
    text = inside.strip()
    if not text or "\n" in text:
        return inside
    before, _text, after = inside.partition(text)
    return f"{before}{mark}{text}{mark}{after}"


def _line(element: html.HtmlElement, inside: str, _number: int) -> str:
    parent = element.getparent()
    ordered = parent is not None and parent.tag == "ol"
    place = parent.index(element) + 1 if parent is not None else 1
    return f"\n{f'{place}.' if ordered else '-'} {inside.strip()}\n"


def _link(element: html.HtmlElement, inside: str, _number: int) -> str:
    address = element.get("href") or ""
    if not re.match(r"(https?:|mailto:)", address) or re.search(r"[\s()<>]", address):
        return inside
    return f"[{inside.strip()}]({address})"


def _cell(_element: html.HtmlElement, inside: str, number: int) -> str:
    return f"{' | ' if number > 1 else ''}{inside.strip()}"


def _raised(_element: html.HtmlElement, inside: str, _number: int) -> str:
    return _shifted(inside, "^", _RAISED)


def _lowered(_element: html.HtmlElement, inside: str, _number: int) -> str:
    return _shifted(inside, "_", _LOWERED)


def _shifted(inside: str, mark: str, signs: dict[int, int]) -> str:
    """Return what stands higher or lower in its own signs, or behind a mark: 10⁵, x^max."""
    text = inside.strip()
    if all(ord(sign) in signs for sign in text):
        return text.translate(signs)
    return f"{mark}{text}" if text.isalnum() else f"{mark}({text})"


_SPECIAL: dict[str, Callable[[html.HtmlElement, str, int], str]] = {
    "br": lambda _element, _inside, _number: "\n",
    "hr": lambda _element, _inside, _number: "\n\n---\n\n",
    "li": _line,
    "a": _link,
    "td": _cell,
    "th": _cell,
    "sub": _lowered,
    "sup": _raised,
}

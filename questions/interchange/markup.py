"""Our Markdown and HTML: of other programs' questions what is known is kept, all else is text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape

from lxml import html
from lxml.etree import ParserError
from markdown_it import MarkdownIt

from questions.formulas.markdown import Writer, formulas, verbatim
from questions.interchange.equations import is_equation, is_said_again, of_element
from questions.interchange.literal import hold, literal, settled
from questions.media.album import Album, is_elsewhere, is_sound, path_of, shortened
from questions.media.marking import Show, with_media

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
    "math": "a formula that cannot be read",
    "canvas": "a drawing",
    "input": "a field to fill in",
}
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_ADDRESS = re.compile(r"(?:https?:|mailto:)[^\s()<>]*")
_DEEPEST = 100  # elements inside one another: no question needs so many
# A line that begins with a letter, ends with what is seen, and has nothing in it that means more.
_PLAIN = re.compile(r"[^\W\d_][^*_`\[\]<>&\\\"\x00-\x1f\x7f-\x9f]*(?<!\s)")
_PARSER = html.HTMLParser(huge_tree=True)  # a picture inside a text has more than it may else


def told_instead(name: str, description: str) -> str:
    """Return what stands for a file that is not there: its description."""
    return f"[{escape(description or ('a sound' if is_sound(name) else 'a picture'))}]"


def shown_by(source: Callable[[str], str]) -> Show:
    """Return what shows a file in HTML, which lies where ``source`` says for its name."""

    def show(name: str, description: str) -> str:
        src, said = escape(source(name)), escape(description)
        if is_sound(name):
            return f'<audio controls="controls" src="{src}" title="{said}"></audio>'
        return f'<img src="{src}" alt="{said}" />'

    return show


def parser_of(show: Show, formula: Writer) -> MarkdownIt:
    """Return what turns our Markdown into HTML, files and formulas as these have them."""
    plain = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).disable("image")
    return with_media(formulas(plain, formula), show)


_markdown = parser_of(told_instead, verbatim)


def to_html(text: str, show: Show = told_instead, formula: Writer = verbatim) -> str:
    """Return a text in Markdown as HTML, each file in it as ``show`` has it, each formula likewise.

    Formulas are LaTeX between the marks that most programs look for, unless said otherwise.
    """
    if _PLAIN.fullmatch(text) and "$$" not in text:
        return f"<p>{text}</p>"  # as most are: a tenth of the time
    return str(_markdown.render(text, {"show": show, "formula": formula})).strip()


def inline_of(text: str) -> str:
    """Return a text as HTML without paragraphs, of its files what they show."""
    return str(_markdown.renderInline(text)).strip()


def looks_like_html(text: str) -> bool:
    """Return whether a text has tags or entities in it."""
    return _LOOKS_LIKE_HTML.search(text) is not None


@dataclass(slots=True)
class _Finds:
    """The files that a text may show, and what is said of those and all that is left out."""

    album: Album | None
    is_typed: bool = False
    notes: dict[str, None] = field(default_factory=dict)

    def note(self, what: str) -> None:
        self.notes[what] = None


def from_html(
    text: str, album: Album | None = None, *, is_typed: bool = False
) -> tuple[str, list[str]]:
    """Return a text in Markdown, and what of it could not be carried over, each said once.

    Pictures and sounds are taken into the ``album``, if there is one. What ``is_typed`` as an
    answer are its words alone.
    """
    finds = _Finds(album, is_typed)
    try:
        root = html.fragment_fromstring(text, create_parent="div", parser=_PARSER)
    except (ParserError, ValueError):
        bare = unescape(text).strip()
        return bare if is_typed else literal(bare), []
    written = _inside(root, finds, 0)
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in written.split("\n")]
    made = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return settled(made), list(finds.notes)


def _inside(element: html.HtmlElement, finds: _Finds, depth: int) -> str:
    if depth > _DEEPEST:
        return ""
    said = str if finds.is_typed or element.tag == "code" else hold
    parts = [said(_flowing(element.text))]
    for number, child in enumerate(element, 1):
        parts += [_written(child, finds, depth + 1, number), said(_flowing(child.tail))]
    return "".join(parts)


def _flowing(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "") if (text or "").strip("\xa0") else (text or "")


def _written(element: html.HtmlElement, finds: _Finds, depth: int, number: int) -> str:
    if not isinstance(element.tag, str):
        return ""
    tag = element.tag.rpartition(":")[2]
    shown = _formula(element, tag, finds)
    if shown is None:
        shown = _shown(element, tag, finds)
    if shown is not None:
        return shown
    if tag in _DROPPED:
        return ""
    if tag in _LOST:
        is_film = element.get("data-media-type") == "video"
        finds.note(f"{_LOST['video' if is_film else tag]} was left out")
        return _described(element)
    inside = _inside(element, finds, depth)
    if tag == "a" and not finds.is_typed and (said := _unlinked(element)):
        finds.note(said)
    if finds.is_typed and (tag in _AROUND or tag == "a"):
        return inside
    return _marked(element, tag, inside, number)


def _marked(element: html.HtmlElement, tag: str, inside: str, number: int) -> str:
    special = _SPECIAL.get(tag)
    if special:
        return special(element, inside, number)
    if tag in _AROUND:
        return _wrapped(inside, _AROUND[tag])
    return f"\n\n{inside}\n\n" if tag in _BLOCKS else inside


def _formula(element: html.HtmlElement, tag: str, finds: _Finds) -> str | None:
    """Return what stands for a formula, or ``None`` where this is none that can be read."""
    if is_said_again(element):
        return ""
    if not is_equation(element):
        return None
    made = of_element(element)
    if made is None and tag == "script" and (element.text or "").strip():
        finds.note(f"{_LOST['math']} was left out")
    return made


def _shown(element: html.HtmlElement, tag: str, finds: _Finds) -> str | None:
    """Return what stands for a picture or a sound, or ``None`` where this is none."""
    if finds.album is None:
        return None
    if tag == "img":
        return _picture(element, finds.album, finds)
    if tag == "object" and (what := _embedded(element)):
        source, said = element.get("data") or "", " ".join(element.text_content().split())
        return finds.album.show(source.strip(), said, what, finds.note)
    if tag == "a" and is_sound(path_of(link := element.get("href") or "")):
        return None if is_elsewhere(link) else _linked(element, link, finds.album, finds)
    if tag == "iframe" and element.get("data-media-type") == "audio":  # as Canvas has recordings
        source, said = element.get("src") or "", element.get("title") or ""
        return finds.album.show(source.strip(), said, "a sound", finds.note)
    if tag == "audio":
        given = (each.get("src") or "" for each in (element, *element.iterfind(".//source")))
        sources = [source for each in given if (source := each.strip())] or [""]
        source = next(filter(finds.album.has, sources), sources[0])
        said = element.get("title") or element.get("aria-label") or ""
        return finds.album.show(source, said, "a sound", finds.note)
    return None


def _picture(element: html.HtmlElement, album: Album, finds: _Finds) -> str:
    source, said = (element.get("src") or "").strip(), element.get("alt") or ""
    return album.show(source, said, "a picture", finds.note)


def _linked(element: html.HtmlElement, link: str, album: Album, finds: _Finds) -> str:
    """Return what stands for a link to a sound, and for the pictures that one presses there."""
    said = " ".join(element.text_content().split())
    shown = [_picture(image, album, finds) for image in element.iter("img")]
    return " ".join(filter(None, (*shown, album.show(link, said, "a sound", finds.note))))


def _embedded(element: html.HtmlElement) -> str:
    """Return what an object is, or nothing where it is no picture and no sound."""
    kind = element.get("type") or ""
    if kind.startswith("audio/") or is_sound(path_of(element.get("data") or "")):
        return "a sound"
    return "a picture" if kind.startswith("image/") else ""


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
    address = (element.get("href") or "").strip()
    return f"[{inside.strip()}]({address})" if _ADDRESS.fullmatch(address) else inside


def _unlinked(element: html.HtmlElement) -> str:
    """Return what is to be said of a link that leads to no site, nor to a place in its own text."""
    address = (element.get("href") or "").strip()
    if _ADDRESS.fullmatch(address) or address.startswith(("#", "javascript:")) or not address:
        return ""
    return (
        f"a link to “{shortened(address)}” was left out, not its words: it leads to no site. "
        "Give its whole address, or say where to find it."
    )


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

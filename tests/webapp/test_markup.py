"""Markdown as it is shown: cleaned last of all, and quickly whatever it is."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from markdown_it.ruler import Ruler

from questions.reading import markdown as reading
from webapp import markup
from webapp.markup import put_sizes, render_block, render_inline, render_line

BLANK = '<span class="blank">____</span>'


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Tags()
    reader.feed(html)
    return reader.seen


@pytest.mark.parametrize("render", [render_block, render_inline])
@pytest.mark.parametrize(
    "text",
    [
        "[a](http://x.example/____)",
        '[a](http://x.example/____ "____")',
        "<http://x.example/____onmouseover=alert(1)>",
        "[____](http://x.example/?____=____)",
        "![____](http://x.example/____)",
        "`____`",
    ],
)
def test_a_gap_never_breaks_an_address(render: type[str], text: str) -> None:
    for tag, attributes in tags(render(text)):
        assert set(attributes) <= {"href", "rel", "class", "title"}
        assert tag != "span" or attributes == {"class": "blank"}
        assert "<" not in (attributes.get("href") or "")


def test_a_formula_changes_nothing_of_what_is_beside_it() -> None:
    assert "<strong>Note:</strong><math" in render_inline(r"**Note:**\(x\)")
    assert 'href="https://x.org/A_(b)"' in render_inline(r"[A](https://x.org/A_\(b\))")


@pytest.mark.parametrize("render", [render_block, render_inline])
def test_a_gap_is_a_blank_in_text(render: type[str]) -> None:
    assert BLANK in render("It joined in ____ again.")
    assert BLANK in render("**It ____** again")
    assert BLANK in render("Fill in:\n\n____\n\nand go on.")
    assert BLANK in render("[It ____ again](http://x.example/)")
    assert "blank" not in render("___ and `____`")


@pytest.mark.alone
@pytest.mark.parametrize(
    "text",
    [
        "[" * 4000,
        "![" * 2000,
        "*a_ " * 1000,
        "`" * 2000 + " " + "`" * 1999,
        "> " * 2000,
        "|a" * 500 + "\n" + "|-" * 500 + "\n" + "|\n" * 1000,
        "[a](<" * 800,
        "\n".join("  " * depth + "- a" for depth in range(60)),
        "\\(\\[" * 1000,
        "\\(" + "\\left(" * 160 + "\\) $$" + "\\frac" * 199 + "$$ \\[" + "&" * 999 + "\\]",
    ],
)
def test_nothing_within_the_limits_takes_long(text: str) -> None:
    began = time.process_time()
    assert len(render_block(text)) < 100_000
    render_inline(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "parser",
    [
        *(markup._parser, markup._parser_without_tables, markup._make_parser("table")),
        *(reading._blocks, reading._lines),
    ],
)
def test_no_thread_finds_the_rules_half_sorted(
    parser: MarkdownIt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser sorts its rules at the first text; who comes in then finds "no rule matched"."""

    def sort(_rules: Ruler[object]) -> None:
        raise AssertionError("rules are sorted while a text is read")

    monkeypatch.setattr(Ruler, "__compile__", sort)
    assert "<li>" in parser.render("Some *text*:\n\n- one\n- [two](https://example.org)")


NAME = "0123456789abcdef" * 2


def test_a_picture_is_shown_with_its_size_and_a_sound_with_controls() -> None:
    html = render_inline(rf'![A \[red\] "dot" <b>](media:{NAME}.png) or ![Bells](media:{NAME}.mp3)')
    sized = put_sizes(html, lambda names: dict.fromkeys(names, (60, 40)))
    [picture, _sound, _label, audio] = tags(sized)
    assert picture[1] == {
        **{"class": "picture", "src": f"/media/{NAME}.png", "alt": 'A [red] "dot" <b>'},
        **{"loading": "lazy", "width": "60", "height": "40"},
    }
    assert audio[1] == {
        **{"src": f"/media/{NAME}.mp3", "controls": "", "preload": "none", "aria-label": "Bells"}
    }


@pytest.mark.parametrize("where", ["https://e.example/x.png", "/media/x.png", "media:x.png"])
def test_a_picture_elsewhere_is_told_and_not_fetched(where: str) -> None:
    assert render_block(f"See ![the *old* map]({where}).") == "<p>See the old map.</p>"


def test_a_formula_is_shown_and_what_cannot_be_stays_as_it_was_written() -> None:
    assert "<mfrac><mrow><mi>a</mi></mrow><mn>2</mn></mfrac>" in render_inline("\\(\\frac{a}2\\)")
    assert render_block("$$x_1*y*z_1$$").startswith(
        '<p><span class="formula"><math display="block"'
    )
    assert render_inline("\\(\\frac{1\\)") == "<code>\\(\\frac{1\\)</code>"
    assert render_inline("`\\(a\\)` for $5 or $6") == "<code>\\(a\\)</code> for $5 or $6"
    hostile = render_block("\\(\\href{javascript:x}{y}\\) \\(\\text{<a href=x onclick=y>}\\)")
    assert [name for name, _attributes in tags(hostile) if name in ("a", "script", "img")] == []


def test_a_wide_formula_can_be_scrolled_by_keyboard_but_not_inside_a_link() -> None:
    wide = "\\[" + "a+" * 30 + "b\\]"
    assert '<span class="formula" tabindex="0">' in render_inline(wide)
    assert "tabindex" not in render_line(wide)

"""House rules for pages: every word through gettext, no inline code or style, logical CSS."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "webapp"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))

# Names and signs that are the same in every language.
UNTRANSLATED = {"Recite", "Re", "cite", "Enter", "A", "F", "S", "Z", "sic", "svg", "CSV"}
SPOKEN = re.compile(r'\s(?:aria-label|title|placeholder|alt)="([^"{]*[A-Za-z]{2,}[^"]*)"')
PHYSICAL = re.compile(
    r"(?<![-\w])(?:margin|padding|border)-(?:left|right|top|bottom)(?![-\w])"
    r"|(?<![-\w])(?:left|right|top|bottom)\s*:"
    r"|(?<![-\w])(?:min-|max-)?(?:width|height)\s*:"
    r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
)


def words_outside_gettext(template: str) -> list[str]:
    """The words a reader would see that are written straight into the template."""
    text = re.sub(r"\{#.*?#\}|<!--.*?-->", " ", template, flags=re.S)
    text = re.sub(r"\{% block (?:main|body)_class %\}.*?\{% endblock %\}", " ", text)
    text = re.sub(r"\{%-?\s*trans.*?endtrans\s*-?%\}", " ", text, flags=re.S)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", text, flags=re.S)
    text = re.sub(r"<svg.*?</svg>", " ", text, flags=re.S)
    text = re.sub(r"<[^>]*>", " ", text)
    return [word for word in re.findall(r"[A-Za-z]+", text) if word not in UNTRANSLATED]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_visible_word_goes_through_gettext(file: Path) -> None:
    template = re.sub(r"&[a-z]+;", " ", file.read_text(encoding="utf-8"))
    assert words_outside_gettext(template) == []
    plain = re.sub(r"\{%.*?%\}", "", template, flags=re.S)
    assert [text for text in SPOKEN.findall(plain) if text not in UNTRANSLATED] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_page_carries_code_or_style_of_its_own(file: Path) -> None:
    template = file.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", template)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", template)
    for script in re.findall(r"<script[^>]*>", template):
        assert "src=" in script
    unescaped = re.sub(r'_\("[^"]*"\)\s*\|\s*safe', "", template)  # a catalogue's own words
    assert not re.search(r"\|\s*safe\b", unescaped)


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.name)
def test_styles_are_logical(file: Path) -> None:
    sheet = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.S)
    sheet = re.sub(r"@media[^{]*|@page[^}]*\}|@font-face[^}]*\}", "", sheet)
    assert PHYSICAL.findall(sheet) == []


def test_the_rules_see_what_they_are_for() -> None:
    assert words_outside_gettext('<p class="x">Hello {{ _("there") }}</p>') == ["Hello"]
    assert words_outside_gettext("<p>{{ name }}</p>{# aside #}") == []
    assert PHYSICAL.search("a { margin-left: 1px }") and PHYSICAL.search("a { width: 1px }")
    assert not PHYSICAL.search("a { inline-size: 1px; border-start-start-radius: 1px }")
    assert SPOKEN.findall('<a aria-label="Go home">') == ["Go home"]

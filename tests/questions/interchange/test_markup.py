"""Our Markdown as HTML, and of the HTML of others what has no word in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from questions.interchange.markup import _markdown, from_html, to_html

SIGNS = "abc é ½²Ⅳ1.)-+#*_`[]()<>&\\\"'’“”!~|:=\t\n\r\0\x0b\x0c\x85\xa0\u2028\u3000"


@given(st.text(st.sampled_from(SIGNS), max_size=12) | st.text(max_size=20))
@example("a b")
@example("a\u3000")
@example("https://example.org a@example.org")
def test_every_text_is_what_markdown_makes_of_it(text: str) -> None:
    assert to_html(text) == str(_markdown.render(text)).strip()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("10<sup>5</sup> people", "10⁵ people"),
        ("10<sup>-12</sup>", "10⁻¹²"),
        ("H<sub>2</sub>O and x<sub>n</sub>", "H₂O and x_n"),
        ("x<sup>max</sup>, e<sup>a·b</sup>", "x^max, e^(a·b)"),
        ("the 3<sup>rd</sup> <sup></sup>time", "the 3^rd time"),
    ],
)
def test_what_stands_higher_or_lower_is_still_told(text: str, written: str) -> None:
    assert from_html(text) == (written, [])

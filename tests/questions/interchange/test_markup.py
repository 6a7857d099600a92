"""Our Markdown as HTML: what is plain takes a shorter way to the same end."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from questions.interchange.markup import _markdown, to_html

SIGNS = "abc é ½²Ⅳ1.)-+#*_`[]()<>&\\\"'’“”!~|:=\t\n\r\0\x0b\x0c\x85\xa0\u2028\u3000"


@given(st.text(st.sampled_from(SIGNS), max_size=12) | st.text(max_size=20))
@example("a b")
@example("a\u3000")
@example("https://example.org a@example.org")
def test_every_text_is_what_markdown_makes_of_it(text: str) -> None:
    assert to_html(text) == str(_markdown.render(text)).strip()

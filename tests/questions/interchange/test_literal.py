from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from questions.interactions import Answer, TextEntry
from questions.interchange import FORMATS
from questions.interchange.literal import literal
from questions.interchange.markup import from_html, to_html
from questions.interchange.telling import told_with
from questions.question import Citation, Question, Stance

SAID = "Is 5*3*2 a_b or _c_?"
SPELT = r"Is 5\*3\*2 a_b or \_c\_?"
_parser = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
pieces = st.sampled_from([*"*_`\\[]()<>&~#!:; \n", "a", "5", "b.", "lt;", "http://x"])


@given(text=st.lists(pieces, min_size=1, max_size=12).map("".join))
def test_what_is_no_markdown_reads_as_it_stands(text: str) -> None:
    shown = unescape(re.sub(r"<[^>]*>", "", _parser.renderInline(literal(text))))
    assert shown.split() == text.split()


def test_a_formula_and_a_gap_stay_what_they_are() -> None:
    assert literal(r"\(x*y*z_1\) is *a* ____") == r"\(x*y*z_1\) is \*a\* ____"


def test_html_says_what_it_marks() -> None:
    made, _lost = from_html(f"<p>{SAID} <b>a*</b> <code>*x*</code> \\(x*y*z\\)</p>")
    assert made == rf"{SPELT} **a\*** `*x*` \(x*y*z\)"
    assert from_html(to_html(made)) == (made, [])


def moodle(kind: str, said: str, typed: str = r"a\*b\*c") -> str:
    return (
        f'<quiz><question type="shortanswer"><questiontext format="{kind}"><text>{said}</text>'
        f'</questiontext><answer fraction="100" format="moodle_auto_format"><text>{typed}</text>'
        "</answer></question></quiz>"
    )


@pytest.mark.parametrize(
    ("name", "file", "stem"),
    [
        ("gift", f"{SAID} {{=a*b*c}}", SPELT),
        ("gift", f"[plain]{SAID} {{=a*b*c}}", SPELT),
        ("gift", f"[html]<p>{SAID}</p> {{=a*b*c}}", SPELT),
        ("gift", f"[markdown]{SAID} {{=a*b*c}}", SAID),
        ("moodle", moodle("plain_text", SAID), SPELT),
        ("moodle", moodle("moodle_auto_format", SAID), SPELT),
        ("moodle", moodle("html", f"&lt;p&gt;{SAID}&lt;/p&gt;"), SPELT),
        ("moodle", moodle("markdown", SAID), SAID),
        ("csv", f"question,answer\n{SAID},a*b*c", SPELT),
        ("csv", f"question,answer,document,start,quote\n{SAID},a*b*c", SAID),
        ("blackboard", f"FIB\t{SAID}\ta*b*c", SPELT),
    ],
)
def test_texts_are_markdown_only_where_they_say_so(name: str, file: str, stem: str) -> None:
    (asked,) = FORMATS[name].read(file.encode()).questions
    assert asked.stem == stem
    assert isinstance(asked.interaction, TextEntry)
    assert asked.interaction.key() == ["a*b*c"]


def test_texts_of_moodle_s_aiken_and_of_lists_of_terms_are_plain() -> None:
    (asked,) = FORMATS["aiken"].read(f"{SAID}\nA. {SAID}\nB. 2\nANSWER: A".encode()).questions
    (card,) = FORMATS["cards"].read(f"{SAID}\t{SAID}".encode()).questions
    for question in (asked, card):
        assert (question.stem, question.interaction.key()) == (SPELT, [SPELT])


@pytest.mark.parametrize("is_html", ["true", "false"])
def test_notes_of_anki_are_no_markdown(is_html: str) -> None:
    file = f"#separator:tab\n#html:{is_html}\n{SAID}\tback"
    (card,) = FORMATS["anki-text"].read(file.encode()).questions
    assert card.stem == SPELT


@pytest.mark.parametrize(
    "name",
    [
        *("gift", "moodle", "anki", "anki-text", "h5p", "qti", "qti3", "canvas", "blackboard"),
        *("csv", "xlsx", "plain", "docx"),
    ],
)
def test_what_is_typed_comes_back_by_letters(name: str) -> None:
    entry = TextEntry(answers=(Answer(text="_a_ &lt; `b` [c](d) $$e$$"),))
    asked = Question(type="short_answer", stem="Which?", interaction=entry)
    writing = FORMATS[name].write([asked])
    (found,) = FORMATS[name].read(writing.content).questions
    assert (found.interaction, writing.problems) == (entry, ())


def test_a_quote_is_told_by_its_letters() -> None:
    quote = "It cost 5*3*2"
    cited = Citation(document="a", start=0, end=len(quote), quote=quote, stance=Stance.ASSERTED)
    assert r"“It cost 5\*3\*2”" in told_with("So.", (cited,))

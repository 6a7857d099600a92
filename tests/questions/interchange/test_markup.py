"""Our Markdown as HTML, and of the HTML of others what has no word in Markdown."""

from __future__ import annotations

import re
from base64 import b64encode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from questions.interchange.equations import as_image
from questions.interchange.markup import _markdown, from_html, shown_by, to_html
from questions.media.album import Album
from questions.reading.unreadable import UnreadableError
from tests.questions.media import samples

SIGNS = "abc é ½²Ⅳ1.)-+#*_`[]()<>&\\\"'’“”!~|:=\t\n\r\0\x0b\x0c\x85\xa0\u2028\u3000"


@given(st.text(st.sampled_from(SIGNS), max_size=12) | st.text(max_size=20))
@example("a b")
@example("a\u3000")
@example("a\0")
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


def test_pictures_and_sounds_are_taken_from_where_the_text_says() -> None:
    inside = b64encode(samples.picture("GIF")).decode()
    found = {"map.png": samples.picture(), "sea.mp3": samples.mp3(), "no.png": b"no picture"}
    album = Album(found.get)
    text, notes = from_html(
        '<p>See <img src="map.png" alt="A [rough] map">, <img src="map.png" alt="again"> '
        f'<img src="data:image/gif;base64,{inside}"><audio><source src="sea.mp3"></audio> '
        '<img src="no.png" alt="No"><img src="gone.png"><img src="https://a.example/b.png"></p>',
        album,
    )
    drawn, moved, heard = (file.name for file in album.files)
    assert text == (
        rf"See ![A \[rough\] map](media:{drawn}), ![again](media:{drawn}) ![](media:{moved})"
        f"![](media:{heard}) [No]"
    )
    assert [note.partition(": ")[0] for note in notes] == [
        "a picture has no description",
        "a picture “no.png” was left out",
        "a picture “gone.png” was left out",
        "a picture “https://a.example/b.png” was left out",
    ]
    assert "is no picture or sound that we know" in notes[1]
    html = to_html(text, shown_by(lambda name: f"files/{name}"))
    assert f'<img src="files/{drawn}" alt="A [rough] map" />' in html
    by_name = {f"files/{file.name}": file.content for file in album.files}
    assert from_html(html, Album(by_name.get))[0] == text
    assert "[A [rough] map]" in to_html(text)


def test_there_is_an_end_to_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questions.media.album.MOST_BYTES", 1000)
    album = Album(lambda source: samples.picture("JPEG", (60, 40 + int(source[:-4]) % 10)))
    for number in range(10):
        assert album.take(f"{10 * number}.jpg").name == album.take("0.jpg").name  # it counts once
    with pytest.raises(UnreadableError, match="too many"):
        for number in range(10):
            album.take(f"{number}.jpg")


def mathml(inside: str) -> str:
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{inside}</math>'


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (
            mathml("<mfrac><mi>a</mi><msqrt><mi>\u03b1</mi></msqrt></mfrac>"),
            r"\(\frac{a}{\sqrt{\alpha}}\)",
        ),
        ("<m:math><m:msup><m:mi>x</m:mi><m:mn>2</m:mn></m:msup></m:math>", r"\(x^{2}\)"),
        (mathml("<mi>sin</mi><mi>x</mi><mo>\u2264</mo><mn>1</mn>"), r"\(\sin x\leq 1\)"),
        (
            mathml(
                '<semantics><mi>x</mi><annotation encoding="TeX">\\beta</annotation></semantics>'
            ),
            r"\(\beta\)",
        ),
        (
            '<img class="equation_image" alt="LaTeX: a&lt;b" data-equation-content="a&lt;b">',
            r"\(a<b\)",
        ),
        ('<script type="math/tex; mode=display">x</script><script>y</script>', r"\[x\]"),
        ('<img class="equation_image" data-equation-content="x=5\\ ">', "\\(x=5\\ \\)"),
        (mathml("<munder><mi>lim</mi><mi>n</mi></munder><mo>max</mo>"), r"\(\lim_{n}\max\)"),
        (mathml("<mtext>5% {a\\b}</mtext>"), r"\(\text{5\% \{a\textbackslash b\}}\)"),
        (
            mathml('<mfenced open="{" close="" separators=""><mi>x</mi><mi>y</mi></mfenced>'),
            r"\(\left\{xy\right.\)",
        ),
        (
            mathml(
                '<semantics><mi>x</mi><annotation encoding="TeX">\\(x\\) or \\(y\\)</annotation>'
                "</semantics>"
            ),
            r"\(x\)",
        ),
        (
            '<span class="MathJax_Preview">x</span><span class="MathJax">x</span>'
            '<script type="math/tex">x</script><b class="katex-html">x</b>',
            r"\(x\)",
        ),
    ],
)
def test_formulas_of_other_programs_are_read(written: str, text: str) -> None:
    assert from_html(f"<p>Is {written}?</p>") == (f"Is {text}?", [])


def test_a_formula_that_is_not_known_is_told() -> None:
    assert from_html(f"Is {mathml('<maction>x</maction>')}?") == (
        "Is ?",
        ["a formula that cannot be read was left out"],
    )


def test_canvas_is_given_a_formula_as_its_picture() -> None:
    html = to_html(r"Is \(\frac{a}{2}\)?", formula=as_image)
    assert 'data-equation-content="\\frac{a}{2}"' in html and "%255Cfrac" in html
    assert from_html(html) == (r"Is \(\frac{a}{2}\)?", [])


def test_what_cannot_be_taken_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = samples.picture(), b"no picture" * 50
    monkeypatch.setattr("questions.media.album.MOST_BYTES", len(good) + len(bad))
    album = Album()
    for _item in range(3):
        album.turn_to({"a.tif": bad, "b.png": good}.get)
        with pytest.raises(UnreadableError, match="no picture or sound"):
            album.take("a.tif")
    assert album.take("b.png").content


@pytest.mark.parametrize(
    ("written", "text", "files"),
    [
        ('<a href="https://x.org/a.mp3">Listen</a>', "[Listen](https://x.org/a.mp3)", 0),
        ('<a href="a.mp3"><img src="m.png" alt="M"></a>', "![M](media:) ![](media:)", 2),
        ('<audio><source src="a.opus"><source src="a.mp3"></audio>', "![](media:)", 1),
    ],
)
def test_no_sound_or_picture_is_lost_beside_another(written: str, text: str, files: int) -> None:
    album = Album({"a.mp3": samples.mp3(), "m.png": samples.picture()}.get)
    found, notes = from_html(written, album)
    assert (re.sub(r"media:[^)]*", "media:", found), notes) == (text, [])
    assert len(album.files) == files

"""Formulas: found in a text, turned into MathML and nothing else, and told where none is shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from questions.formulas.checking import FormulaError
from questions.formulas.converting import to_mathml
from questions.formulas.elements import ATTRIBUTES, CLASSES, ELEMENTS
from questions.formulas.finding import formulas_in, unclosed_in
from questions.formulas.saying import told

_PARTS = (
    *("\\frac", "\\sqrt", "\\left(", "\\right)", "\\begin{matrix}", "\\end{matrix}", "\\\\", "&"),
    *("\\href{javascript:x}", "\\class{a}", "\\text{", "\\not", "\\boxed", "\\hbox{$", "\\style"),
    *(
        "{",
        "}",
        "^",
        "_",
        "'",
        "x",
        "12",
        "<b>",
        "&lt;",
        "$",
        "%",
        "\\",
        " ",
        "\\begin{array}{c|c}",
    ),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What is \\(x^2\\)?", [("x^2", False)]),
        ("$$a\n= b$$ and \\[ c \\]", [("a\n= b", True), ("c", True)]),
        ("It costs $5, then $6, and $$$ in all.", []),
        ("`\\(a\\)` and \\\\(b\\\\) and\n```\n\n$$c$$\n```", []),
        ("\\(a\n\nb\\)", []),
        ("![a \\[map\\]](media:x) \\(y\\)", [("y", False)]),
        ("\\(x\\ \\)", [("x\\ ", False)]),
        ("\\( \\) \\(\\(a\\)", [("\\(a", False)]),
        ("`C:\\` \\(x\\) `b`", [("x", False)]),
        ("~~~\n\\(a\\)\n~~~\n\n    \\(b\\)\n\n- c\n\n    \\(d\\)", [("d", False)]),
        ("[A](https://x.org/A_\\(b\\)) \\(c\\)", [("c", False)]),
    ],
)
def test_a_formula_is_found_but_no_code_and_no_money(
    text: str, found: list[tuple[str, bool]]
) -> None:
    assert [(each.latex, each.is_displayed) for each in formulas_in(text)] == found


def test_a_formula_that_does_not_end_is_named() -> None:
    assert unclosed_in("Say \\(a\\), then \\[x^2") == "\\["
    assert unclosed_in("`\\(` and \\(a\\)\n\n    \\(b") is None


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        ("\\begin{aligned}a&=b\\\\c&=d\\end{aligned}", '<mtable displaystyle="true"><mtr>'),
        ("\\boxed{x}", '<mrow class="boxed"><mrow><mi>x</mi></mrow></mrow>'),
        ("x\\ ", "<mi>x</mi><mtext>\xa0</mtext>"),
        ("\\begin{bmatrix}1\\end{bmatrix}^T", "</mtable><mo>]</mo></mrow><mi>T</mi></msup>"),
        ("\\binom{n}{k}^2", '">)</mo></mrow><mn>2</mn></msup>'),
        ("\\mathrm{d}x", '<mi mathvariant="normal">d</mi>'),
        ("\\vec{v}", '<mo stretchy="false">→</mo></mover>'),
        ("\\not\\subset", "<mo>⊄</mo>"),
        (r"\text{5\% of \{x\} is \$y}", "<mtext>5%\xa0of\xa0{x}\xa0is\xa0$y</mtext>"),
        (r"\text{if $x>0$}", "<mtext>if\xa0</mtext><mi>x</mi><mo>&gt;</mo>"),
        (r"a\\mathrm{b}", "<mi>m</mi><mi>a</mi><mi>t</mi><mi>h</mi><mi>r</mi>"),
        ("a < \\text{<b>}", "<mo>&lt;</mo><mtext>&lt;b&gt;</mtext>"),
        (
            "\\begin{array}{c|c}a&b\\\\\\hline c&d\\end{array}",
            '<mtr class="ruled"><mtd class="bar',
        ),
    ],
)
def test_a_formula_is_shown_as_mathml(latex: str, shown: str) -> None:
    made = to_mathml(latex)
    assert shown in made
    said = etree.fromstring(made).findtext(".//annotation")
    assert said == latex == etree.fromstring(made).get("alttext")


@pytest.mark.parametrize(
    ("latex", "why"),
    [
        ("\\frac{1", "“\\frac{1” has no closing brace"),
        ("a}", "a brace is closed that was not opened"),
        ("\\begin{cases}a", "\\begin{cases} has no \\end{cases}"),
        ("\\begin{tikzpicture}a\\end{tikzpicture}", "\\begin{tikzpicture} is not known here"),
        ("\\href{javascript:alert(1)}{x}", "\\href is not known here"),
        ("\\newcommand{\\a}{\\a\\a}\\a", "\\newcommand is not known here"),
        ("\\wibble x", "\\wibble is not known here"),
        ("50% of x", "write \\%"),
        ("x^", "nothing stands behind a ^ or a _"),
        ("\\limits", "something is missing"),
        ("x" * 1001, "longer than 1000 characters"),
        ("{" * 40 + "}" * 40, "too much of it stands inside something else"),
    ],
)
def test_what_cannot_be_read_is_said_plainly(latex: str, why: str) -> None:
    with pytest.raises(FormulaError) as refused:
        to_mathml(latex)
    assert why in str(refused.value)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(_PARTS), max_size=60).map("".join))
def test_nothing_but_what_is_listed_comes_of_a_formula(latex: str) -> None:
    try:
        tree = etree.fromstring(to_mathml(latex))
    except FormulaError:
        return
    for element in tree.iter():
        names = set(element.attrib) - {"alttext", "encoding"}
        assert element.tag in ELEMENTS
        assert names <= {*ATTRIBUTES, "class"}
        assert set(element.get("class", "").split()) <= CLASSES.get(str(element.tag), set())


def test_where_no_formula_is_shown_it_reads_as_a_line() -> None:
    assert told("Is \\(\\frac{a+b}{2} \\leq x_1^2\\)?") == "Is (a + b)/2 ≤ x₁²?"
    assert told("\\(\\sqrt{2}\\), \\(\\frac{1\\)") == "√2, \\frac{1"


@pytest.mark.parametrize(
    ("latex", "line"),
    [
        (r"2\frac{1}{2}", "2(1/2)"),
        (r"\frac{1}{2}\frac{3}{4}", "(1/2)(3/4)"),
        (r"{\frac12}x = \frac{1}{2x}", "(1/2)x = 1/(2x)"),
        (r"2\div\frac12 + \frac{dy}{dx}", "2 ÷ (1/2) + dy/dx"),
        (r"\sqrt{2}x = \sqrt{2x}", "(√2)x = √(2x)"),
        (r"\sqrt{x}^2 = \sqrt{x^2}", "(√x)² = √(x²)"),
        (r"2\sqrt[k]{x}\sqrt[3]{y}", "2(k√x)∛y"),
        (r"e^{ab}c = e^{a}b", "e^(ab)c = (e^a)b"),
        (r"x_{max}y + {x^2}^3", "x_(max)y + (x²)³"),
        (r"\binom{n}{k}^2", "(n over k)²"),
        (r"\sum_{i=1}^N \frac1i", "∑ᵢ₌₁^N (1/i)"),
        (r"\lim_{x\to 0} \sin^2 x", "lim_(x → 0) sin² x"),
        (r"\phantom{x}", r"\phantom{x}"),
        (r"\hat{x}y = x^{y}", "x\u0302y = x^y"),
        (r"z\overline{AB} + \overline{A}\underline{B}", "z overline(AB) + A\u0305B\u0332"),
        (r"\overset{a}{b} + b_a^a", "b^(a) + bₐ^a"),
        (r"\cancel{12} \not= 1", "1\u03362\u0336 ≠ 1"),
    ],
)
def test_no_two_formulas_read_as_one_line(latex: str, line: str) -> None:
    assert told(f"\\({latex}\\)") == line


def test_a_fraction_beside_a_number_is_none_of_its_digits() -> None:
    assert told("2\\(\\frac12\\) cups or \\(\\frac12\\) cup") == "2(1/2) cups or 1/2 cup"

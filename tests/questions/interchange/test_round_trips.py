from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.bank import load_seed, seed_slugs
from questions.formulas.markdown import Writer, verbatim
from questions.interactions import Answer, Choice, Match, Option, Order, Recall, TextEntry
from questions.interchange import FORMATS, Format, format_of
from questions.interchange.equations import as_mathml
from questions.interchange.markup import from_html, to_html
from questions.question import Question, Statistics

NATIVE = [FORMATS["jsonl"], FORMATS["yaml"]]

parts = (
    "x",
    "\\frac{a_1}{b}",
    "*y*",
    "<",
    "&",
    "\\{z\\}",
    "=",
    "~",
    "#",
    ":",
    "\\neq 2",
    "\\\\",
)
formulas = st.builds(
    lambda marks, inside: f"Is {marks[0]}x{''.join(inside)}y{marks[1]} so?",
    st.sampled_from([("\\(", "\\)"), ("\\[", "\\]")]),
    st.lists(st.sampled_from(parts), min_size=1, max_size=6),
)
text = formulas | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
lists = st.lists(text, min_size=2, max_size=6, unique_by=lambda t: " ".join(t.split()).casefold())


def choice(texts: list[str]) -> Choice:
    return Choice(
        options=tuple(Option(text=t, fraction=float(n == 0)) for n, t in enumerate(texts))
    )


statistics = st.none() | st.builds(
    Statistics,
    asked=st.integers(1, 10**6),
    facility=st.floats(0, 1),
    discrimination=st.none() | st.floats(-100, 100),
    as_of=st.dates(),
)
bare = st.one_of(
    st.builds(Question, type=st.just("multiple_choice"), stem=text, interaction=lists.map(choice)),
    st.builds(
        Question,
        type=st.just("short_answer"),
        stem=text,
        interaction=lists.map(
            lambda texts: TextEntry(answers=tuple(Answer(text=t) for t in texts))
        ),
    ),
    st.builds(
        Question,
        type=st.just("matching"),
        stem=text,
        interaction=lists.map(lambda texts: Match(pairs=tuple((t, t) for t in texts))),
    ),
    st.builds(
        Question,
        type=st.just("ordering"),
        stem=text,
        interaction=lists.map(lambda texts: Order(items=tuple(texts))),
    ),
    st.builds(
        Question,
        type=st.just("flashcard"),
        stem=text,
        interaction=text.map(lambda t: Recall(back=t)),
    ),
)
questions = st.builds(
    lambda question, told: question.model_copy(update={"statistics": told}), bare, statistics
)


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.name)
def test_hints_come_back_or_are_said_to_be_left_out(form: Format) -> None:
    asked = load_seed(seed_slugs()[0])[1].questions[0]
    hinted = asked.model_copy(update={"hints": ("Look at the dates.", "It was a winter.")})
    writing = form.write([hinted])
    said = [problem.message for problem in writing.problems if "hints" in problem.message]
    found = form.read(writing.content)
    assert [question.hints for question in found.questions] == [() if said else hinted.hints]


@pytest.mark.parametrize("slug", seed_slugs())
@pytest.mark.parametrize("form", NATIVE, ids=lambda form: form.name)
def test_the_bank_comes_back_as_it_went(slug: str, form: Format) -> None:
    bank = load_seed(slug)[1].questions
    writing = form.write(bank)
    assert writing.problems == ()
    assert form.read(writing.content).questions == bank


@pytest.mark.parametrize("form", NATIVE, ids=lambda form: form.name)
@given(asked=st.lists(questions, max_size=3))
def test_any_questions_come_back_as_they_went(form: Format, asked: list[Question]) -> None:
    reading = form.read(form.write(asked).content)
    assert reading.problems == ()
    assert list(reading.questions) == asked


@pytest.mark.parametrize(
    "name",
    [
        "jsonl",
        "yaml",
        "gift",
        "moodle",
        "plain",
        "docx",
        "anki",
        "anki-text",
        "h5p",
        "qti",
        "qti3",
        "canvas",
    ],
)
@pytest.mark.parametrize("index", [None, -12.5])
def test_statistics_travel_along(name: str, index: float | None) -> None:
    told = Statistics(asked=412, facility=0.61, discrimination=index, as_of=date(2026, 11, 3))
    card = Question(
        type="flashcard", stem="Front", interaction=Recall(back="Back"), statistics=told
    )
    writing = FORMATS[name].write([card])
    assert writing.problems == ()
    assert FORMATS[name].read(writing.content).questions == (card,)


@pytest.mark.parametrize("name", ["aiken", "cards", "csv", "xlsx", "kahoot", "blackboard"])
def test_statistics_that_are_left_out_are_reported(name: str) -> None:
    told = Statistics(asked=412, facility=0.61, as_of=date(2026, 11, 3))
    asked = Question(
        type="multiple_choice", stem="Which?", interaction=choice(["a", "b"]), statistics=told
    )
    problems = FORMATS[name].write([asked]).problems
    assert any("its statistics were left out" in str(problem) for problem in problems)


@pytest.mark.parametrize("form", NATIVE, ids=lambda form: form.name)
def test_what_is_written_can_be_read_by_people(form: Format) -> None:
    card = Question(type="flashcard", stem="Føhn «õ»", interaction=Recall(back="Wind"))
    written = form.write([card]).content.decode()
    assert "Føhn «õ»" in written
    assert written.index("type") < written.index("stem") < written.index("interaction")
    assert "null" not in written


@pytest.mark.parametrize("form", NATIVE, ids=lambda form: form.name)
@pytest.mark.parametrize("text", ["one\x85two", "\x85", "one\u2028two", "one\ntwo", " one "])
def test_what_looks_like_the_end_of_a_line_stays(form: Format, text: str) -> None:
    card = Question(type="flashcard", stem="Front", interaction=Recall(back=text))
    assert form.read(form.write([card]).content).questions == (card,)


@pytest.mark.parametrize(
    "name",
    [
        *("jsonl", "yaml", "gift", "moodle", "cards", "anki", "anki-text", "plain", "docx"),
        *("csv", "xlsx", "h5p", "qti", "qti3", "canvas"),
    ],
)
@settings(max_examples=15)
@given(said=formulas)
def test_a_formula_comes_back(name: str, said: str) -> None:
    card = Question(type="flashcard", stem=said, interaction=Recall(back=f"{said}: so"))
    writing = FORMATS[name].write([card])
    assert FORMATS[name].read(writing.content).questions == (card,)
    assert writing.problems == ()


@given(said=formulas, form=st.sampled_from([as_mathml, verbatim]))
@settings(max_examples=30)
def test_a_formula_comes_back_from_html_alone(said: str, form: Writer) -> None:
    assert from_html(to_html(said, formula=form)) == (said, [])


def test_a_file_of_another_kind_has_no_format() -> None:
    assert [format_of(name) for name in ("a.odt", "yaml", "a", "")] == [None] * 4
    assert {format_of(f"a.{end}").name for end in ("jsonl", "ndjson")} == {"jsonl"}  # type: ignore[union-attr]
    assert {format_of(f"a.{end}").name for end in ("yaml", "yml")} == {"yaml"}  # type: ignore[union-attr]


def test_the_longest_ending_decides() -> None:
    assert format_of("my.Kahoot.XLSX") is FORMATS["kahoot"]
    assert format_of("chapter 1.2.xlsx") is FORMATS["xlsx"]
    assert format_of("kahoot.xlsx") is FORMATS["xlsx"]


@pytest.mark.parametrize("form", list(FORMATS.values()), ids=lambda form: form.name)
@given(
    asked=questions, noise=st.binary(max_size=20), at=st.integers(0, 300), cut=st.integers(0, 40)
)
def test_a_spoilt_file_is_reported_and_never_raises(
    form: Format, asked: Question, noise: bytes, at: int, cut: int
) -> None:
    content = form.write([asked]).content
    reading = form.read(content[:at] + noise + content[at + cut :])
    assert all(str(problem) for problem in reading.problems)


@pytest.mark.parametrize("form", list(FORMATS.values()), ids=lambda form: form.name)
@given(content=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_at_all_never_raise(form: Format, content: bytes) -> None:
    reading = form.read(content)
    assert all(str(problem) for problem in reading.problems)


@pytest.mark.parametrize("form", list(FORMATS.values()), ids=lambda form: form.name)
def test_every_format_is_known_by_its_endings(form: Format) -> None:
    assert form.suffixes
    for suffix in form.suffixes:
        assert format_of(f"Questions{suffix.upper()}") is form

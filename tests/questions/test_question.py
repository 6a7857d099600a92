from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import questions
from questions.interchange import FORMATS
from questions.question import Citation, Question, Stance, Status
from tests.questions.strategies import interactions, visible

TEXT = "Bayramov stated that the accusations are groundless."
CITED = {"document": "report", "start": 0, "end": 8, "quote": "Bayramov", "stance": "asserted"}
ASKED = {"type": "flashcard", "stem": "Who?", "interaction": {"kind": "recall", "back": "He"}}

citations = st.builds(
    lambda quote, start, speaker: Citation(
        document="report",
        start=start,
        end=start + len(quote),
        quote=quote,
        stance=Stance.CLAIMED if speaker else Stance.ASSERTED,
        speaker=speaker,
    ),
    visible,
    st.integers(0, 10**6),
    st.none() | visible,
)


@given(
    st.builds(
        Question,
        id=st.none() | st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True),
        type=st.just("short_answer"),
        stem=visible,
        interaction=interactions,
        explanation=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
        hints=st.lists(visible, max_size=2).map(tuple),
        citations=st.lists(citations, max_size=10).map(tuple),
        tags=st.lists(visible, max_size=20).map(tuple),
        score=st.none() | st.floats(0, 1),
    )
)
def test_a_question_comes_back_from_json_as_it_went(question: Question) -> None:
    assert Question.model_validate(json.loads(question.model_dump_json())) == question


def test_a_citation_holds_where_the_text_reads_so() -> None:
    citation = Citation.model_validate(CITED)
    assert citation.problem(TEXT) is None
    assert citation.problem("Colomina said so.") == (
        "the text at 0 to 8 reads “Colomina”, not “Bayramov”"
    )
    assert citation.problem("") == "the text at 0 to 8 reads “”, not “Bayramov”"


@given(st.text(min_size=1, max_size=60), st.integers(0, 60), st.integers(1, 60))
def test_a_citation_holds_at_its_own_offsets_and_shifted_only_where_it_reads_the_same(
    text: str, start: int, length: int
) -> None:
    quote = text[start : start + length]
    if not quote:
        return
    fields = {**CITED, "quote": quote, "start": start, "end": start + len(quote)}
    assert Citation.model_validate(fields).problem(text) is None
    shifted = Citation.model_validate({**fields, "start": start + 1, "end": start + 1 + len(quote)})
    same = text[start + 1 : start + 1 + len(quote)] == quote
    assert (shifted.problem(text) is None) is same


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"end": 9}, "the quote is not as long as its offsets say"),
        ({"end": 0}, "the quote is not as long as its offsets say"),
        ({"start": -8, "end": 0}, "greater than or equal to 0"),
        ({"quote": "", "end": 0}, "at least 1 character"),
        ({"speaker": "Jeyhun Bayramov"}, "in its own voice has no speaker"),
        ({"stance": "claimed"}, "what is claimed needs its speaker"),
        ({"stance": "denied"}, "what is denied needs its speaker"),
        ({"stance": "denied", "speaker": ""}, "at least 1 character"),
        ({"stance": "doubted"}, "'asserted', 'claimed' or 'denied'"),
        ({"document": "A report"}, "should match pattern"),
        ({"page": 3}, "Extra inputs"),
    ],
)
def test_a_citation_that_is_unsound_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Citation.model_validate({**CITED, **change})
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stem": ""}, "at least 1 character"),
        ({"stem": "x" * 2001}, "at most 2000"),
        ({"id": "Not a slug"}, "should match pattern"),
        ({"id": "trailing-"}, "should match pattern"),
        ({"id": "line\n"}, "should match pattern"),
        ({"score": 1.5}, "less than or equal to 1"),
        ({"citations": [CITED] * 11}, "at most 10"),
        ({"tags": [""]}, "at least 1 character"),
        ({"tags": ["x"] * 21}, "at most 20"),
        ({"answer": "He"}, "Extra inputs"),
        ({"interaction": {"kind": "riddle"}}, "expected tags"),
    ],
)
def test_a_question_that_is_unsound_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Question.model_validate({**ASKED, **change})
    assert message in str(refused.value)


def test_what_is_left_unsaid_is_empty() -> None:
    question = Question.model_validate(ASKED)
    assert (question.id, question.explanation, question.score) == (None, "", None)
    assert not question.citations
    assert not question.hints
    assert not question.tags


def test_a_question_does_not_change() -> None:
    question = Question.model_validate(ASKED)
    with pytest.raises(ValidationError, match="frozen"):
        question.stem = "Whom?"  # type: ignore[misc]


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029", "\r", "\n", "\x0b", "\ufeff"])
def test_what_ends_a_line_comes_back_from_yaml_as_it_went(character: str) -> None:
    question = Question.model_validate({**ASKED, "stem": f"a{character}b"})
    yaml = FORMATS["yaml"]
    assert yaml.read(yaml.write([question]).content).questions == (question,)


def test_stances_and_statuses_are_these() -> None:
    assert [stance.value for stance in Stance] == ["asserted", "claimed", "denied"]
    assert [status.value for status in Status] == [
        *("candidate", "draft", "in_review", "published", "rejected", "retired"),
    ]


def test_the_package_gives_what_it_names() -> None:
    assert all(hasattr(questions, name) for name in questions.__all__)

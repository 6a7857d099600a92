from __future__ import annotations

import json
import time

import pytest

from questions.interchange import FORMATS, Problem
from questions.interchange.native import LARGEST

GOOD = {"type": "flashcard", "stem": "Front", "interaction": {"kind": "recall", "back": "Back"}}


def problems_of(form: str, content: str | bytes) -> list[str]:
    reading = FORMATS[form].read(content if isinstance(content, bytes) else content.encode())
    return [str(problem) for problem in reading.problems]


def test_a_bad_line_is_named_and_the_others_are_read() -> None:
    lines = [json.dumps(GOOD), "", '{"type": ', json.dumps({**GOOD, "stem": ""}), json.dumps(GOOD)]
    reading = FORMATS["jsonl"].read("\n".join(lines).encode())
    assert len(reading.questions) == 2
    assert [problem.where for problem in reading.problems] == ["line 3", "line 4"]
    assert "stem" in reading.problems[1].message


def test_a_bad_entry_is_named_and_the_others_are_read() -> None:
    entries = [GOOD, "only words", {**GOOD, "type": "riddle"}, GOOD]
    reading = FORMATS["yaml"].read(json.dumps(entries).encode())
    assert len(reading.questions) == 2
    assert [problem.where for problem in reading.problems] == ["question 2", "question 3"]
    assert "riddle" in reading.problems[1].message


def test_yaml_that_is_none_is_reported_by_line() -> None:
    (problem,) = problems_of("yaml", "- type: flashcard\n  stem: [\n- x: }\n")
    assert problem.startswith("line 3: This is not YAML")


def test_aliases_are_refused_before_they_grow() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    started = time.perf_counter()
    (problem,) = problems_of("yaml", "\n".join(levels))
    assert problem == "line 2: Aliases (*name) are not read. Repeat it."
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    "content", ["!!python/object/apply:os.system [id]", "!!binary x", "? [1]\n: 2"]
)
def test_yaml_makes_nothing_but_plain_values(content: str) -> None:
    assert problems_of("yaml", content)


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
def test_a_deep_nest_is_reported(form: str) -> None:
    assert problems_of(form, "[" * 20_000)


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
def test_what_is_not_utf8_is_reported(form: str) -> None:
    (problem,) = problems_of(form, "Föhn".encode("latin-1"))
    assert problem == "The file is not UTF-8 (byte 1). Save it as UTF-8."


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
def test_a_file_too_large_is_not_read(form: str) -> None:
    (problem,) = problems_of(form, b" " * (LARGEST + 1))
    assert problem == "The file is over 4 MB. Split it."


def test_a_list_is_needed() -> None:
    assert problems_of("yaml", "title: Nothing asked") == [
        "There is no list of questions in the file."
    ]


def test_a_problem_says_where_when_it_knows() -> None:
    assert str(Problem("line 3", "Why")) == "line 3: Why"
    assert str(Problem("", "Why")) == "Why"


def test_yaml_nested_beyond_need_is_refused() -> None:
    assert problems_of("yaml", "[" * 100 + "]" * 100) != ["line 1: This is nested too deeply."]
    assert problems_of("yaml", "[" * 101 + "]" * 101) == ["line 1: This is nested too deeply."]


@pytest.mark.parametrize("error", [KeyError("x"), IndexError("x"), AttributeError("x")])
def test_what_the_reader_stumbles_over_is_reported(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def stumble(*_given: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr("questions.interchange.yaml.yaml.load", stumble)
    (problem,) = problems_of("yaml", "[]")
    assert "This is not YAML" in problem

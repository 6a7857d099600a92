"""`recite propose --proposer llm`: what comes out, what is said, and what never is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.questions.llm.serving import KEY, Speaking, drafts, speaking, status
from webapp.cli import recite

TEXT = "Warsaw became the capital of Poland in 1596.\n"
STEM = "Which city became the capital of Poland in 1596?"
GOOD: dict[str, object] = {
    "type": "short_answer",
    "stem": STEM,
    "answer": "Warsaw",
    "wrong": [],
    "quote": TEXT,
    "speaker": None,
}


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "text.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def settings(served: Speaking) -> dict[str, str | None]:
    return {
        "RECITE_LLM_URL": served.url,
        "RECITE_LLM_MODEL": "a-model",
        "RECITE_LLM_KEY": KEY,
        "RECITE_LLM_TIMEOUT": "5",
        "RECITE_LLM_RETRIES": "0",
    }


def run(document: Path, env: dict[str, str | None], *more: str) -> Result:
    result = CliRunner().invoke(recite, ["propose", str(document), *more], env=env)
    assert KEY not in result.output
    return result


def test_writes_the_models_questions(document: Path) -> None:
    with speaking(drafts(GOOD)) as served:
        result = run(document, settings(served), "--proposer", "llm")
    assert result.exit_code == 0
    assert STEM in result.stdout and result.stdout.count("\n") == 1
    assert result.stderr.splitlines() == [
        "Asking the model about part 1 of 1 …",
        "1 of the model's 1 questions are proved by the document.",
    ]


def test_a_failure_leaves_the_offline_proposals(document: Path) -> None:
    offline = run(document, {})
    with speaking(status(500)) as served:
        result = run(document, settings(served), "--proposer", "llm")
    assert result.exit_code == 0
    assert result.stdout == offline.stdout != ""
    assert "has an error of its own (500)" in result.stderr


def test_nothing_is_asked_of_a_model_unless_told_to(document: Path) -> None:
    with speaking(drafts(GOOD)) as served:
        for more in ((), ("--proposer", "offline")):
            result = run(document, settings(served), *more)
            assert STEM not in result.stdout and not result.stderr
    assert served.requests == []


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"RECITE_LLM_URL": None}, "RECITE_LLM_URL is needed"),
        ({"RECITE_LLM_MODEL": None}, "RECITE_LLM_MODEL is needed"),
        ({"RECITE_LLM_URL": "localhost:8080"}, "give an address like http://127.0.0.1:8080/v1"),
        ({"RECITE_LLM_URL": "ftp://localhost/v1"}, "give an address like"),
        ({"RECITE_LLM_URL": "http://local host/v1"}, "give an address like"),
        ({"RECITE_LLM_URL": "http://127.0.0.1:99999"}, "RECITE_LLM_URL is"),
        ({"RECITE_LLM_URL": f"http://me:{KEY}@localhost/v1"}, "Give a key in RECITE_LLM_KEY"),
        ({"RECITE_LLM_URL": f"http://localhost/v1?key={KEY}"}, "Give a key in RECITE_LLM_KEY"),
        ({"RECITE_LLM_KEY": f"{KEY} {KEY}"}, "RECITE_LLM_KEY has white space"),
        ({"RECITE_LLM_KEY": f"{KEY}\u200b"}, "RECITE_LLM_KEY has white space"),
        ({"RECITE_LLM_TIMEOUT": "0"}, "RECITE_LLM_TIMEOUT is “0”: give seconds, such as 120"),
        ({"RECITE_LLM_TIMEOUT": "soon"}, "give seconds"),
        ({"RECITE_LLM_RETRIES": "99"}, "give a whole number from 0 to 10"),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    document: Path, changes: dict[str, str | None], complaint: str
) -> None:
    with speaking(drafts(GOOD)) as served:
        result = run(document, {**settings(served), **changes}, "--proposer", "llm")
    assert (result.exit_code, result.stdout, served.requests) == (1, "", [])
    assert complaint in result.stderr


def test_says_what_to_install(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with speaking(drafts(GOOD)) as served:
        result = run(document, settings(served), "--proposer", "llm")
    assert result.exit_code == 1
    assert "Run pip install 'recite[llm]'." in result.stderr

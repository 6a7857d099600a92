"""The curated bank: for each document in seeds/, who published it and what is asked of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, ValidationError

from questions.documents import Document, digest
from questions.interchange.format import Problem
from questions.interchange.yaml_reading import load_yaml
from questions.question import Question, Stance
from questions.reading.plain import read
from questions.responses import Frozen
from questions.slugs import Slug
from questions.types import type_problem


class BankError(Exception):
    """A bank that must not be loaded: the message says where and why."""


class Metadata(Frozen):
    """What is known of a document besides its text.

    ``misprints`` are the words, as printed, that a reader is shown with [sic] after them.
    """

    slug: Slug
    title: str
    publisher: str
    published: AwareDatetime
    language: str
    sha256: str
    misprints: tuple[str, ...] = ()

    @property
    def published_at(self) -> datetime:
        """The moment of publication, with its zone."""
        return self.published


class Voice(Frozen):
    """Whose words a sentence is; number 0 is the dateline."""

    number: Annotated[int, Field(ge=0)]
    stance: Stance
    speaker: str | None = None


class BankQuiz(Frozen):
    """A quiz that picks questions of the bank by their ids."""

    id: Slug
    title: str
    description: str = ""
    mode: Literal["practice", "test"]
    questions: tuple[Slug, ...]


class Bank(Frozen):
    """One document's metadata, voices, quizzes and questions."""

    document: Metadata
    passages: tuple[Voice, ...] = ()
    quizzes: tuple[BankQuiz, ...] = ()
    questions: tuple[Question, ...]

    def problems(self, text: str) -> Iterator[str]:
        """Yield everything that does not hold against the document's text."""
        if digest(text) != self.document.sha256:
            yield "the text is not the one this bank was written for (its sha256 differs)"
        for name, times in Counter(question.id for question in self.questions).items():
            if name is None or times > 1:
                yield f"{name or 'a question'}: every question needs an id of its own"
        yield from self._quiz_problems()
        for word in self.document.misprints:
            if word not in text:
                yield f"the misprint “{word}” is not in the text"
        for question in self.questions:
            yield from self._question_problems(question, text)

    def _quiz_problems(self) -> Iterator[str]:
        kinds = {question.id: question.interaction.kind for question in self.questions}
        for quiz in self.quizzes:
            for name in quiz.questions:
                if name not in kinds:
                    yield f"quiz {quiz.id}: no question {name}"
                elif kinds[name] == "recall":
                    yield f"quiz {quiz.id}: {name} is a flashcard, which is for review"

    def _question_problems(self, question: Question, text: str) -> Iterator[str]:
        if problem := type_problem(question):
            yield f"{question.id}: {problem}"
        if not question.citations:
            yield f"{question.id}: no citation"
        for citation in question.citations:
            if citation.document != self.document.slug:
                yield f"{question.id}: cites another document, {citation.document}"
            elif problem := citation.problem(text):
                yield f"{question.id}: {problem}"


def load_bank(file: Traversable) -> Bank:
    """Read a bank's file. Raises BankError naming the file and what is wrong with it."""
    stored = load_yaml(file.read_text(encoding="utf-8"))
    if isinstance(stored, Problem):
        raise BankError(f"{file.name}: {stored}")
    try:
        return Bank.model_validate(stored)
    except ValidationError as error:
        raise BankError(f"{file.name}: {error}") from error


def load_seed(slug: str) -> tuple[Document, Bank]:
    """Return a seed document and its bank. Raises BankError when they do not fit together."""
    bank = load_bank(files("questions.bank") / f"{slug}.yaml")
    text = (seeds() / f"{slug}.txt").read_bytes().decode("utf-8")
    problems = list(bank.problems(text))
    if problems:
        raise BankError(f"{slug}.yaml:\n" + "\n".join(problems))
    return read(text), bank


def seeds() -> Traversable:
    """Return the folder of source documents: beside the packages, or carried in the wheel."""
    beside = Path(__file__).parents[2] / "seeds"
    return beside if beside.is_dir() else files("questions.bank") / "seeds"


def handouts() -> list[Traversable]:
    """Return the seed documents that nobody has written questions on yet, by name."""
    return sorted(
        (file for file in seeds().iterdir() if file.name.endswith(".md")), key=lambda f: f.name
    )


def seed_slugs() -> list[str]:
    """Return the slugs of all seed documents, sorted."""
    return sorted(f.name.removesuffix(".txt") for f in seeds().iterdir() if f.name.endswith(".txt"))

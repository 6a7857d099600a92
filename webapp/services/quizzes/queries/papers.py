"""A whole quiz to look at: as it is taken, as it is printed, and its key. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from uuid import UUID

from questions.interactions import load_interaction
from webapp import widgets
from webapp.db import db
from webapp.models import QuestionVersion, Quiz
from webapp.services.quizzes.queries.attempts import find_quiz
from webapp.services.quizzes.queries.sections import ShownSection, view_sections
from webapp.services.quizzes.queries.selection import begin_sections, choose
from webapp.services.sources.queries.citations import CitationView, citations_of
from webapp.widgets import Said, Shown
from webapp.widgets.paper import Printed, print_out


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question of a quiz: on the screen, on paper, and what is right."""

    number: int
    version: QuestionVersion
    max_mark: float
    shown: Shown
    printed: Printed
    said: Said
    citations: tuple[CitationView, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A quiz with its questions in order, and its sections by the numbers of their first ones."""

    quiz: Quiz
    questions: tuple[PaperQuestion, ...]
    sections: Mapping[int, ShownSection]

    @property
    def asks_confidence(self) -> bool:
        """Whether each question is to be answered with how sure one is."""
        return self.quiz.asks_confidence

    @property
    def max_mark(self) -> float:
        """The marks there are to be had."""
        return sum(each.max_mark for each in self.questions)


def lay_out(course_id: UUID, quiz_id: UUID) -> Paper:
    """Return a quiz as an attempt at it would be; raises Missing.

    What is drawn, and the order of options, follow from the quiz alone, so that what is printed
    today and its key agree.
    """
    quiz = find_quiz(course_id, quiz_id)
    asked = choose(db.session(), quiz, Random(str(quiz.id)))  # noqa: S311
    cited = citations_of([each.version.id for each in asked])
    sections = view_sections(begin_sections(asked), len(asked))
    return Paper(
        quiz,
        tuple(
            print_question(f"{quiz.id}:{number}", number, version, mark, cited[version.id])
            for number, (version, mark, _section) in enumerate(asked, 1)
        ),
        {each.first: each for each in sections},
    )


def print_question(
    seed: str,
    number: int,
    version: QuestionVersion,
    mark: float,
    citations: tuple[CitationView, ...],
) -> PaperQuestion:
    """Return a question as it is printed: ``seed`` settles the order of its options."""
    interaction = load_interaction(version.interaction)
    arrangement = widgets.arrange(interaction, seed)
    return PaperQuestion(
        number=number,
        version=version,
        max_mark=mark,
        shown=widgets.show(interaction, arrangement),
        printed=print_out(interaction, arrangement, seed),
        said=widgets.say(interaction, None),
        citations=citations,
    )

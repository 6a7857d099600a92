"""Questions of a course as they are printed, and their key. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from webapp.services.quizzes.queries.papers import PaperQuestion, print_question
from webapp.services.quizzes.queries.sections import ShownSection
from webapp.services.sources.queries.citations import citations_of
from webapp.services.teaching.queries.exports import select_rows
from webapp.services.teaching.queries.question_facets import Filters

# Questions on one paper: setting so many took 5 to 13 s of the 25 that there are.
MOST_PRINTED = 100


@dataclass(frozen=True, slots=True)
class BankPaper:
    """Questions from the ``first`` on, of ``total``; those that learners do not get stay."""

    questions: tuple[PaperQuestion, ...]
    first: int
    total: int
    left_out: int
    sections: Mapping[int, ShownSection] = field(default_factory=dict)
    asks_confidence: bool = False


def lay_out_bank(
    course_id: UUID, filters: Filters, start: int = 1, *, whole: bool = False
) -> BankPaper:
    """Return questions of a course, as an export takes them, from the one at ``start`` on.

    The order of a question's options follows from it alone, so that paper and key agree.
    """
    rows, left_out = select_rows(course_id, filters, whole=whole)
    first = min(max(start, 1), max(len(rows), 1))
    versions = [version for _question, version in rows[first - 1 : first - 1 + MOST_PRINTED]]
    cited = citations_of([version.id for version in versions])
    questions = (
        print_question(str(version.question_id), number, version, 1, cited[version.id])
        for number, version in enumerate(versions, first)
    )
    return BankPaper(tuple(questions), first, len(rows), left_out)

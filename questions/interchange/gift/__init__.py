"""GIFT: questions as Moodle and others read them from plain text.

Id and tags go as Moodle keeps them, in a comment before the question; what GIFT has no place for
(citations, whether options are shuffled, what counts in a typed answer) in another one after
``recite:``, which others pass over and which comes back whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from questions.interchange.carrying import each_carried
from questions.interchange.format import Reading, Writing
from questions.interchange.gift.reading import read_blocks
from questions.interchange.gift.writing import write_question
from questions.interchange.native import read_text
from questions.question import Question


class Gift:
    """GIFT."""

    name = "gift"
    suffixes = (".gift",)

    def read(self, content: bytes) -> Reading:
        """Read a question from every block of lines that asks something."""
        return read_text(content, read_blocks)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a block of lines for each question."""
        blocks, problems = each_carried(questions, write_question)
        return Writing("\n".join(blocks).encode(), problems)

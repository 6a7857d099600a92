"""Questions as teachers write them, in plain text.

A question begins with its number, and goes on until the next does::

    1. Which town is the capital of France?
    a) Lyon
    *b) Paris
    ... Since 987, with breaks.
    c) Nice
    Explanation: The government sits there.

What a line begins with says what it is; capital letters and the space before it do not count:

- ``1.`` ``1)`` ``(1)`` ``Question 1:`` ``Q1.`` a question. Numbers may repeat.
- ``a)`` ``A.`` ``(a)`` an option; letters go on from A without a gap, on lines of their own or
  beside one another with two spaces or a tab between. ``[ ]`` and ``[*]`` (``[x]``, ``☐`` ``☑``)
  where several may be picked; ``( )`` ``(*)``, ``•``, or bare ``True`` and ``False`` lines.
- The right option has ``*`` before its letter or after its text, ``✓`` or ``(correct)`` after it,
  is bold while not all are, or is named: ``Answer: B``, ``Ans. B, D``, ``ANS: b) Paris``, by its
  text, or in a key at the end (``Answer key``, then ``1. B`` or ``1-B 2-C``, one or many a line).
  All that name it must agree. Several right options share the mark, and wrong ones cost it.
- ``Answer:`` without options: True or False, a number (``5`` or ``5 +- 0.1``), or what is typed,
  ``;`` between several. ``* Paris`` (one a line) and ``= 5 +- 0.1``, ``= 5 +- 2%``, ``= [4, 6]``
  say the same. Where the text has one ``___``, that is the gap to fill. A line of ``___`` alone is
  room to write in.
- ``Pairs:`` and below it ``- France -> Paris`` (``- -> Oslo`` belongs to none); ``Order:`` and
  below it ``- first``; ``Back:`` the other side of a card.
- ``Explanation:`` ``Feedback:`` ``Rationale:``; ``...`` tells more of the option above it, or of
  the question where none is; ``Hint:``; ``Tags:`` with ``;`` between; ``Source:``.
- ``Points:``, ``(2 points)``, ``Title:``, ``+`` and ``GROUP`` are known, and reported as left out.
- ``%`` a comment; ``COMMENT`` to ``END_COMMENT`` several lines of it.

Any other line carries on what is above it; after an empty line it must be indented, but for the
text of the question. ``\\`` before what would begin something keeps it text. Texts are Markdown,
but a star inside a word or a product is a star: ``5*3*2``. What a text cannot say, such as
citations, ids and tags, is in a comment ``% recite:`` below the question; it counts for texts and
answers as long as these are not changed.
"""

from __future__ import annotations

from collections.abc import Iterable

from questions.interchange.carrying import each_carried
from questions.interchange.format import Reading, Writing
from questions.interchange.native import read_text
from questions.interchange.written.lines import lines_of
from questions.interchange.written.reading import read_lines
from questions.interchange.written.stars import kept
from questions.interchange.written.word import Word
from questions.interchange.written.writing import text_of
from questions.question import Question

__all__ = ["PlainText", "Word"]


class PlainText:
    """Numbered questions as plain text."""

    name = "plain"
    suffixes = (".txt",)

    def read(self, content: bytes) -> Reading:
        """Read a question from every number to the next."""
        return read_text(content, lambda text: read_lines(lines_of(text), meant=kept))

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write every question with its number."""
        numbers = iter(range(1, 1_000_000))
        blocks, problems = each_carried(questions, lambda each: text_of(each, next(numbers)))
        return Writing("\n".join(blocks).encode(), problems)

"""Questions that cite their sources.

A document is one immutable text (:mod:`questions.documents`), divided into passages by a
reader (:mod:`questions.reading`). A question (:mod:`questions.question`) asks something of it
in the shape of an interaction (:mod:`questions.interactions`), which grades a response by
itself, and cites the passages that prove its answer, with whose claim they are. Question types
(:mod:`questions.types`) say how to ask; formats (:mod:`questions.interchange`) carry questions
in and out; the bank (:mod:`questions.bank`) holds the curated ones.

This package knows neither the web nor a database.
"""

from questions.documents import Document, Passage, Span
from questions.interactions import Interaction, grade
from questions.question import Citation, Question, Stance, Status
from questions.responses import Response

__all__ = [
    "Citation",
    "Document",
    "Interaction",
    "Passage",
    "Question",
    "Response",
    "Span",
    "Stance",
    "Status",
    "grade",
]

"""What learners are told afterwards in other programs: why, and in whose words it is proved."""

from __future__ import annotations

from questions.interchange.literal import literal
from questions.question import Citation, Stance


def told_with(explanation: str, citations: tuple[Citation, ...]) -> str:
    """Return what learners are told afterwards: the explanation, and who says so in which words."""
    quotes = (f"> “{literal(_on_one_line(c.quote))}”\n>\n> — {_said_by(c)}" for c in citations)
    return "\n\n".join(filter(None, [explanation, *quotes]))


def _on_one_line(quote: str) -> str:
    return " ".join(quote.split())


def _said_by(citation: Citation) -> str:
    if citation.stance is Stance.ASSERTED:
        return citation.document
    said = "claimed by" if citation.stance is Stance.CLAIMED else "denied by"
    return f"{said} {citation.speaker}, {citation.document}"

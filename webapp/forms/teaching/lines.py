"""Text areas that hold one thing on each line."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from wtforms import Field, Form, ValidationError

from questions.lengths import LINE


def lines_of(text: str | None) -> list[str]:
    """Return the lines that are not blank, each trimmed."""
    return [line for raw in (text or "").splitlines() if (line := " ".join(raw.split()))]


def lines(least: int, most: int, longest: int = LINE) -> Callable[[Form, Field], None]:
    """Return a validator of a text area of ``least`` to ``most`` different lines."""

    def validate(_form: Form, field: Field) -> None:
        given = lines_of(field.data)
        if len(given) < least:
            raise ValidationError(_("Write at least %(n)s, one on each line.", n=least))
        if len(given) > most:
            raise ValidationError(
                _("That is %(n)s lines; %(most)s is the most.", n=len(given), most=most)
            )
        for number, line in enumerate(given, 1):
            if len(line) > longest:
                raise ValidationError(
                    _("Line %(number)s is over %(most)s characters.", number=number, most=longest)
                )
        if repeated := first_repeated(given):
            raise ValidationError(_("“%(line)s” is there twice.", line=repeated))

    return validate


def first_repeated(texts: list[str]) -> str | None:
    """Return the first text that stands earlier too, apart from case and white space."""
    seen: set[str] = set()
    for text in texts:
        folded = " ".join(text.split()).casefold()
        if folded in seen:
            return text
        seen.add(folded)
    return None

"""Rules of taking a quiz: how it is graded and passed, and what stands before an attempt."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.characters import code_as_kept
from webapp.learning.grades import GradingMethod
from webapp.models import Quiz, lengths
from webapp.services.errors import Refusal

FEWEST_IN_CODE = 4  # a plain choice: tries are limited as those of join codes are


@dataclass(frozen=True, slots=True)
class Rules:
    """How a quiz is graded, and what stands before an attempt at it."""

    grading_method: GradingMethod = GradingMethod.HIGHEST
    pass_mark: float | None = None
    waiting_minutes: int | None = None
    access_code: str | None = None


USUAL = Rules()


def rules_of(quiz: Quiz) -> Rules:
    """Return the rules of a quiz."""
    return Rules(quiz.grading_method, quiz.pass_mark, quiz.waiting_minutes, quiz.access_code)


def set_rules(quiz: Quiz, rules: Rules) -> None:
    """Let a quiz be taken by these rules from now on.

    Raises:
        Refusal: its code cannot be one; ``field`` says where.
    """
    code = code_as_kept(rules.access_code or "")
    if rules.access_code and not FEWEST_IN_CODE <= len(code) <= lengths.ACCESS_CODE:
        raise Refusal(unfit_code(), "access_code")
    quiz.grading_method, quiz.pass_mark = rules.grading_method, rules.pass_mark
    quiz.waiting_minutes, quiz.access_code = rules.waiting_minutes, code or None


def unfit_code() -> str:
    """Return what is said of a code that is too short or too long."""
    return str(
        _(
            "Use %(fewest)s to %(most)s letters and digits.",
            fewest=FEWEST_IN_CODE,
            most=lengths.ACCESS_CODE,
        )
    )


def check_access_code(quiz: Quiz, typed: str | None) -> None:
    """Refuse, unless the code was typed that the quiz asks for, if it asks for one.

    Raises:
        Refusal: it is another; ``field`` is ``code``.
    """
    if quiz.access_code is None:
        return
    if not typed:
        raise Refusal(_("Type the code of this quiz. Your instructor gives it out."), "code")
    if not hmac.compare_digest(code_as_kept(typed).encode(), quiz.access_code.encode()):
        raise Refusal(_("That is not the code of this quiz."), "code")

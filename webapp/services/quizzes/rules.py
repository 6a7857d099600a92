"""Rules of taking a quiz: how it is graded, what stands before an attempt, what is shown when."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.characters import code_as_kept
from webapp.learning.behaviours import PENALTIES, PLAIN, Behaviour
from webapp.learning.grades import GradingMethod
from webapp.models import Quiz, QuizMode, Seen, lengths
from webapp.services.errors import Refusal
from webapp.services.quizzes.queries.attempts import behaviour_of

FEWEST_IN_CODE = 4  # a plain choice: tries are limited as those of join codes are


@dataclass(frozen=True, slots=True)
class Showing:
    """What learners see: at it, right after handing in, later, and once it is closed for them.

    Who sees the right answer sees the verdict too.
    """

    during: Seen
    after: Seen
    later: Seen
    closed: Seen

    @property
    def waits_for_close(self) -> bool:
        """Whether something is shown once it is closed that is not before."""
        return self.closed & ~self.later != Seen(0)


PRACTICE = Showing(Seen.TELLING, Seen.EVERYTHING, Seen.EVERYTHING, Seen.EVERYTHING)
TEST = Showing(Seen(0), Seen.EVERYTHING, Seen.EVERYTHING, Seen.EVERYTHING)
AFTER_CLOSING = Showing(Seen(0), Seen(0), Seen(0), Seen.EVERYTHING)


def by_mode(mode: QuizMode) -> Showing:
    """Return what is shown where nothing else was chosen."""
    return PRACTICE if mode is QuizMode.PRACTICE else TEST


@dataclass(frozen=True, slots=True)
class Rules:
    """How a quiz is graded and asks, what stands before an attempt, what is mixed and shown when.

    Without ``showing`` the mode says what is shown; with ``tells_median`` the class's median stands
    beside one's own mark.
    """

    grading_method: GradingMethod = GradingMethod.HIGHEST
    pass_mark: float | None = None
    waiting_minutes: int | None = None
    access_code: str | None = None
    shuffles_questions: bool = False
    shuffles_options: bool = True
    showing: Showing | None = None
    tells_median: bool = False
    behaviour: Behaviour = PLAIN


USUAL = Rules()


def during(quiz: Quiz) -> Seen:
    """Return what a quiz shows while one is at it."""
    usual = by_mode(quiz.mode).during
    return usual if quiz.shown_during is None else Seen(quiz.shown_during)


def rules_of(quiz: Quiz) -> Rules:
    """Return the rules of a quiz."""
    usual = by_mode(quiz.mode)
    showing = Showing(
        during(quiz), Seen(quiz.shown_after), Seen(quiz.shown_later), Seen(quiz.shown_closed)
    )
    return Rules(
        quiz.grading_method,
        quiz.pass_mark,
        quiz.waiting_minutes,
        quiz.access_code,
        quiz.shuffles_questions,
        quiz.shuffles_options,
        None if showing == usual else showing,
        quiz.tells_median,
        behaviour_of(quiz),
    )


def set_rules(quiz: Quiz, rules: Rules) -> None:
    """Let a quiz be taken by these rules from now on.

    Raises:
        Refusal: its code cannot be one, what it shows waits for a close that never comes, or it
            cannot be tried several times; ``field`` says where.
    """
    code = code_as_kept(rules.access_code or "")
    if rules.access_code and not FEWEST_IN_CODE <= len(code) <= lengths.ACCESS_CODE:
        raise Refusal(unfit_code(), "access_code")
    quiz.grading_method, quiz.pass_mark = rules.grading_method, rules.pass_mark
    quiz.waiting_minutes, quiz.access_code = rules.waiting_minutes, code or None
    quiz.shuffles_questions = rules.shuffles_questions
    quiz.shuffles_options, quiz.tells_median = rules.shuffles_options, rules.tells_median
    _set_showing(quiz, rules.showing)
    _set_behaviour(quiz, rules.behaviour)


def _set_behaviour(quiz: Quiz, behaviour: Behaviour) -> None:
    """Ask as wanted; who tries again has been told that it was wrong."""
    if behaviour.has_tries and behaviour.asks_confidence:
        raise Refusal(_("A quiz has several tries, or asks how sure one is: not both."), "tries")
    if behaviour.has_tries and Seen.VERDICT not in during(quiz):
        raise Refusal(
            _("Several tries are for practice, where each answer is said to be right or not."),
            "tries",
        )
    quiz.asks_confidence = behaviour.asks_confidence
    quiz.tries, quiz.penalty = behaviour.tries, behaviour.penalty


def _set_showing(quiz: Quiz, chosen: Showing | None) -> None:
    """Show what was chosen; who is told at once after each answer practises."""
    if chosen is not None:
        quiz.mode = QuizMode.PRACTICE if chosen.during else QuizMode.TEST
        if chosen.waits_for_close and quiz.closes_at is None:
            raise Refusal(never_shown(), "closes_at")
    showing = chosen or by_mode(quiz.mode)
    quiz.shown_during = None if chosen is None else int(chosen.during)
    quiz.shown_after, quiz.shown_later = int(showing.after), int(showing.later)
    quiz.shown_closed = int(showing.closed)


def never_shown() -> str:
    """Return what is said where something is shown after a close that was not set."""
    return str(_("Say when it closes: what is shown after closing is never shown otherwise."))


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


def told_when(quiz: Quiz) -> str:
    """Say when results are shown, as far as it helps before beginning."""
    showing = rules_of(quiz).showing
    if showing == AFTER_CLOSING:
        said = _("Test: your mark, the answers and the passages are shown once the quiz is closed.")
    elif quiz.mode is QuizMode.PRACTICE and showing is None:
        said = _("Practice: the verdict and the passage come after each answer.")
    elif quiz.mode is QuizMode.PRACTICE:
        said = _("Practice: something of the result comes after each answer.")
    elif showing is None:
        said = _("Test: verdicts and passages come at the end, when you hand in.")
    else:
        said = _("Test: the result page says what is shown when.")
    return str(said)


def penalty_name(penalty: float) -> str:
    """Return a penalty in words, as a share of the mark of a question."""
    names = (_("nothing"), _("a tenth"), _("a quarter"), _("a third"), _("half"), _("all"))
    return str(dict(zip(PENALTIES, names, strict=True)).get(penalty, f"{penalty * 100:.0f} %"))


def told_of_tries(quiz: Quiz) -> str | None:
    """Say how often each question can be tried and what a wrong try costs, if more than once."""
    if not behaviour_of(quiz).has_tries:
        return None
    if quiz.penalty == 0:
        return str(_("%(n)s tries for each question", n=quiz.tries))
    cost = penalty_name(quiz.penalty)
    return str(
        _(
            "%(n)s tries for each question; each wrong one costs %(cost)s of its mark",
            n=quiz.tries,
            cost=cost,
        )
    )

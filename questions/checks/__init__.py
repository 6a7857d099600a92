"""Rules a candidate must pass, each with what it says to an instructor; CHECKS is their list."""

from __future__ import annotations

from questions.asking.candidate import Candidate
from questions.checks.check import Check, Failure, Rule
from questions.checks.clues import (
    no_absolute,
    no_echo,
    no_grammar_clue,
    no_quiet_negative,
    nothing_vague,
)
from questions.checks.evidence import answer_in_evidence, claim_attributed, evidence_verbatim
from questions.checks.options import (
    distractors_distinct,
    distractors_refuted,
    options_alike,
    options_apart,
    options_balanced,
    options_definite,
    options_ordered,
)
from questions.checks.stem import (
    fits_type,
    no_dangling,
    no_leak,
    not_one_of_a_list,
    not_told_by_title,
    sound_name,
    well_formed,
)
from questions.checks.uniqueness import unique_answer
from questions.facts.reading import Facts

__all__ = ["CHECKS", "NO_DANGLING", "PROVED", "Check", "Failure", "Rule", "problem"]

NO_DANGLING = Check("nothing dangling", no_dangling)
CHECKS: tuple[Check, ...] = (
    Check("evidence verbatim", evidence_verbatim),
    Check("answer in evidence", answer_in_evidence),
    Check("claim attributed", claim_attributed),
    NO_DANGLING,
    Check("well formed", well_formed),
    Check("no leak", no_leak),
    Check("not told by the title", not_told_by_title),
    Check("name whole", sound_name),
    Check("not one of a list", not_one_of_a_list),
    Check("distractors distinct", distractors_distinct, is_of_options=True),
    Check("distractors refuted", distractors_refuted, is_of_options=True),
    Check("options balanced", options_balanced, is_of_options=True),
    Check("options definite", options_definite, is_of_options=True),
    Check("options apart", options_apart, is_of_options=True),
    Check("options alike", options_alike, is_of_options=True),
    Check("options in order", options_ordered, is_of_options=True),
    Check("no clue in grammar", no_grammar_clue, is_of_options=True),
    Check("no echo of the stem", no_echo, is_of_options=True),
    Check("nothing absolute", no_absolute, is_of_options=True),
    Check("nothing vague", nothing_vague),
    Check("no quiet negative", no_quiet_negative, is_of_options=True),
    Check("unique answer", unique_answer),
    Check("fits its type", fits_type),
)


def _is_tried_before(candidate: Candidate, facts: Facts) -> None:
    """Pass: what a model drafts is proved before it is a candidate."""


PROVED = Check("not proved", _is_tried_before)


def problem(candidate: Candidate, facts: Facts) -> Failure | None:
    """Return the first check that ``candidate`` fails, and why."""
    failures = (check.failure(candidate, facts) for check in CHECKS)
    return next(filter(None, failures), None)

"""Rules a candidate must pass, each with what it says to an instructor; CHECKS is their list."""

from __future__ import annotations

from collections.abc import Callable

from questions.asking.candidate import Candidate
from questions.checks.evidence import answer_in_evidence, claim_attributed, evidence_verbatim
from questions.checks.options import distractors_distinct, options_balanced
from questions.checks.stem import (
    no_dangling,
    no_leak,
    not_one_of_a_list,
    not_told_by_title,
    sound_name,
    well_formed,
)
from questions.checks.uniqueness import unique_answer
from questions.facts.reading import Facts

Check = Callable[[Candidate, Facts], str | None]

CHECKS: dict[str, Check] = {
    "evidence verbatim": evidence_verbatim,
    "answer in evidence": answer_in_evidence,
    "claim attributed": claim_attributed,
    "nothing dangling": no_dangling,
    "well formed": well_formed,
    "no leak": no_leak,
    "not told by the title": not_told_by_title,
    "name whole": sound_name,
    "not one of a list": not_one_of_a_list,
    "distractors distinct": distractors_distinct,
    "options balanced": options_balanced,
    "unique answer": unique_answer,
}


def problem(candidate: Candidate, facts: Facts) -> str | None:
    """Return the first thing that is wrong with ``candidate``, with the check's name."""
    for name, check in CHECKS.items():
        if said := check(candidate, facts):
            return f"{name}: {said}"
    return None

"""Rules a candidate must pass, each with what it says to an instructor; CHECKS is their list."""

from __future__ import annotations

from collections.abc import Callable

from questions.asking.candidate import Candidate
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

DANGLING = "nothing dangling"
CHECKS: dict[str, Check] = {
    "evidence verbatim": evidence_verbatim,
    "answer in evidence": answer_in_evidence,
    "claim attributed": claim_attributed,
    DANGLING: no_dangling,
    "well formed": well_formed,
    "no leak": no_leak,
    "not told by the title": not_told_by_title,
    "name whole": sound_name,
    "not one of a list": not_one_of_a_list,
    "distractors distinct": distractors_distinct,
    "distractors refuted": distractors_refuted,
    "options balanced": options_balanced,
    "options definite": options_definite,
    "options apart": options_apart,
    "options alike": options_alike,
    "options in order": options_ordered,
    "no clue in grammar": no_grammar_clue,
    "no echo of the stem": no_echo,
    "nothing absolute": no_absolute,
    "nothing vague": nothing_vague,
    "no quiet negative": no_quiet_negative,
    "unique answer": unique_answer,
}

# What fails one of these may still be asked without options.
OF_OPTIONS = frozenset(
    {
        "distractors distinct",
        "distractors refuted",
        "options balanced",
        "options definite",
        "options apart",
        "options alike",
        "options in order",
        "no clue in grammar",
        "no echo of the stem",
        "nothing absolute",
        "no quiet negative",
    }
)


def is_of_options(said: str) -> bool:
    """Return whether what a check said is wrong lies in the options alone."""
    return said.partition(": ")[0] in OF_OPTIONS


def problem(candidate: Candidate, facts: Facts) -> str | None:
    """Return the first thing that is wrong with ``candidate``, with the check's name."""
    for name, check in CHECKS.items():
        if said := check(candidate, facts):
            return f"{name}: {said}"
    return None

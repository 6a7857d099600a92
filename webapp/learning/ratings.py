"""From a graded answer to a rating, and what ratings say about a question."""

from webapp.learning.scheduling import Rating

LEECH_LAPSES = 8  # as many as Anki's default
_RIGHT = 1 - 1e-6


def rating_for(fraction: float, unsure: bool) -> Rating:
    """Return the rating of an answer worth `fraction` (0 to 1).

    Right is good, or hard when the learner was unsure; anything less is again, never hard. A sum
    of parts such as ten tenths counts as right although it is a hair under 1.
    """
    if fraction < _RIGHT:
        return Rating.AGAIN
    return Rating.HARD if unsure else Rating.GOOD


def corrected_rating(rating: Rating, fraction: float, *, unsure: bool) -> Rating:
    """Return the rating of an answer that turns out to be worth ``fraction``.

    It stays as the learner judged it unless right becomes wrong or wrong becomes right.
    """
    corrected = rating_for(fraction, unsure)
    return rating if recalled(corrected) == recalled(rating) else corrected


def recalled(rating: Rating) -> bool:
    """Tell whether the rating means that the answer was recalled."""
    return rating > Rating.AGAIN


def is_leech(lapses: int) -> bool:
    """Tell whether this count of lapses marks the question a leech: 8, and every 4 after.

    The rule is Anki's: the threshold, then each half of it (`leech_threshold_met` in
    rslib/src/scheduler/states/review.rs), so that one brought back is caught again.
    """
    return lapses >= LEECH_LAPSES and (lapses - LEECH_LAPSES) % (LEECH_LAPSES // 2) == 0

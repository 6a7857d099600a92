from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

from questions.fitting import Example, Fitted, fit_decisions
from questions.traits import BIAS, LEAST, LEAST_OF_EACH, SCORE, Traits, features, likelihood_of

WAYS = {"who": "short_answer", "when": "multiple_choice", "gap": "cloze", "why": "flashcard"}


def traits(chance: random.Random) -> Traits:
    way = chance.choice(list(WAYS))
    return Traits(
        score=round(chance.uniform(0.3, 0.9), 3),
        type=WAYS[way],
        stance=chance.choice(["asserted", "claimed"]),
        way=way,
        stem=chance.randrange(30, 160),
        passage=chance.randrange(60, 300),
        place=chance.randrange(9_000),
    )


def decisions(seed: int, number: int, rule: str) -> list[Example]:
    """Made-up decisions: by a rule that is broken one time in ten, by the score, or by chance."""
    chance = random.Random(seed)
    made = []
    for at in range(number):
        given = traits(chance)
        likely = {
            "rule": 0.1 if given.way == "gap" or given.stem > 120 else 0.9,
            "score": given.score,
            "chance": 0.5,
        }[rule]
        made.append(Example(given, chance.random() < likely, str(at // 2)))
    return made


def fitted(examples: list[Example]) -> Fitted:
    found = fit_decisions(examples)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(5))
def test_a_rule_that_the_score_does_not_know_is_learned(seed: int) -> None:
    found = fitted(decisions(seed, 120, "rule"))
    assert found.is_better and found.decisions == 120
    assert found.by_weights > 0.75 > 0.65 > found.by_score
    assert found.weights["way gap"] < -0.5 and found.weights["stem"] < 0


def test_what_was_learned_holds_for_those_decided_later() -> None:
    found = fitted(decisions(1, 120, "rule"))
    later = decisions(2, 400, "rule")

    def right(order: dict[int, float]) -> float:
        kept = [order[at] for at, one in enumerate(later) if one.is_kept]
        rest = [order[at] for at, one in enumerate(later) if not one.is_kept]
        return sum(a > b for a in kept for b in rest) / len(kept) / len(rest)

    learned = right({n: likelihood_of(e.traits, found.weights) for n, e in enumerate(later)})
    assert learned > 0.8 > 0.6 > right({n: e.traits.score for n, e in enumerate(later)})
    assert abs(learned - found.by_weights) < 0.1


def test_from_chance_nothing_is_learned() -> None:
    """One in twenty may pass for better by chance."""
    better = [fitted(decisions(seed, 100, "chance")).is_better for seed in range(60)]
    assert sum(better) <= 6


def test_where_the_score_is_right_it_stays() -> None:
    found = [fitted(decisions(seed, 100, "score")) for seed in range(30)]
    assert sum(each.is_better for each in found) <= 3
    lost = sum(each.by_score - each.by_weights for each in found) / len(found)
    assert lost < 0.05


def test_all_about_one_passage_is_held_out_together() -> None:
    """Each passage is decided as a whole, at random: one of its questions tells the others."""
    chance, made = random.Random(3), []
    for at in range(40):
        kept, given = chance.random() < 0.5, replace(traits(chance), way=f"way {at}")
        made += [Example(given, kept, str(at))] * 4
    together = fitted(made)
    apart = fitted([replace(one, passage=str(at)) for at, one in enumerate(made)])
    assert together.by_weights < 0.65 and not together.is_better
    assert apart.by_weights > 0.85 and apart.is_better


def test_the_same_decisions_in_any_order_teach_the_same() -> None:
    made = decisions(4, 90, "rule")
    mixed = random.Random(1).sample(made, len(made))
    assert fitted(made) == fitted(made) == fitted(mixed)


@pytest.mark.parametrize(("number", "kept"), [(LEAST - 1, 25), (LEAST, LEAST_OF_EACH - 1)])
def test_few_decisions_teach_nothing(number: int, kept: int) -> None:
    made = [replace(one, is_kept=at < kept) for at, one in enumerate(decisions(5, number, "rule"))]
    assert fit_decisions(made) is None
    turned = [replace(one, is_kept=not one.is_kept) for one in made]
    assert fit_decisions(turned) is None


def test_the_least_that_is_enough() -> None:
    made = decisions(5, LEAST, "rule")
    made = [replace(one, is_kept=at < LEAST_OF_EACH) for at, one in enumerate(made)]
    assert fitted(made).decisions == LEAST


def test_one_passage_alone_measures_nothing() -> None:
    made = [replace(one, passage="x") for one in decisions(6, 60, "rule")]
    assert not fitted(made).is_better


def test_the_weights_cost_least() -> None:
    """The slope of the cost is nothing there, as the formula has it."""
    made = decisions(7, 80, "rule")
    weights = fitted(made).weights
    slope = dict.fromkeys(weights, 0.0)
    for one in made:
        off = likelihood_of(one.traits, weights) - one.is_kept
        for name, value in {**features(one.traits), BIAS: 1.0}.items():
            slope[name] += off * value
    for name, weight in weights.items():
        ridge = 0.01 * weight if name == BIAS else 3.0 * (weight - (name == SCORE))
        assert math.isclose(slope[name] + ridge, 0.0, abs_tol=1e-5), name


def test_without_decisions_the_order_is_that_of_the_score() -> None:
    chance = random.Random(8)
    made = sorted((traits(chance) for _ in range(50)), key=lambda each: each.score)
    worth = [likelihood_of(each, {SCORE: 1.0}) for each in made]
    assert worth == sorted(worth)
    assert math.isclose(worth[0], made[0].score)


def test_odd_traits_have_a_likelihood() -> None:
    odd = Traits(0.0, "", "", "", 0, 10**6, -5)
    assert likelihood_of(odd, {}) == 0.5
    assert likelihood_of(odd, {BIAS: 9e9}) > 0.99 and likelihood_of(odd, {BIAS: -9e9}) < 0.01
    sure = [likelihood_of(replace(odd, score=score), {SCORE: 1.0}) for score in (1e-9, 1.0)]
    assert sure == pytest.approx([0.01, 0.99])

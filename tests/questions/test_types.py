from __future__ import annotations

import pytest
from hypothesis import given

from questions.bank import load_seed, seed_slugs
from questions.interactions import (
    Answer,
    Choice,
    Interaction,
    Match,
    Option,
    Order,
    Recall,
    TextEntry,
)
from questions.question import Question
from questions.responses import Chosen
from questions.types import TYPES, type_problem
from questions.types.question_type import QuestionType
from tests.questions.strategies import choices

BANK = [question for slug in seed_slugs() for question in load_seed(slug)[1].questions]
SHAPES: list[Interaction] = [
    Choice(options=(Option(text="a", fraction=1), Option(text="b", fraction=0))),
    TextEntry(answers=(Answer(text="1", match="number"),)),
    Match(pairs=(("a", "1"), ("b", "2"))),
    Order(items=("a", "b")),
    Recall(back="a"),
]


def choice(*fractions: float, multiple: bool = False) -> Choice:
    return Choice(
        multiple=multiple,
        options=tuple(Option(text=str(n), fraction=f) for n, f in enumerate(fractions)),
    )


def problem(kind: str, interaction: Interaction, stem: str = "The ____.") -> str:
    return type_problem(Question(type=kind, stem=stem, interaction=interaction)) or ""


def test_types_go_by_their_names() -> None:
    assert list(TYPES) == [
        *("multiple_choice", "multiple_response", "true_false", "short_answer", "numerical"),
        *("cloze", "matching", "ordering", "who_said_it", "flashcard"),
    ]
    assert all(kind.name == name for name, kind in TYPES.items())


@pytest.mark.parametrize("name", TYPES)
def test_a_type_accepts_its_questions_in_the_bank(name: str) -> None:
    own = [question for question in BANK if question.type == name]
    assert own
    assert [type_problem(question) for question in own] == [None] * len(own)


@pytest.mark.parametrize("interaction", SHAPES, ids=lambda each: each.kind)
@pytest.mark.parametrize("kind", TYPES.values(), ids=lambda each: each.name)
def test_a_type_takes_one_shape_alone(kind: QuestionType, interaction: Interaction) -> None:
    found = problem(kind.name, interaction)
    if isinstance(interaction, kind.shape):
        assert "interaction" not in found
        return
    wanted = kind.shape.model_fields["kind"].default
    assert found == f"{kind.name} takes a {wanted} interaction, not {interaction.kind}"


def test_an_unknown_type_is_named_beside_the_known_ones() -> None:
    found = problem("riddle", SHAPES[0])
    assert "“riddle” is not a question type" in found
    assert all(name in found for name in TYPES)


@pytest.mark.parametrize(
    ("kind", "interaction", "message"),
    [
        ("multiple_choice", choice(1, 0, 0), ""),
        ("multiple_choice", choice(1, -0.5), ""),
        ("multiple_choice", choice(1, 0.5), "exactly one option must be right"),
        ("multiple_choice", choice(1, 1), "exactly one option must be right"),
        ("multiple_choice", choice(1, -1, multiple=True), "only one option may be picked"),
        ("who_said_it", choice(1, 0, 0), ""),
        ("who_said_it", choice(1, 1), "exactly one option must be right"),
        ("who_said_it", choice(1, -1, multiple=True), "only one option may be picked"),
        ("true_false", choice(0, 1), ""),
        ("true_false", choice(1, 1), "exactly one option must be right"),
        ("true_false", choice(1, 0, 0), "exactly two options"),
        ("true_false", choice(1, -1, multiple=True), "only one option may be picked"),
        ("multiple_response", choice(0.5, 0.5, -0.5, multiple=True), ""),
        ("multiple_response", choice(0.5, 0.5, -0.5, 0, multiple=True), ""),
        ("multiple_response", choice(1, 0), "more than one option must be allowed"),
        ("multiple_response", choice(0.5, 0.5, multiple=True), "at least one option must be wrong"),
        ("multiple_response", choice(0.5, 0.5, 0, multiple=True), "must cost something"),
        ("multiple_response", choice(0.5, 0.5, -0.001, multiple=True), "must cost something"),
        ("multiple_response", choice(0.5, 0.505, -0.01, multiple=True), "must cost something"),
        ("numerical", TextEntry(answers=(Answer(text="1", match="number"),)), ""),
        ("numerical", TextEntry(answers=(Answer(text="1"),)), "must be a number"),
        (
            "numerical",
            TextEntry(answers=(Answer(text="1", match="number"), Answer(text="one"))),
            "must be a number",
        ),
        ("short_answer", TextEntry(answers=(Answer(text="2023-01-20", match="date"),)), ""),
    ],
)
def test_a_type_has_its_rule(kind: str, interaction: Interaction, message: str) -> None:
    found = problem(kind, interaction)
    assert message in found
    assert bool(message) is bool(found)


@pytest.mark.parametrize(
    ("stem", "sound"),
    [
        ("In the ____ of it.", True),
        ("____ began.", True),
        ("It began.", False),
        ("It ___ began.", False),
        ("The ____ and the ____.", False),
        ("It _____ began.", False),
        ("It ________ began.", False),
    ],
)
def test_a_cloze_has_one_gap(stem: str, sound: bool) -> None:
    found = problem("cloze", SHAPES[1], stem)
    assert found == ("" if sound else "the sentence must have exactly one gap, written ____")


@given(choices(multiple=True))
def test_picking_everything_is_never_fully_right(asked: Choice) -> None:
    everything = Chosen(options=tuple(range(len(asked.options))))
    sound = problem("multiple_response", asked) == ""
    assert sound is (asked.grade(everything).fraction < 1)

from __future__ import annotations

import pytest

from questions.interactions import Choice
from questions.proposing import Proposals, propose
from questions.reading import plain
from questions.spares import KEPT
from questions.swapping import replace_option

TEXT = (
    "# The Dam\n\nThe dam has 240 turbines. Marie Curie discovered radium in 1898. "
    "Isaac Newton described gravity. Albert Einstein published the theory of relativity. "
    "Charles Darwin visited the Galapagos Islands. Niels Bohr founded the institute. "
    "Ada Lovelace wrote the first program. The river is 36 kilometres long. "
    "The bridge was built in the 1920s. The company has eight factories. "
    "The stamps show Marie Curie, Isaac Newton, Albert Einstein, Charles Darwin, Niels Bohr and "
    "Ada Lovelace.\n"
)


@pytest.fixture(scope="module")
def found() -> Proposals:
    return propose(plain.read(TEXT), "dam")


def shapes(found: Proposals) -> list[tuple[str, Choice, tuple[str, ...]]]:
    return [
        (question.stem, question.interaction, making.spares)
        for question, making in zip(found.questions, found.makings, strict=True)
        if isinstance(question.interaction, Choice) and question.type == "multiple_choice"
    ]


def test_a_choice_has_further_wrong_options(found: Proposals) -> None:
    assert any("relativity" in stem and len(spares) >= 2 for stem, _shape, spares in shapes(found))
    assert any("what year" in stem and spares for stem, _shape, spares in shapes(found))
    for _stem, shape, spares in shapes(found):
        assert len(spares) <= KEPT
        assert not {option.text for option in shape.options} & set(spares)


def test_what_has_no_options_has_no_further_ones(found: Proposals) -> None:
    for question, making in zip(found.questions, found.makings, strict=True):
        if question.type != "multiple_choice":
            assert making.spares == ()


def test_checks_of_options_are_named_where_there_are_some(found: Proposals) -> None:
    for question, making in zip(found.questions, found.makings, strict=True):
        has_options = isinstance(question.interaction, Choice)
        assert ("distractors distinct" in making.checks) is has_options
        assert "evidence verbatim" in making.checks and making.way


def test_an_option_is_replaced_and_numbers_stay_in_order(found: Proposals) -> None:
    (shape, spares), *_rest = [(s, more) for stem, s, more in shapes(found) if "what year" in stem]
    wrong = [option.text for option in shape.options if not option.fraction]
    made = replace_option(shape, wrong[0], spares[0])
    texts = [option.text for option in made.options]
    assert texts == sorted(texts, key=int) and spares[0] in texts and wrong[0] not in texts
    assert made.key() == shape.key() and not made.shuffle
    for old, new in ((shape.key()[0], spares[0]), (wrong[0], wrong[1]), ("none", spares[0])):
        with pytest.raises(ValueError, match="in the place of"):
            replace_option(shape, old, new)

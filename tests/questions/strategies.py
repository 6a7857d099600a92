"""Random interactions, and responses to them, for properties."""

from __future__ import annotations

from typing import assert_never

from hypothesis import strategies as st

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
from questions.responses import Chosen, Entered, Matched, Ordered, Recalled, Response

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(characters, min_size=1, max_size=20)
visible = texts.filter(lambda text: bool(text.strip()))
distinct = st.lists(
    visible, min_size=2, max_size=8, unique_by=lambda text: " ".join(text.split()).casefold()
)
feedback = st.just("") | visible.map(lambda text: f"feedback: {text}")


@st.composite
def choices(draw: st.DrawFn, multiple: bool | None = None) -> Choice:
    """Choices of one or of several, the right options anywhere."""
    options = draw(distinct)
    several = draw(st.booleans()) if multiple is None else multiple
    right = draw(st.integers(1, len(options) - 1))
    wrong = len(options) - right
    costs = draw(st.lists(st.floats(-1, 0), min_size=wrong, max_size=wrong))
    fractions = draw(st.permutations([1 / right if several else 1.0] * right + costs))
    return Choice(
        multiple=several,
        shuffle=draw(st.booleans()),
        options=tuple(
            Option(text=text, fraction=fraction, feedback=draw(feedback))
            for text, fraction in zip(options, fractions, strict=True)
        ),
    )


numbers = st.integers(-(10**12), 10**12).map(str) | st.decimals(
    allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000
).map(str)
answers = st.one_of(
    st.builds(Answer, text=texts, fraction=st.floats(-1, 1), feedback=feedback),
    st.builds(Answer, text=numbers, match=st.just("number"), tolerance=st.none() | st.floats(0, 9)),
    st.builds(Answer, text=st.dates().map(str), match=st.just("date"), feedback=feedback),
)
significant = st.sets(st.sampled_from(["accents", "punctuation", "articles"])).map(tuple)


@st.composite
def text_entries(draw: st.DrawFn) -> TextEntry:
    """Text entries that accept texts, numbers or dates, one of them fully."""
    right = draw(answers).model_copy(update={"fraction": 1.0})
    others = draw(st.lists(answers, max_size=4))
    return TextEntry(
        answers=tuple(draw(st.permutations([right, *others]))),
        significant=draw(significant),
        typos=draw(st.booleans()),
    )


@st.composite
def matches(draw: st.DrawFn) -> Match:
    """Matches in which two left-hand texts may belong to the same right-hand one."""
    pool = draw(distinct)
    cut = draw(st.integers(1, len(pool)))
    lefts = draw(distinct)
    rights = draw(
        st.lists(st.sampled_from(pool[:cut]), min_size=len(lefts), max_size=len(lefts)),
    )
    return Match(pairs=tuple(zip(lefts, rights, strict=True)), distractors=tuple(pool[cut:]))


orders = distinct.map(lambda items: Order(items=tuple(items)))
recalls = visible.map(lambda back: Recall(back=back))
interactions: st.SearchStrategy[Interaction] = st.one_of(
    choices(), text_entries(), matches(), orders, recalls
)


def key_of(interaction: Interaction) -> Response:
    """Return a response that is fully right."""
    match interaction:
        case Choice(multiple=True):
            right = [i for i, option in enumerate(interaction.options) if option.fraction > 0]
            return Chosen(options=tuple(right))
        case Choice():
            return Chosen(options=([option.fraction for option in interaction.options].index(1.0),))
        case TextEntry():
            return Entered(text=interaction.key()[0])
        case Match():
            return Matched(rights=tuple(right for _left, right in interaction.pairs))
        case Order():
            return Ordered(items=tuple(range(len(interaction.items))))
        case Recall():
            return Recalled(rating=3)
        case _:
            assert_never(interaction)


def responses_to(interaction: Interaction) -> st.SearchStrategy[Response]:
    """Responses of the interaction's shape, sensible or not."""
    places = st.lists(st.integers(-3, 25), max_size=20).map(tuple)
    match interaction:
        case Choice():
            return st.builds(Chosen, options=places)
        case TextEntry():
            accepted = st.sampled_from([answer.text for answer in interaction.answers])
            return st.builds(Entered, text=texts | numbers | accepted)
        case Match():
            known = st.sampled_from(interaction.choices())
            return st.builds(
                Matched, rights=st.lists(st.none() | known | texts, max_size=20).map(tuple)
            )
        case Order():
            shuffled = st.permutations(range(len(interaction.items))).map(tuple)
            return st.builds(Ordered, items=places | shuffled)
        case Recall():
            return st.builds(Recalled, rating=st.integers(1, 4))
        case _:
            assert_never(interaction)

"""Numbers in words, and nouns and adjectives that say how many or which of them."""

from __future__ import annotations

# "One" is a pronoun as often as a number, so that it is not among them.
SMALL_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
IN_WORDS = {value: word for word, value in SMALL_NUMBERS.items()}
# Written out as often as in digits; "fourteen" and the like are not, and stay digits.
ROUND_NUMBERS = frozenset(
    "thirteen fifteen twenty thirty forty fifty sixty seventy eighty ninety".split()
)
POWERS_OF_TEN = frozenset("hundred thousand million billion trillion".split())
FEW_NUMBERS = frozenset(word for word, value in SMALL_NUMBERS.items() if value <= 5)
ORDINALS = frozenset("first second third".split())

# "All of these", "none of them".
SHARES = frozenset("all none both neither any some".split())
# Alone, they say how many of something named before; "any" does not.
LEFT_ALONE = SHARES - {"any"} | frozenset("others many most few several each".split())

# "Half of the city", "a member of the club": the noun after "of" is what is spoken of.
QUANTITIES = frozenset(
    """number lot variety series part parts half majority group couple member members way all some
    many most one""".split()
)
# Heads before "of" that leave a phrase no name of a thing: of places too ("the city of"), and of
# what happens to something ("the use of").
COUNTING_HEADS = (
    QUANTITIES
    | FEW_NUMBERS
    | frozenset(
        "range city town state province quarter total pair amount use loss result case".split()
    )
)
# Nouns that measure; a gap in the place of one tells nothing.
MEASURES = frozenset("century centuries decade decades half quarter percent cent per".split())

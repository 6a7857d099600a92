"""Numbers in words, and nouns and adjectives that say how many or which of them."""

from __future__ import annotations

# "One" is a pronoun as often as a number, so that it is not among them.
# Before a number they say that what is smaller, or larger, is right as well.
AT_LEAST = frozenset(
    {"more than", "over", "at least", "above", "exceeding", "exceeded", "minimum of"}
)
AT_MOST = frozenset(
    {
        "no more than",
        "not more than",
        "less than",
        "fewer than",
        "under",
        "below",
        "up to",
        "at most",
        "maximum of",
        "as many as",
    }
)
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
# As they may stand where an amount is meant, "one" and "a dozen" too.
BELOW_TWENTY = SMALL_NUMBERS | {
    "zero": 0,
    "one": 1,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "dozen": 12,
}
TENS = {
    word: 10 * (place + 2)
    for place, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
POWERS = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
# Near a number, they are never what it counts.
COUNTING_NOTHING = frozenset("a an the of and or in on at to by for with from per".split())
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
# what happens to something ("the use of"). Of "types of cells" and "percent of the vote" the matter
# is what they are of, and many others fit.
COUNTING_HEADS = (
    QUANTITIES
    | FEW_NUMBERS
    | frozenset(
        """range city town state province quarter total pair amount use loss result case type types
        kind kinds sort sorts set sets area areas field fields branch branches form forms variation
        variations variant variants variety varieties day days percent""".split()
    )
)
# Nouns that measure; a gap in the place of one tells nothing.
MEASURES = frozenset("century centuries decade decades half quarter percent cent per".split())
# Behind a number that is so much of a hundred.
PARTS_OF_A_HUNDRED = frozenset({"%", "percent", "per cent"})

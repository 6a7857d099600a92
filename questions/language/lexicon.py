"""Classes of words that more than one module asks for, each under one name."""

from __future__ import annotations

# Whoever does this says that something is not so: the claim's stance is denied.
DENYING = frozenset({"deny", "reject", "refute", "dispute"})

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
# Written out as often as in digits; "fourteen" and the like are not, and stay digits.
ROUND_NUMBERS = frozenset(
    "thirteen fifteen twenty thirty forty fifty sixty seventy eighty ninety".split()
)

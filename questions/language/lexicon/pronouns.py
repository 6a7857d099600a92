"""Pronouns, and words that point at something said before."""

from __future__ import annotations

MASCULINE = frozenset("he him his himself".split())
FEMININE = frozenset("she her hers herself".split())
OF_ONE_SEX = MASCULINE | FEMININE
# Those that a person named before answers to; "hers" means a thing that she has.
HUMAN_PRONOUNS = OF_ONE_SEX - {"hers"}
# Those in whose place a name can be put, and which of the two each is.
SEX_OF_PRONOUN = {
    **dict.fromkeys(sorted(MASCULINE - {"himself"}), "he"),
    **dict.fromkeys(sorted(FEMININE - {"herself", "hers"}), "she"),
}
SECOND = frozenset("you your yours".split())
FIRST_SINGULAR = frozenset("i me my mine".split())
FIRST_AND_SECOND = SECOND | FIRST_SINGULAR | frozenset("we us our ours".split())
# "His" and "her" own something more often than not, and are told by their tag; "mine" and the
# like own too.
PERSONAL_PRONOUNS = (
    OF_ONE_SEX - {"his", "her"}
    | FIRST_AND_SECOND - {"mine", "ours", "yours"}
    | frozenset("it they them itself themselves theirs".split())
)
# Those of things told of before that a sentence with several nouns answers; "they" is asked apart.
PLURAL_PRONOUNS = frozenset("them their themselves".split())
INDEFINITE_PRONOUNS = frozenset(
    """someone somebody anyone anybody something anything nothing everyone everything none
    others""".split()
)
NOBODY = frozenset("nobody nothing none neither no-one".split())
# These point at a place in the text, which nothing said first can answer.
POINTING_AT_TEXT = frozenset("above below here former latter".split())
POINTING = POINTING_AT_TEXT | frozenset("this that these those such there".split())

"""Words that say that something told is not so, or may not be."""

from __future__ import annotations

# As predicates, of what is told: "This is false".
_UNTRUE_ADJECTIVES = frozenset(
    """false untrue wrong incorrect mistaken inaccurate fabricated fictitious fictional fake bogus
    invented made-up misleading unfounded baseless groundless erroneous apocryphal imaginary
    debunked disproved disproven misreported""".split()
)
# "It was an error" may be of what was done; "a myth" is of what is told.
_UNTRUE_NOUNS = frozenset(
    """nonsense myth lie hoax fiction fabrication joke invention misprint typo parody satire
    misconception fallacy falsehood rubbish rumour rumor exaggeration misunderstanding""".split()
)
UNTRUE = _UNTRUE_ADJECTIVES | _UNTRUE_NOUNS | frozenset("error mistake legend".split())
SURELY_UNTRUE = _UNTRUE_ADJECTIVES | _UNTRUE_NOUNS
# With "not" they say the same.
TRUE = frozenset(
    """true correct right accurate so real case factual fact truth happen occur exist place
    hold""".split()
)
# What is done to it then was not so.
UNDOING = frozenset(
    "disprove refute retract debunk discredit fabricate invent falsify mistake misreport".split()
)
# How something false is said or thought.
FALSELY = frozenset(
    """falsely wrongly mistakenly incorrectly erroneously untruthfully inaccurately misleadingly
    dishonestly jokingly sarcastically deceptively fraudulently""".split()
)
# What is told: "the claim", "the date above".
TOLD = frozenset(
    """claim claims story stories report reports statement statements account sentence sentences
    rumour rumours rumor rumors date figure figures number name quote quotation version legend
    above information assertion passage line paragraph article tale anecdote description
    assumption belief theory""".split()
)
SEVERAL_TOLD = frozenset("both all none neither these those".split())
POINTING_AT_TOLD = frozenset("this that it which nothing".split()) | SEVERAL_TOLD
# Texts, of which an earlier one said otherwise.
TEXTS = frozenset(
    """version post article headline caption edition report story draft paper notice item
    summary subheading sub-heading standfirst newsletter tweet transcript""".split()
)
EARLIER = frozenset("earlier previous original former first initial old prior preceding".split())
CORRECTED = frozenset(
    """misstate misspell misidentify misquote misreport misattribute amend correct
    clarify""".split()
)

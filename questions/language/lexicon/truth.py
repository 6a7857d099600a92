"""Words that say that something told is not so, or may not be."""

from __future__ import annotations

import re

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
# What calls for true and false to be told apart.
EXERCISE = re.compile(
    r"\btrue or false\b|\bright or wrong\b|\bfact or (?:fiction|myth)\b|\(T/F\)|\bT or F\b"
    r"|\b(?:correct|find|spot|mark|circle|identify) (?:the |any |all |each )?"
    r"(?:mistakes?|errors?|false|wrong|untrue|incorrect)\b"
    r"|\bwhich (?:\w+ ){0,4}(?:is|are) (?:not )?(?:true|false|correct|wrong|incorrect|untrue)\b"
    r"|\bsay (?:whether|if) (?:\w+ ){0,5}(?:true|false)\b",
    re.IGNORECASE,
)
# A whole sentence that takes back what stands before it.
FALSE_ALONE = re.compile(
    r"[\"'“‘(\[*]*(?:that['’]s |this is )?(?:entirely |completely |totally |simply |quite )?"
    r"(?:false|wrong|incorrect|untrue|nonsense|not (?:so|true|correct|quite)|rubbish|lies|"
    r"pants on fire|fake|a lie|a myth|just kidding|april fool['’]?s?(?: day)?)[.!)\]\"'”’*]*",
    re.IGNORECASE,
)
# "No such thing", "far from the truth".
UNTRUE_IDIOMS = re.compile(
    r"\bno such\b|\bnothing of the (?:kind|sort)\b"
    r"|\b(?:opposite|reverse|contrary) (?:is|was) (?:true|the case)"
    r"|\bma(?:de|king) (?:this|that|it|all (?:this|that|of it)) up\b"
    r"|\bfar from (?:true|the truth)\b|\bfrom the truth\b|\bpure (?:fiction|invention)\b",
    re.IGNORECASE,
)
# What begins so says otherwise than what stands before it.
IN_FACT = re.compile(r"(?:but |yet )?(?:in (?:fact|reality|truth)|actually|really|rather)\b")
# What begins so weakens what stands before it.
OR_SO = re.compile(r"(?:or )?so |at least,? (?:that|so)|(?:or )?at least\b", re.IGNORECASE)

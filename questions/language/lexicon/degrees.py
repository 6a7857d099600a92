"""Words that say how surely, how often, how nearly, or of what size and worth."""

from __future__ import annotations

from questions.language.lexicon.numbers import ORDINALS

NEGATIONS = frozenset("not n't n’t never".split())
# With these at its verb a clause says that something is not so.
NEGATING = NEGATIONS | frozenset("neither nor no hardly scarcely barely nowhere".split())
# "Not only" and the like deny nothing.
FOCUSING = frozenset("only just merely simply solely".split())
# What is so "almost" or "perhaps" is not said to be so.
NEARLY = frozenset(
    """almost nearly practically virtually hardly perhaps probably possibly likely maybe apparently
    reportedly allegedly supposedly purportedly ostensibly seemingly potentially""".split()
)
# What is so by these is so only as somebody says, who is not named.
HEARSAY = frozenset("alleged allegedly reportedly supposedly purportedly rumoured rumored".split())
# "Than" and "up" stand for "more than" and "up to".
APPROXIMATE = frozenset("about approximately around nearly over roughly almost than up".split())
# A number behind these is not all there is, so that others may be right beside it.
NOT_THE_WHOLE = (
    APPROXIMATE
    | ORDINALS - {"second", "third"}
    | frozenset(
        """some least most perhaps under only another other every last original initial just
    more""".split()
    )
)
ABSOLUTE = frozenset(
    """always never all none every everyone nobody entirely completely only impossible""".split()
)
# Behind these a noun says that there are some, and hardly of what: "several components".
SOME_OR_OTHER = frozenset("several various different other".split())
# What holds "often" or "perhaps" is neither right nor wrong.
VAGUE = frozenset(
    """often usually sometimes frequently generally typically occasionally rarely seldom probably
    perhaps""".split()
)
# What happens more than once has no one year or place; "also" and "still" say so too.
REPEATED = frozenset("again also still often usually sometimes every each annually".split())
# Behind these nothing is stated. The curly "n’t" is not among them, and counts elsewhere.
UNSURE = NEGATIONS - {"n’t"} | frozenset(
    """perhaps probably possibly likely maybe apparently reportedly allegedly supposedly may might
    could would circa""".split()
)
# Beside a verb they leave open whether it is so at all.
SUPPOSEDLY = frozenset("maybe perhaps possibly supposedly".split())
# These tell which of several is meant, as a bare adjective ("the new school") does not.
SINGLING_OUT = ORDINALS | frozenset("last only main same".split())
# These count, compare or judge; they narrow nothing down.
LOOSE = ORDINALS | frozenset(
    """many several other various numerous different new large small great high low major minor
    important such same own main last next few more most much less early late
    recent certain similar significant additional further total good bad common general single
    past previous subsequent preferred known well-known entire whole key
    top best better largest highest lowest latter former possible particular following
    enough""".split()
)
# Of a disease, or of how it is treated: they do not say which it is.
GRADES = frozenset("mild moderate severe acute chronic early late initial".split())

"""Words that stand before a colon, or as a heading, and say how to take what follows."""

from __future__ import annotations

from typing import Literal

# How a label has what follows taken.
LabelKind = Literal["turn", "doubtful", "settling", "correcting", "noting"]

# What follows is said only to be looked at: it may be so or not.
DOUBTFUL = frozenset(
    """claim claims claimed myth myths rumour rumours rumor rumors fiction hoax hoaxes misconception
    misconceptions allegation allegations statement assertion falsehood fallacy lie wrong false
    incorrect untrue fake unproven""".split()
)
# What follows is the publisher's own again.
SETTLING = frozenset(
    """verdict fact facts reality truth true ruling rating finding findings conclusion correct
    evidence explanation answer result background source sources analysis""".split()
)
# What follows tells what was wrong before, and what stands now.
CORRECTING = frozenset("correction corrections clarification erratum corrigendum".split())
NOTING = frozenset("note notes nb tip hint remark remember important warning update".split())
# A heading may have these beside the word that tells.
BESIDE_LABELS = frozenset("the our a an is was what we found check no number in brief".split())
# Whose text holds these is not done with it.
UNDONE = frozenset("TODO FIXME TBD TBC XXX DRAFT".split())
# Who speaks under these has no name.
NAMELESS_SPEAKERS = frozenset(
    """q a question answer interviewer interviewee host moderator reporter narrator questioner
    speaker judge witness court chair operator presenter guest caller student teacher chairman
    chairwoman clerk counsel audience""".split()
)

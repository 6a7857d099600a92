"""Small words that join: adverbs between sentences, prepositions, openers."""

from __future__ import annotations

# At the head of a sentence they tie it to the one before.
CONNECTIVES = frozenset(
    """however therefore moreover furthermore thus nevertheless nonetheless hence meanwhile
    conversely likewise similarly consequently""".split()
)
# A clause may begin with these before its subject and still stand alone. The rest of the
# connectives do not count: a clause that begins with them is left alone.
BEFORE_A_SUBJECT = CONNECTIVES - frozenset(
    "nevertheless nonetheless hence conversely likewise similarly consequently".split()
) | frozenset("then also instead".split())
# A sentence can do without these at its beginning; "first" and the like count what is argued.
DISPENSABLE = CONNECTIVES | frozenset(
    """also additionally besides accordingly finally indeed lastly and but so yet first second
    third fourth""".split()
)
# What a sentence may end with, of the one before: "services though".
LEFT_OVER = frozenset("though however".split())
# They say that something else did so, or was, besides: "the South as well".
ADDING = frozenset({"too", "either", "as"})
DISPENSABLE_PHRASES = frozenset(
    {
        "for example",
        "for instance",
        "in addition",
        "in contrast",
        "in fact",
        "as a result",
        "as a consequence",
        "in turn",
        "of course",
        "on the other hand",
        "as such",
        "for one",
        "for one thing",
        "in particular",
        "in short",
    }
)
# These compare with something said before.
COMPARING = CONNECTIVES | frozenset(
    """fellow another also instead again later earlier previous following next subsequent similar
    then both respectively""".split()
)
# At the beginning of a sentence these go on from the one before.
GOING_ON = frozenset(
    """other another more different further additional also too instead however again later earlier
    still already then both even only same similar such but yet so thus""".split()
)
# Before a list, these leave it open: it names some of them.
OPENING_A_LIST = frozenset(
    "including include includes included like namely notably especially such".split()
)
# After a list, these say that there are more, or that its members go with those of another.
BEHIND_A_LIST = frozenset("others etc elsewhere more other alike respectively".split())
# What is said of a list is then not true of each of its members.
OF_ALL_TOGETHER = frozenset("together each either neither versus both or nor".split())
# "Between A, B and C": one member alone would not do.
AMONG = frozenset("between among amongst against as like than".split())
BEFORE_A_YEAR = frozenset("in since during by until from".split())
# "Between 1990 and 1995", "the summer of 1994": of a span or a part, not when it happened.
BEFORE_A_YEAR_WRITTEN = BEFORE_A_YEAR | frozenset("between and of".split())
# After "mayor of Baku", these begin something else.
BEHIND_AN_OFFICE = frozenset("and who which that when after until".split())
# Great at the head of a sentence alone: there they begin no name.
SENTENCE_OPENERS = frozenset(
    """the a an in on at of by to from for with and but or if when while after before since as it
    he she they we you i this that these those his her its our their my there here what who how
    why where which not no so then""".split()
)
# What follows these may be so or not.
DEPENDING = frozenset("if unless whether lest".split())
# Shared by a stem and its key without telling anything.
TELLING_NOTHING = frozenset("the and that this for with from which its their was were".split())
# Words of stems, which any sentence has: what is asked is in the others. The last two are what
# stems call things by.
OF_STEMS = frozenset(
    """a an and at by did do does for from had has have in is it its of on or that the to was were
    what when where which who whom with year how many according document said country
    organisation""".split()
)
# "Also known as", "formerly called".
ALSO_CALLED = frozenset("also better formerly later originally now".split())
CALLED = frozenset({"known as", "called", "named"})
# Of a text that is compared with another, these tell little.
TELLING_LITTLE = frozenset(
    """the and for with from that this was were are has had have been its his her their they which
    who whom whose them into than then also but not all any can will would did does""".split()
)

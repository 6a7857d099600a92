"""Nouns for people: what they are called, what they hold, what they are to one another."""

from __future__ import annotations

from questions.language.lexicon.numbers import QUANTITIES
from questions.language.lexicon.pronouns import FEMININE, MASCULINE

# Whose holders speak for others: "the minister said".
QUOTED_OFFICES = frozenset(
    """minister president secretary spokesman spokeswoman spokesperson director leader chairman
    professor senator governor mayor general ambassador""".split()
)
# Borne by one at a time, or hardly ever alone: they say who somebody is without what they are of.
TELLING_OFFICES = frozenset(
    """chancellor commissioner empress archbishop co-founder administrator envoy treasurer premier
    attorney""".split()
)
# Borne by many at once: they say no more than "Mr" without what they are of.
RANKS = QUOTED_OFFICES | frozenset(
    """chairwoman chair chief speaker king queen emperor pope bishop admiral commander captain
    coach manager founder editor head representative justice""".split()
)
OFFICES = RANKS | TELLING_OFFICES | {"executive"}
# Who is heard with no more than "the" before it: experts hold no office.
SPEAKING_OFFICES = QUOTED_OFFICES | frozenset(
    "official diplomat author researcher scientist expert analyst".split()
)
# Whoever is a "former president" holds the office no more; "ex" and "then" come apart from it.
NO_LONGER_HELD = frozenset("former then-president then ex late".split())
# Written before a name and no part of it; "prime" is that of "Prime Minister".
TITLES = frozenset(
    """mr mrs ms dr sir dame lord lady prince princess saint colonel prime president minister
    chancellor king queen pope general captain professor senator governor secretary""".split()
)
# With one person named beside them, these tell which pronoun is theirs. "Hers" means a thing.
MALE_WORDS = MASCULINE | frozenset("king prince father son husband brother mr sir".split())
FEMALE_WORDS = FEMININE - {"hers"} | frozenset(
    "queen princess mother daughter wife sister mrs".split()
)
# Those who write for a newspaper, as its articles end with.
WRITING = frozenset("reporter columnist correspondent editor contributor writer journalist".split())
# Nobody asks "what?" for these; nor for what only counts, which is people as often as not.
NOT_ASKED_BY_WHAT = QUANTITIES | frozenset(
    """people person persons man men woman women child children king kings queen queens player
    players citizens population peoples family families students staff troops soldiers others who
    few several they parents friends everyone anyone nobody audience groups team teams crew army
    police rest kind kinds type types example examples ways thing individual individuals priest
    priests monk monks nun nuns guest guests clergy wife wives husband husbands son sons daughter
    daughters mother mothers father fathers brother brothers sister sisters baby babies kid kids
    couple couples crowd crowds critic critics enthusiast enthusiasts expert experts advocate
    advocates delegate delegates candidate candidates youth fan fans elite elites chief chiefs
    spouse spouses athlete athletes victim victims foe foes rival rivals ally allies hero heroes
    girl girls boy boys adult adults teen teens nurse nurses guard guards thief thieves slave
    slaves serf serfs noble nobles nomad nomads native natives folk folks celebrity celebrities
    diplomat diplomats democrat democrats aristocrat aristocrats bureaucrat bureaucrats patriot
    patriots pilot pilots peer peers relative relatives twin twins veteran veterans witness
    witnesses zealot zealots""".split()
)
# Of nouns for those who do something: "workers", "artist", "Egyptians".
ENDINGS_OF_PEOPLE = tuple("er ers or ors ist ists ian ians men ants ees".split())
# What a title, or whose kin one is, says of its bearer: "he" or "she".
SEX_OF_KIN = {
    **dict.fromkeys("father son husband brother grandfather grandson uncle nephew".split(), "he"),
    **dict.fromkeys(
        "mother daughter wife sister grandmother granddaughter aunt niece widow".split(), "she"
    ),
}
SEX_OF_TITLE = {
    **dict.fromkeys(["mr", "sir", "lord", "king", "prince"], "he"),
    **dict.fromkeys(["mrs", "ms", "miss", "lady", "queen", "princess"], "she"),
}

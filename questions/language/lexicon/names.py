"""Small words inside names, and great ones that tell what a name is of."""

from __future__ import annotations

# Of surnames and of places alike.
_PARTICLES = frozenset("de la van von der del bin ibn al el".split())
# A name may have these and still be a person's: "of" and "the" as in "Catherine the Great".
NAME_PARTICLES = _PARTICLES | frozenset("den di da of the".split())
# Between the great words of any name; marks join as words do.
NAME_LINKS = _PARTICLES | frozenset("of for della le du & - ' ’ 's ’s".split())
# A name goes on behind these: cutting it there would leave half of one.
NAME_GOES_ON = frozenset("of de la & - der von the".split())
# Left out of short forms: "PfP" alone keeps its own.
SMALL_IN_NAMES = frozenset("a an and at by de du for in of on the to".split())
# No name of a person has these; "Of" and "The", written great, are of titles of works.
OF_NO_PERSON = frozenset(
    "Bible Church Catholics Protestants War Act Street Road Bowl Prize Award House Of The".split()
)
OF_BODIES = frozenset(
    """Council Ministry Agency University Programme Program Party Committee Commission Union
    Association Organisation Organization Company Corporation Court Parliament Institute College
    Department Federation League Society Group Bank Office Church Assembly Congress Senate
    Foundation Academy Museum Alliance Network Service Board Authority Inc Ltd""".split()
)
# Bodies of one sort: one of another stands out among them.
SORTS_OF_BODIES = (
    frozenset("University College Institute Academy School".split()),
    frozenset("Association Society Union Federation League Club Alliance Network".split()),
    frozenset("Company Corporation Bank Group Inc Ltd Corp Co".split()),
    frozenset("Ministry Agency Department Office Bureau Service Authority Administration".split()),
    frozenset("Council Committee Commission Board Parliament Congress Senate Assembly".split()),
    frozenset({"Party"}),
    frozenset({"Court"}),
    frozenset({"Church"}),
    frozenset("Museum Gallery Library Foundation".split()),
    frozenset("Program Programme Organisation Organization".split()),
)
# Who or what a name behind these is made up, or played.
PLAYING = ("as", "role of", "character", "characters", "playing", "played", "plays", "portrayed")
# Places that one speaks of with an article.
ARTICLED_PLACES = frozenset(
    (
        "United States|United Kingdom|United Arab Emirates|Netherlands|Philippines|Bahamas|Maldives"
        "|Czech Republic|Dominican Republic|Central African Republic|Gambia|Comoros|Seychelles"
        "|Solomon Islands|Marshall Islands|Soviet Union|European Union|US|UK|USA|U.S.|U.K.|UAE"
        "|Democratic Republic of the Congo|Republic of the Congo|Congo|Vatican|Bronx"
        "|Middle East|Balkans|Caucasus|Crimea|Punjab|Isle of Man"
    ).split("|")
)
# A state too; but who means that says so.
NO_STATES = frozenset({"Washington"})

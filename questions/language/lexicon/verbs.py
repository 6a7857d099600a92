"""Verbs, in their dictionary form."""

from __future__ import annotations

# Whoever does this says that something is not so: the claim's stance is denied.
DENYING = frozenset({"deny", "reject", "refute", "dispute"})
# "Is said to be": in the passive too, somebody says so.
SUPPOSING = frozenset("say claim believe think report allege estimate consider accuse".split())
# Whoever does this says something. "Write" and "hold" do so only of a clause; see DOING.
SAYING = (
    SUPPOSING
    | DENYING
    | frozenset(
        """add note stress state argue announce explain tell emphasize emphasise insist suggest
        warn declare assert maintain conclude point admit acknowledge contend describe predict
        write propose recall mention underline highlight reveal confirm express inform reiterate
        comment observe hold urge speculate""".split()
    )
)
# With a clause, whoever does this has it in mind or gives a word for it; asked by the same verb.
HOLDING = frozenset(
    """think hope fear worry expect feel promise vow pledge swear complain caution boast brag lament
    agree concede reply respond counter remark testify tweet guess charge joke quip forecast posit
    doubt assure muse gripe wonder""".split()
)
# With "to", what somebody has in mind or gives a word for; it is told by its own verb.
WANTING = frozenset(
    """want plan hope intend seek vow pledge promise threaten propose wish demand refuse decline
    offer expect aim""".split()
)
# Of somebody or something, this tells what somebody thinks of it, asks for or has in mind.
JUDGING = frozenset(
    """praise criticize criticise condemn denounce blast slam mock decry deride ridicule disparage
    dismiss reject oppose defend urge demand predict promise propose pledge accuse blame thank
    congratulate tout hail applaud commend portray bemoan lament highlight emphasize emphasise
    stress question challenge advocate favor favour admire distrust doubt deny dispute endorse
    warn seek describe depict label compare liken credit""".split()
)
CALLING = frozenset({"call"})  # "for" something, or "on" somebody
# What a poll or a report does, with a clause: it is asked as what that one says.
SHOWING = frozenset("show find indicate reveal suggest conclude estimate say".split())
# In the passive, or of whoever is told: "it is learned", "the court heard".
HEARING = frozenset(
    """hear learn understand suspect presume rumour rumor fear suppose assume purport tell quote
    cite""".split()
)
# "It is known that …" says that it is so.
ESTABLISHING = frozenset(
    """know prove show establish find discover demonstrate agree decide see note require ensure
    recommend intend hope expect""".split()
)
SEEMING = frozenset({"appear", "seem"})
DOING = frozenset({"write", "hold"})  # a book, an office: no word is said then
# Happens once to each, and at one place.
ONCE_SOMEWHERE = frozenset(
    "bear die found build bury hold establish sign locate situate assassinate crown".split()
)
# Done to each by one alone, or by a few named together.
BY_ONE = frozenset(
    """discover invent found design write compose paint direct coin kill assassinate defeat
    succeed""".split()
)
# Several do these, in the world if not in the document: a name from outside may be right too.
BY_MANY = frozenset(
    """join sign ratify belong recognise recognize participate attend agree border include
    support oppose vote ban adopt send have host""".split()
)
ENTERING_OFFICE = frozenset({"become", "remain"})
# With these a thing is imagined, or said to be possible, right or to come.
UNREAL_MODALS = frozenset("would could might 'd ’d".split())
HEDGING_MODALS = UNREAL_MODALS | frozenset("should may must can will shall ca wo".split())
# What a text does, beside saying: "an earlier version listed".
TELLING = frozenset("give have put contain imply list".split())
# Finite forms that need no "did" in a question.
HELPING = frozenset("was were is are has had".split())
# What follows is what was said: where a sentence ends here, that is gone.
ABOUT_TO_SAY = frozenset("saying adding writing noting declaring claiming stating".split())

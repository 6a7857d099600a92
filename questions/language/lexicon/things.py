"""Nouns for things: places and bodies, what there is one of, what is said."""

from __future__ import annotations

from questions.language.lexicon.numbers import FEW_NUMBERS, ORDINALS

PLACE_NOUNS = frozenset("country city town state region nation capital".split())
BODY_NOUNS = frozenset("company organisation organization party club team".split())
# Who speaks by the name before it: "the Byron campaign".
SPEAKING_BODIES = BODY_NOUNS | frozenset(
    """campaign administration government department ministry office committee agency commission
    council union court foundation newspaper magazine network""".split()
)
# "The company" is one that was spoken of, even where the word itself was not used before.
# A capital is not: a country has one.
SPOKEN_OF = (
    PLACE_NOUNS - {"capital"}
    | BODY_NOUNS
    | FEW_NUMBERS
    | ORDINALS
    | frozenset(
        """firm village area province district group institution agency body university school
        college study report paper article book work film song album series show game match event
        battle war campaign project programme program plan system method process approach
        technique theory idea concept problem issue question answer result effect change decision
        law act bill treaty agreement deal man woman boy girl child person people author artist
        writer king queen president leader minister singer player couple pair family brothers
        site place building structure church bridge station ship vessel aircraft plane vehicle
        machine device species animal plant disease virus material substance compound period era
        time year day movement attack incident accident case term name word title position post
        role job island neighborhood neighbourhood network collection museum gallery river lake
        mountain temple castle hotel restaurant beach road street""".split()
    )
)
# Of these there is one, wherever it is spoken of.
ONLY_ONE = frozenset(
    """world sun moon sky sea ocean earth end beginning start middle rest same past future present
    first last most public north south east west internet universe majority century 20th 19th
    18th 21st late early mid""".split()
)
# A paragraph that follows one of these and a colon is somebody's words.
MESSAGES = frozenset(
    "decree edict letter statement words poem verse speech order proclamation message".split()
)
# "Phobia is a Greek word" says what the word is, and not what a phobia is.
OF_WORDS = frozenset("word term name phrase prefix suffix expression abbreviation acronym".split())
# What tells something that somebody has found out or counted; "the survey" does not say which.
FINDINGS = frozenset(
    """poll polls polling survey surveys study studies report reports analysis analyses data
    statistics results estimate estimates figures research review reviews investigation
    investigations audit audits records documents filings census returns average article articles
    memo memos transcript transcripts""".split()
)
# "The answer was that …" tells what somebody said.
SAID_NOUNS = frozenset(
    """answer reply response statement claim claims view position argument belief allegation
    allegations accusation suggestion opinion assertion hypothesis rumour rumours""".split()
)
# "There is no doubt that …" denies nothing.
DOUBTS = frozenset("doubt question secret wonder denying mistake surprise".split())
# What a stem must not send the learner to.
PARTS_OF_TEXTS = frozenset("Figure Fig. Table Chart Section Chapter".split())
# What shows something, in the words before the number of a figure that is not there.
SHOWN = frozenset("shown depicted illustrated pictured displayed summarized summarised".split())
# There are these of each disease: alone they do not say of which.
OF_SOMETHING = frozenset(
    """infection infections disease illness transmission treatment diagnosis prognosis prevention
    incidence onset symptoms complications mortality""".split()
)
# What anybody may have, and is no matter of a text.
DEGREES = ("Bachelor of ", "Master of ", "Doctor of ", "Bachelors of ", "Masters of ")

"""The ways to ask by name, each with what sets its questions apart; the score knows the names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """A way to ask, and what checks and ranking need to know of it.

    ``asks_one_name``: the key is one name, which must be whole and alone.
    ``asks_speaker``: the key is whoever said it, who may stand outside what is cited.
    ``is_claim``: it asks for what somebody claims, as that one's claim.
    ``is_judged``: the stem states what is to be judged.
    ``is_gap``: the stem is a sentence of the document with a gap.
    ``is_term``: the key is a term, no name.
    ``is_definition``: the stem has hardly more than what is defined.
    ``is_of_names``: it asks what a name stands for or holds, which any sentence may tell.
    ``has_own_stem``: nothing of a sentence is in the stem.
    ``has_many_keys``: the key is several names.
    """

    name: str
    asks_one_name: bool = False
    asks_speaker: bool = False
    is_claim: bool = False
    is_judged: bool = False
    is_gap: bool = False
    is_term: bool = False
    is_definition: bool = False
    is_of_names: bool = False
    has_own_stem: bool = False
    has_many_keys: bool = False

    def __str__(self) -> str:
        return self.name


WHEN = Way("when")
ERA = Way("era")
HOW_MANY = Way("how many")
WHAT = Way("what")
WHAT_DID = Way("what did")
WHY = Way("why")
WHO = Way("who", asks_one_name=True)
WHOSE = Way("whose", asks_one_name=True)
WHERE = Way("where", asks_one_name=True)
BY_WHOM = Way("by whom", asks_one_name=True)
OBJECT = Way("object", asks_one_name=True)
DEFINITION = Way("definition", is_definition=True)
WHO_SAID_IT = Way("who said it", asks_speaker=True, is_claim=True)
WHO_OF_A_KIND = Way("who of a kind", is_claim=True)
WHOSE_CLAIM = Way("whose claim", is_claim=True, is_judged=True)
TRUE_OR_FALSE = Way("true or false", is_judged=True)
MEMBERS = Way("members", has_many_keys=True)
ACRONYM = Way("acronym", is_of_names=True, has_own_stem=True)
MATCHING = Way("matching", is_of_names=True)
OFFICE = Way("office", asks_one_name=True, is_of_names=True)
OFFICES = Way("offices", is_of_names=True)
ORDERING = Way("ordering")
EVENT_YEARS = Way("event years")
GAP_NAMED = Way("gap", is_gap=True, asks_one_name=True)
GAP_LISTED = Way("gap listed", is_gap=True)
GAP_CAPITAL = Way("gap capital", is_gap=True)
GAP_DATE = Way("gap date", is_gap=True)
GAP_NUMBER = Way("gap number", is_gap=True)
GAP_TERM = Way("gap term", is_gap=True, is_term=True)
GAP_TERM_LISTED = Way("gap term listed", is_gap=True, is_term=True)
GAP_PHRASE = Way("gap phrase", is_gap=True)
GAP_CLAIM = Way("gap claim", is_gap=True, is_claim=True)
MODEL = Way("model")
MODEL_CLAIM = Way("model claim", is_claim=True)

"""What people read for the ways to ask."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

WAY_NAMES: dict[str, Any] = {
    "": _l("Not known"),
    "when": _l("A time"),
    "era": _l("A period"),
    "how many": _l("A number"),
    "what": _l("A thing"),
    "what did": _l("What somebody did"),
    "why": _l("A cause"),
    "who": _l("A person or group"),
    "where": _l("A place"),
    "by whom": _l("Who did it"),
    "whose": _l("Whose it was"),
    "object": _l("Whom or what it was done to"),
    "definition": _l("A definition"),
    "who said it": _l("Who said it"),
    "who of a kind": _l("Which of a kind said it"),
    "whose claim": _l("Whose claim it is"),
    "true or false": _l("True or false"),
    "members": _l("Several names"),
    "acronym": _l("What letters stand for"),
    "matching": _l("Pairs"),
    "office": _l("Who holds an office"),
    "offices": _l("Who holds which office"),
    "ordering": _l("An order in time"),
    "event years": _l("Years of events"),
    "gap": _l("Gap: a name"),
    "gap listed": _l("Gap: a name, from a list"),
    "gap capital": _l("Gap: a capitalised word"),
    "gap date": _l("Gap: a date"),
    "gap number": _l("Gap: a number"),
    "gap term": _l("Gap: a term"),
    "gap term listed": _l("Gap: a term, from a list"),
    "gap phrase": _l("Gap: a phrase"),
    "gap claim": _l("Gap in a claim"),
    "model": _l("Worded by a model"),
    "model claim": _l("A claim, worded by a model"),
}

"""What is said of questions that could not be changed together with others."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

_TOLD = 3  # a plain choice: how many are named
_LONGEST_STEM = 80


def refused_in_words(refused: Sequence[tuple[str, str]]) -> list[str]:
    """Return the first stems, each with its reason, and how many more there are."""
    said = [
        _("Not changed: “%(stem)s” %(why)s", stem=stem[:_LONGEST_STEM], why=why)
        for stem, why in refused[:_TOLD]
    ]
    if (more := len(refused) - _TOLD) > 0:
        said.append(ngettext("%(num)s more could not be.", "%(num)s more could not be.", more))
    return said

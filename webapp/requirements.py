"""What a site may require of its people."""

from __future__ import annotations

from enum import StrEnum


class SecondFactor(StrEnum):
    """Of whom a second factor is required."""

    OPTIONAL = "optional"
    TEACHERS = "teachers"
    EVERYBODY = "everybody"


def read_second_factor(text: str) -> SecondFactor:
    """Return what a setting says; raises ValueError when it says nothing of the kind."""
    if text.lower() not in list(SecondFactor):
        raise ValueError("give optional, teachers or everybody")
    return SecondFactor(text.lower())

"""What a setting may say: numbers, words, yes or no. What is wrong is said as what to give."""

from __future__ import annotations

import re
from collections.abc import Callable


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number within these bounds."""

    def parse(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"give a whole number from {least} to {most}")
        return int(text)

    return parse


def yes_or_no(text: str) -> bool:
    """Read 1 or 0, or a word for them. Raises ValueError."""
    if text.lower() not in {"1", "true", "yes", "0", "false", "no"}:
        raise ValueError("give 1 or 0")
    return text.lower() in {"1", "true", "yes"}


def is_apart(text: str) -> bool:
    """Read where the worker is. Raises ValueError."""
    if text.lower() not in {"beside", "apart"}:
        raise ValueError("give beside or apart")
    return text.lower() == "apart"


def seconds(text: str) -> float:
    """Read seconds, of which there is at least a part of one. Raises ValueError."""
    if not re.fullmatch(r"\d{1,4}(\.\d+)?", text) or not float(text):
        raise ValueError("give seconds, such as 120")
    return float(text)


def log_level(text: str) -> str:
    """Read a level of the log. Raises ValueError."""
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("give DEBUG, INFO, WARNING or ERROR")
    return text.upper()

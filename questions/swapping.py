"""One wrong option in the place of another, with numbers kept in order."""

from __future__ import annotations

import re

from questions.interactions import Choice, Option

_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def replace_option(shape: Choice, old: str, new: str) -> Choice:
    """Return ``shape`` with the wrong option ``new`` where ``old`` was.

    Raises:
        ValueError: ``old`` is no wrong option, or ``new`` is one of the options.
    """
    texts = [option.text for option in shape.options]
    wrong = [option.text for option in shape.options if option.fraction <= 0]
    if old not in wrong or new in texts:
        raise ValueError(f"“{new}” cannot be in the place of “{old}”")
    options = [
        Option(text=new, fraction=option.fraction) if option.text == old else option
        for option in shape.options
    ]
    if texts == sorted(texts, key=by_number) and _DIGITS.match(new):
        options.sort(key=lambda option: by_number(option.text))
    return shape.model_copy(update={"options": tuple(options)})


def by_number(text: str) -> tuple[float, str]:
    """Return what puts texts in the order of the numbers they begin with."""
    digits = _DIGITS.match(text.replace(",", ""))
    return (float(digits.group()) if digits else float("inf")), text

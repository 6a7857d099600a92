"""Slugs: short names that stand in addresses and files."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import Field

from questions import lengths

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=lengths.SLUG)]

_LONGEST_MADE = 60  # characters: so there is room for a number behind it


def slugify(title: str) -> str:
    """Return a slug for a title: lower-case letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    joined = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return joined[:_LONGEST_MADE].strip("-") or "untitled"

"""Faults: what went wrong in the program, for the site's administrator."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model


class Fault(Model):
    """An error that was logged, without what anybody wrote: its kind, and where it came up.

    ``reference`` is what the page for errors told whoever met it. Only the newest are kept.
    """

    __tablename__ = "faults"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    what: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(8))

"""What is used up, and comes back with time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model


class Spending(Model):
    """How much of a quota an account or a network has used since its window began.

    ``whose`` is an account's id or a network; rows are dropped when their window is over.
    """

    __tablename__ = "spendings"

    quota: Mapped[str] = mapped_column(String(16), primary_key=True)
    whose: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime] = mapped_column(Instant, index=True)
    amount: Mapped[int] = mapped_column(BigInteger)

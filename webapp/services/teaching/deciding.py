"""Several proposals decided in one act, which is undone as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from webapp.db import new_id, writing
from webapp.models import Reason
from webapp.services.errors import Refusal
from webapp.services.teaching.curating import accept_proposal, reject_proposal

MOST = 200  # in one act: a page of the list has fewer


@dataclass(frozen=True, slots=True)
class Decided:
    """How many were decided, and of the others why not, each reason once with their number."""

    count: int
    refused: tuple[tuple[str, int], ...]


def decide_several(
    course_id: UUID,
    seen: Sequence[tuple[UUID, int | None]],
    reason: Reason | None,
    actor_id: UUID,
    at: datetime,
) -> Decided:
    """Accept proposals, or turn them down for a ``reason``; each goes or stays by itself.

    ``seen`` are the questions with the version that was looked at.
    """
    act_id, why = new_id(at), dict[str, int]()
    with writing() as session:
        for question_id, version in seen[:MOST]:
            try:
                with session.begin_nested():
                    if reason is None:
                        accept_proposal(
                            course_id, question_id, actor_id, at, seen=version, act_id=act_id
                        )
                    else:
                        reject_proposal(
                            course_id,
                            question_id,
                            reason,
                            actor_id,
                            at,
                            seen=version,
                            act_id=act_id,
                        )
            except Refusal as refusal:
                message = str(refusal.message)
                why[message] = why.get(message, 0) + 1
    return Decided(min(len(seen), MOST) - sum(why.values()), tuple(why.items()))

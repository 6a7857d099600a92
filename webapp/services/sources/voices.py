"""Voices: whose words the sentences of a text are, as far as reading it has told."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from questions.folding import fold
from questions.question import Stance
from webapp import models
from webapp.db import writing
from webapp.services.sources.documents import Voices, newest_revision


def keep_voices(document_id: UUID, sha256: str, voices: Voices) -> None:
    """Keep whose words sentences are where nobody has said so; of an older text nothing is kept.

    What the publisher says of itself in the third person, "the Gazette reports", is its own.
    """
    with writing() as session:
        revision = newest_revision(session, document_id)
        if revision.sha256 != sha256:
            return
        publisher = fold(session.get_one(models.Document, document_id).publisher)
        unknown = select(models.Passage.position, models.Passage.number).where(
            models.Passage.revision_id == revision.id,
            models.Passage.number > 0,
            models.Passage.stance.is_(None),
        )
        told = []
        for position, number in session.execute(unknown):
            stance, speaker = voices.get(number, (None, None))
            if speaker is not None and fold(speaker) == publisher:
                stance, speaker = Stance.ASSERTED, None
            if stance is not None:
                told.append({"position": position, "stance": stance, "speaker": speaker})
        place = {"revision_id": revision.id}
        if told:
            session.execute(update(models.Passage), [{**place, **each} for each in told])

"""What somebody answered elsewhere, read where it can do no harm."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from questions.folding import fold
from questions.interactions import Interaction
from questions.interchange.anki.histories import Logged
from questions.reading.apart import run_apart
from questions.reading.unreadable import Cause, UnreadableError

LARGEST = 16 * 1024 * 1024  # bytes: a deck of ten thousand cards without pictures and sound
_SECONDS = 15  # plain choice: ten times what the largest takes


@dataclass(frozen=True, slots=True)
class AnsweredCard:
    """A card from elsewhere: what it may go by, how it begins, what it says, and its log.

    ``digest`` is what ``digest_of`` says of its question, or nothing where it has none.
    """

    names: tuple[str, ...]
    words: str
    digest: str
    is_suspended: bool
    log: tuple[Logged, ...]


def digest_of(stem: str, interaction: Interaction) -> str:
    """Return what tells a question and its answer from others, however they are written."""
    said = [fold(stem), *map(fold, interaction.key())]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def receive_history(content: bytes) -> list[AnsweredCard]:
    """Read the log of a package of Anki’s in a limited process, cards without answers left out.

    Raises UnreadableError, the message of which has no subject.
    """
    if not content.strip():
        raise UnreadableError("is empty.", Cause.EMPTY)
    if len(content) > LARGEST:
        said = f"is over {LARGEST >> 20} MB. Export fewer decks, without pictures and sound."
        raise UnreadableError(said, Cause.SIZE)
    try:
        answer = run_apart("questions.receiving.history_child", "anki", content, _SECONDS)
    except UnreadableError as error:
        raise _worded(error) from error
    found = json.loads(answer)
    if "cause" in found:
        raise UnreadableError(found["message"], Cause(found["cause"]))
    return spelt_out(found["cards"])


def spell(cards: list[AnsweredCard]) -> list[list[object]]:
    """Return cards for JSON."""
    return [
        [
            *(card.names, card.words, card.digest, card.is_suspended),
            [(each.at, each.ease, each.took, each.kind, each.factor) for each in card.log],
        ]
        for card in cards
    ]


def spelt_out(spelt: list[list[object]]) -> list[AnsweredCard]:
    """Return what ``spell`` spelt."""
    return [
        AnsweredCard(tuple(names), words, digest, suspended, tuple(Logged(*row) for row in log))  # type: ignore[arg-type, attr-defined]
        for names, words, digest, suspended, log in spelt
    ]


def _worded(error: UnreadableError) -> UnreadableError:
    """Say of decks what the limits say of documents."""
    said = {
        Cause.TIME: f"takes over {_SECONDS} seconds to read. Export fewer decks.",
        Cause.MEMORY: "needs too much memory to be read. Export fewer decks.",
    }
    return UnreadableError(said.get(error.cause, str(error)), error.cause)

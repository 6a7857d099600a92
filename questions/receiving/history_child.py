"""The process in which a log from elsewhere is read: bytes come in, answers go out as JSON."""

from __future__ import annotations

from typing import Any

from questions.interchange.anki.histories import logged_cards
from questions.reading.child import serve
from questions.reading.unreadable import UnreadableError, damaged
from questions.receiving.histories import AnsweredCard, digest_of, spell

_WORDS = 200  # characters that a card is told by: plain choice


def main() -> None:
    """Read a package of Anki’s."""
    serve(lambda _format: answer)


def answer(content: bytes) -> dict[str, Any]:
    """Return the cards that have a log, or why there are none, for JSON."""
    try:
        cards = [
            AnsweredCard(
                names=card.names,
                words=card.question.stem[:_WORDS] if card.question else card.words,
                digest=digest_of(card.question.stem, card.question.interaction)
                if card.question
                else "",
                is_suspended=card.is_suspended,
                log=card.log,
            )
            for card in logged_cards(content)
        ]
    except UnreadableError as error:
        return _refused(error)
    except Exception as error:  # whatever a library raises on a file that it cannot read
        return _refused(damaged(f"{type(error).__name__}: {error}"))
    return {"cards": spell(cards)}


def _refused(error: UnreadableError) -> dict[str, Any]:
    return {"cause": error.cause, "message": str(error)}


if __name__ == "__main__":
    main()

"""The words of questions: what each says in its newest version, kept to be searched.

The index follows from the versions: it is not backed up but made anew. Its tables are the
migration's alone, since SQLite (FTS5) and PostgreSQL (tsvector) each have their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from sqlalchemy import (
    Integer,
    Select,
    Text,
    Uuid,
    column,
    delete,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

from questions.folding import fold
from questions.media import readable
from webapp.models import Citation, Question, QuestionVersion, is_newest

# Plain choices. PostgreSQL refuses words of over 2,046 bytes; nobody looks for more words.
_LONGEST_WORD, _MOST_WANTED, _LONGEST_TEXT = 64, 16, 2_000
_LEAST_BEGINNING = 3  # letters: the last word may still be being typed
_WORD = re.compile(r"[^\W_]+")
_NAMES = frozenset({"kind", "match"})  # name a shape and a way to compare, and say nothing
_words = table(
    "question_words",
    column("number", Integer),
    column("question_id", Uuid()),
    column("words", Text),
)
_MATCHES = {
    "sqlite": "number IN (SELECT rowid FROM question_index WHERE question_index MATCH :wanted)",
    "postgresql": "to_tsvector('recite', words) @@ to_tsquery('recite', :wanted)",
}


def words_of(stem: str, interaction: object, tags: object, quotes: Iterable[str]) -> str:
    """Return the words of a question, folded: its stem, options or answers, quotes and tags."""
    texts = (stem, *_texts(interaction), *_texts(tags), *quotes)
    return " ".join(word for said in texts for word in _split(readable(said)))


def index_question(session: Session, question_id: UUID, version: QuestionVersion) -> None:
    """Let a question be found by what its newest version says; its citations are saved."""
    quotes = session.scalars(
        select(Citation.quote).where(Citation.version_id == version.id).order_by(Citation.position)
    )
    words = words_of(version.stem, version.interaction, version.tags, quotes)
    session.execute(delete(_words).where(_words.c.question_id == question_id))
    session.execute(insert(_words).values(question_id=question_id, words=words))


def unindex(session: Session, question_ids: Collection[UUID]) -> None:
    """Let questions be found no more by what they said until now."""
    session.execute(delete(_words).where(_words.c.question_id.in_(question_ids)))


def index_new(session: Session, words: Iterable[tuple[UUID, str]]) -> None:
    """Let new questions be found, each by its words."""
    rows = [{"question_id": question_id, "words": said} for question_id, said in words]
    if rows:
        session.execute(insert(_words), rows)


def index_everything(session: Session) -> None:
    """Make the index anew."""
    session.execute(delete(_words))
    for version in session.scalars(select(QuestionVersion).join(Question, is_newest())).all():
        index_question(session, version.question_id, version)


def matching(session: Session, said: str) -> Select[UUID] | None:
    """Return the questions that have all these words, inflected or not; ``None`` for no words."""
    words = _split(said[:_LONGEST_TEXT])[:_MOST_WANTED]
    if not words:
        return None
    dialect = session.get_bind().dialect.name
    wanted = _match(words) if dialect == "sqlite" else _query(words)
    return select(_words.c.question_id).where(text(_MATCHES[dialect]).bindparams(wanted=wanted))


def _match(words: list[str]) -> str:
    return " ".join(f'"{word}"' for word in words) + ("*" if _may_go_on(words) else "")


def _query(words: list[str]) -> str:
    return " & ".join(words) + (":*" if _may_go_on(words) else "")


def _may_go_on(words: list[str]) -> bool:
    return len(words[-1]) >= _LEAST_BEGINNING


def _split(said: str) -> list[str]:
    return [word[:_LONGEST_WORD] for word in _WORD.findall(fold(said))]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NAMES:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)

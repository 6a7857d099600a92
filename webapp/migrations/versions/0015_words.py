"""The words of every question, to be searched."""

import json

import sqlalchemy as sa
from alembic import op

from webapp.services.teaching.word_index import words_of

revision = "0015"
down_revision = "0027"
branch_labels = None
depends_on = None

_SQLITE = (
    "CREATE VIRTUAL TABLE question_index USING fts5(words, content='question_words', "
    "content_rowid='number', tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER question_words_added AFTER INSERT ON question_words BEGIN "
    "INSERT INTO question_index(rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER question_words_gone AFTER DELETE ON question_words BEGIN "
    "INSERT INTO question_index(question_index, rowid, words) "
    "VALUES ('delete', old.number, old.words); END",
)
# The configuration that PostgreSQL brings leaves out the, who and said; SQLite's does not.
_POSTGRESQL = (
    "CREATE TEXT SEARCH DICTIONARY recite_stem (TEMPLATE = snowball, Language = english)",
    "CREATE TEXT SEARCH CONFIGURATION recite (COPY = pg_catalog.english)",
    "ALTER TEXT SEARCH CONFIGURATION recite ALTER MAPPING FOR asciiword, word, asciihword, hword, "
    "hword_asciipart, hword_part WITH recite_stem",
    "CREATE INDEX ix_question_words_words ON question_words "
    "USING gin (to_tsvector('recite', words))",
)


def upgrade() -> None:
    """Apply, and take in the words of the questions that are there."""
    words = op.create_table(
        "question_words",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_question_words_question_id_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_question_words")),
        sa.UniqueConstraint("question_id", name=op.f("uq_question_words_question_id")),
    )
    for statement in _SQLITE if _is_sqlite() else _POSTGRESQL:
        op.execute(statement)
    _take_in(words)


def downgrade() -> None:
    """Take back."""
    if _is_sqlite():
        op.execute("DROP TABLE question_index")
    op.drop_table("question_words")
    if not _is_sqlite():
        op.execute("DROP TEXT SEARCH CONFIGURATION recite")
        op.execute("DROP TEXT SEARCH DICTIONARY recite_stem")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _take_in(words: sa.Table) -> None:
    connection = op.get_bind()
    quotes: dict[object, list[str]] = {}
    for version_id, quote in connection.execute(
        sa.text("SELECT version_id, quote FROM citations ORDER BY version_id, position")
    ):
        quotes.setdefault(version_id, []).append(quote)
    found = connection.execute(
        sa.text(
            "SELECT v.id, v.question_id, v.stem, v.interaction, v.tags FROM question_versions v "
            "JOIN questions q ON q.id = v.question_id AND q.latest = v.number"
        ).columns(question_id=sa.Uuid())
    ).all()
    rows = [
        {
            "question_id": row.question_id,
            "words": words_of(
                row.stem, _read(row.interaction), _read(row.tags), quotes.get(row.id, ())
            ),
        }
        for row in found
    ]
    if rows:
        connection.execute(words.insert(), rows)


def _read(value: object) -> object:
    """Return what JSON spells; PostgreSQL has read it already."""
    return json.loads(value) if isinstance(value, str) else value

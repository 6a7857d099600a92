"""Indexes for what is asked of every answer: was it taken back, and is its question in a test."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TAKEN_BACK = sa.text("undoes_id IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_reviews_user_id_undoes_id",
        "reviews",
        ["user_id", "undoes_id"],
        sqlite_where=_TAKEN_BACK,
        postgresql_where=_TAKEN_BACK,
    )
    op.create_index(
        "ix_question_attempts_question_id_user_id", "question_attempts", ["question_id", "user_id"]
    )
    op.drop_index(op.f("ix_question_attempts_question_id"), "question_attempts")


def downgrade() -> None:
    """Take back."""
    op.create_index(op.f("ix_question_attempts_question_id"), "question_attempts", ["question_id"])
    op.drop_index("ix_question_attempts_question_id_user_id", "question_attempts")
    op.drop_index("ix_reviews_user_id_undoes_id", "reviews")

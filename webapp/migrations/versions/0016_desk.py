"""Drafts of the editor are kept, and instructors comment on questions."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "question_drafts",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("spot", sa.String(40), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "course_id", "spot"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_question_drafts_course_id", "question_drafts", ["course_id"])
    op.create_index("ix_question_drafts_question_id", "question_drafts", ["question_id"])
    op.create_table(
        "question_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], ondelete="SET NULL"),
    )
    op.create_index("ix_question_comments_question_id", "question_comments", ["question_id"])
    op.create_index("ix_question_comments_author_id", "question_comments", ["author_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("question_comments")
    op.drop_table("question_drafts")

"""What the attempts at a quiz come to, rolled up."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "quiz_rollups",
        sa.Column("quiz_id", sa.Uuid(), nullable=False),
        sa.Column("counted", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quiz_id"],
            ["quizzes.id"],
            name=op.f("fk_quiz_rollups_quiz_id_quizzes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("quiz_id", "counted", name=op.f("pk_quiz_rollups")),
    )
    op.create_table(
        "item_rollups",
        sa.Column("quiz_id", sa.Uuid(), nullable=False),
        sa.Column("counted", sa.String(length=16), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("facility", sa.Float(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quiz_id", "counted"],
            ["quiz_rollups.quiz_id", "quiz_rollups.counted"],
            name=op.f("fk_item_rollups_quiz_id_counted_quiz_rollups"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["question_versions.id"],
            name=op.f("fk_item_rollups_version_id_question_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("quiz_id", "counted", "version_id", name=op.f("pk_item_rollups")),
    )
    op.create_index(op.f("ix_item_rollups_version_id"), "item_rollups", ["version_id"])


def downgrade() -> None:
    """Take back; they are made anew from the attempts."""
    op.drop_table("item_rollups")
    op.drop_table("quiz_rollups")

"""Sections of a quiz, with passages to read, and those that an attempt shows."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "quiz_sections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("heading", sa.String(120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shuffles", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quiz_id"],
            ["quizzes.id"],
            name=op.f("fk_quiz_sections_quiz_id_quizzes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_sections")),
    )
    op.create_index(op.f("ix_quiz_sections_quiz_id"), "quiz_sections", ["quiz_id"])
    op.create_table(
        "section_passages",
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["quiz_sections.id"],
            name=op.f("fk_section_passages_section_id_quiz_sections"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["document_revisions.id"],
            name=op.f("fk_section_passages_revision_id_document_revisions"),
        ),
        sa.PrimaryKeyConstraint("section_id", "position", name=op.f("pk_section_passages")),
    )
    op.create_index(op.f("ix_section_passages_revision_id"), "section_passages", ["revision_id"])
    op.add_column("attempts", sa.Column("sections", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("attempts", "sections")
    op.drop_table("section_passages")
    op.drop_table("quiz_sections")

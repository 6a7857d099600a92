"""What each question of a file was judged to be, and how often something in it was put right."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("question_imports") as table:
        table.add_column(sa.Column("judged", sa.JSON(none_as_null=True)))
        table.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("question_imports") as table:
        table.drop_column("edition")
        table.drop_column("judged")

"""By which rule an answer was graded and what was said of it, kept with the answer."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; what was answered before is graded again when it is looked at."""
    with op.batch_alter_table("reviews") as table:
        table.add_column(sa.Column("rule", sa.String(length=12), nullable=True))
        table.add_column(sa.Column("feedback", sa.String(), nullable=True))
    with op.batch_alter_table("attempt_steps") as table:
        table.add_column(sa.Column("feedback", sa.String(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("attempt_steps") as table:
        table.drop_column("feedback")
    with op.batch_alter_table("reviews") as table:
        table.drop_column("feedback")
        table.drop_column("rule")

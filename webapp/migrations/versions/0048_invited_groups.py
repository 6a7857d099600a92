"""The group that somebody is invited into."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("invitations", sa.Column("group_name", sa.String(60)))


def downgrade() -> None:
    """Take back."""
    op.drop_column("invitations", "group_name")

"""What a learner wants done with a card stands in the log, so that replaying it keeps it."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_LEECH = 8
_reviews = sa.table(
    "reviews",
    sa.column("user_id", sa.Uuid()),
    sa.column("id", sa.Uuid()),
    sa.column("question_id", sa.Uuid()),
    sa.column("version_id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("rating", sa.Integer()),
    sa.column("fraction", sa.Float()),
    sa.column("unsure", sa.Boolean()),
    sa.column("answered_at", sa.BigInteger()),
    sa.column("time_zone", sa.String()),
    sa.column("study_day", sa.Integer()),
    sa.column("parameters_id", sa.String()),
    sa.column("desired_retention", sa.Float()),
    sa.column("client_key", sa.String()),
)
_cards = sa.table(
    "cards",
    sa.column("user_id", sa.Uuid()),
    sa.column("question_id", sa.Uuid()),
    sa.column("last_review_id", sa.Uuid()),
    sa.column("lapses", sa.Integer()),
    sa.column("suspended", sa.Boolean()),
)


def upgrade() -> None:
    """Apply: a card that slipped that often and is asked all the same was brought back."""
    with op.batch_alter_table("cards") as table:
        table.add_column(sa.Column("buried_day", sa.Integer(), nullable=True))
    connection = op.get_bind()
    resumed = connection.execute(
        sa.select(_reviews)
        .join(
            _cards,
            sa.and_(
                _cards.c.user_id == _reviews.c.user_id, _cards.c.last_review_id == _reviews.c.id
            ),
        )
        .where(_cards.c.lapses >= _LEECH, _cards.c.suspended.is_(sa.false()))
    ).all()
    for row in resumed:
        line = uuid4()
        connection.execute(
            sa.insert(_reviews).values(
                **{
                    **row._mapping,
                    "id": line,
                    "kind": "resume",
                    "rating": 0,
                    "fraction": 0.0,
                    "answered_at": row.answered_at + 1,
                    "client_key": f"wish:{line}",
                }
            )
        )


def downgrade() -> None:
    """Take back; whoever set cards aside sets them aside no longer."""
    op.execute("DELETE FROM reviews WHERE kind IN ('set_aside', 'bury', 'resume')")
    with op.batch_alter_table("cards") as table:
        table.drop_column("buried_day")

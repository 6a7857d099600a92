"""Problems of a file that is looked over say where they stand among its questions."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_IMPORTS = sa.table(
    "question_imports", sa.column("id", sa.Uuid()), sa.column("problems", sa.JSON())
)


def upgrade() -> None:
    """Apply: of files that lie here now nobody knows where, so that they are of the whole."""
    nowhere = {"place": None, "is_read": False, "spelt": None}
    _change(lambda each: {"where": each[0], "message": each[1], **nowhere})


def downgrade() -> None:
    """Take back."""
    _change(lambda each: [each["where"], each["message"]])


def _change(change):
    connection = op.get_bind()
    for row in connection.execute(sa.select(_IMPORTS)).all():
        changed = [change(each) for each in row.problems]
        connection.execute(
            sa.update(_IMPORTS).where(_IMPORTS.c.id == row.id).values(problems=changed)
        )

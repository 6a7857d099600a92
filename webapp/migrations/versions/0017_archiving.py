"""A course can be archived, and every course that is taught has an owner."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0019"
branch_labels = None
depends_on = None

_enrolments = sa.table(
    "enrolments",
    sa.column("user_id", sa.Uuid()),
    sa.column("course_id", sa.Uuid()),
    sa.column("role", sa.String()),
    sa.column("joined_at", sa.BigInteger()),
)


def upgrade() -> None:
    """Apply: whoever taught a course first that nobody owns becomes its owner."""
    op.add_column("courses", sa.Column("archived_at", sa.BigInteger(), nullable=True))
    connection = op.get_bind()
    owned = sa.select(_enrolments.c.course_id).where(_enrolments.c.role == "owner")
    teaching = connection.execute(
        sa.select(_enrolments.c.course_id, _enrolments.c.user_id)
        .where(_enrolments.c.role == "instructor", _enrolments.c.course_id.not_in(owned))
        .order_by(_enrolments.c.joined_at, _enrolments.c.user_id)
    ).all()
    first: dict[object, object] = {}
    for course_id, user_id in teaching:
        first.setdefault(course_id, user_id)
    for course_id, user_id in first.items():
        connection.execute(
            sa.update(_enrolments)
            .where(_enrolments.c.course_id == course_id, _enrolments.c.user_id == user_id)
            .values(role="owner")
        )


def downgrade() -> None:
    """Take back, in place: a table made anew would take all that is in the courses with it."""
    op.drop_column("courses", "archived_at")

"""accounts: confirmed addresses, makers of links, notices, passwords as they are typed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("email_confirmed_at", sa.BigInteger(), nullable=True))
    # Their hashes are those of the password in compatibility form; see webapp/services/passwords.
    op.execute(
        "UPDATE users SET password_hash = 'nfkc:' || password_hash "
        "WHERE password_hash LIKE '$argon2%'"
    )
    _keep_addresses_in_their_new_form()
    # Links made before do not say who made them, so that nobody can judge them: they end.
    op.execute("DELETE FROM one_time_links")
    with op.batch_alter_table("one_time_links") as links:
        links.add_column(sa.Column("made_by", sa.Uuid(), nullable=True))
        links.add_column(sa.Column("course_id", sa.Uuid(), nullable=True))
        links.add_column(sa.Column("is_mailed", sa.Boolean(), nullable=False))
        links.add_column(sa.Column("asks_code", sa.Boolean(), nullable=False))
        for column, table in (("made_by", "users"), ("course_id", "courses")):
            links.create_foreign_key(
                op.f(f"fk_one_time_links_{column}_{table}"),
                table,
                [column],
                ["id"],
                ondelete="CASCADE",
            )
    op.create_table(
        "guest_sign_ups",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("guest_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["users.id"],
                name=op.f(f"fk_guest_sign_ups_{column}_users"),
                ondelete="CASCADE",
            )
            for column in ("user_id", "guest_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_guest_sign_ups")),
    )
    op.create_index(op.f("ix_guest_sign_ups_guest_id"), "guest_sign_ups", ["guest_id"])
    op.create_table(
        "notices",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("link made", "link used", name="noticekind", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("maker", sa.String(length=80), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_notices_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_notices")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("notices")
    op.drop_table("guest_sign_ups")
    op.execute("DELETE FROM one_time_links")
    with op.batch_alter_table("one_time_links") as links:
        for column, table in (("made_by", "users"), ("course_id", "courses")):
            links.drop_constraint(op.f(f"fk_one_time_links_{column}_{table}"), type_="foreignkey")
        for column in ("asks_code", "is_mailed", "course_id", "made_by"):
            links.drop_column(column)
    op.execute("UPDATE users SET password_hash = replace(password_hash, 'nfkc:', '')")
    with op.batch_alter_table("users") as users:
        users.drop_column("email_confirmed_at")


def _keep_addresses_in_their_new_form() -> None:
    """Fold what is kept like what will be typed; twins that both have an account stay apart."""
    from webapp.services.people.addresses import normal_email

    connection = op.get_bind()
    users = sa.table("users", sa.column("id", sa.Uuid()), sa.column("email", sa.String()))
    query = sa.select(users.c.id, users.c.email).where(users.c.email.is_not(None))
    kept = {row.id: row.email for row in connection.execute(query)}
    taken = set(kept.values())
    for user_id, email in kept.items():
        normal = normal_email(email)
        if normal != email and normal not in taken:
            taken.add(normal)
            connection.execute(sa.update(users).where(users.c.id == user_id).values(email=normal))

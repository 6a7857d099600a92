"""factors and sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MEANS = ("guest", "sign_up", "password", "link", "code", "recovery_code", "passkey", "provider")
_PURPOSES = ("second_step", "authenticator", "registration", "passkey", "provider", "identity")
_ADDED = {
    "means": sa.Enum(*_MEANS, name="means", native_enum=False, length=16),
    "device": sa.String(length=80),
    "address": sa.String(length=45),
    "is_new_device": sa.Boolean(),
    "last_seen_at": sa.BigInteger(),
    "proved_at": sa.BigInteger(),
}


def _owner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id_users"), ondelete="CASCADE"
    )


def upgrade() -> None:
    """Apply; sessions go on, as begun with a password and not proved anew."""
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        for name, kind in _ADDED.items():
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    op.execute(
        sa.text(
            "UPDATE sign_ins SET means = 'password', device = '', address = '', "
            "is_new_device = :no, last_seen_at = created_at, proved_at = created_at"
        ).bindparams(sa.bindparam("no", False, sa.Boolean()))
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        for name, kind in _ADDED.items():
            batch_op.alter_column(name, existing_type=kind, nullable=False)

    op.create_table(
        "authenticators",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        _owner("authenticators"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_authenticators")),
    )
    op.create_table(
        "passkeys",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.String(length=4000), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True),
        _owner("passkeys"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_table(
        "identities",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        _owner("identities"),
        sa.PrimaryKeyConstraint("user_id", "issuer", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identities_issuer_subject")),
    )
    op.create_table(
        "challenges",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(*_PURPOSES, name="challengepurpose", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        _owner("challenges"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_challenges")),
    )
    with op.batch_alter_table("challenges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_challenges_user_id"), ["user_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_challenges_expires_at"), ["expires_at"], unique=False)


def downgrade() -> None:
    """Take back."""
    for table in ("challenges", "identities", "passkeys", "authenticators"):
        op.drop_table(table)
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        for name in _ADDED:
            batch_op.drop_column(name)

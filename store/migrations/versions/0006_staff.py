"""Accounts of the helpdesk's staff, their sessions, and the audit log."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006_staff"
down_revision = "0005_subscriptions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables, and the triggers that keep the log from being changed."""
    _create_accounts()
    _create_credentials()
    _create_sessions()
    _create_audit()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries "
            "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_entries_no_{change.lower()} BEFORE {change} ON audit_entries "
            "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
        )


def downgrade() -> None:
    """Removes the tables."""
    for name in (
        "audit_head",
        "audit_entries",
        "staff_sessions",
        "staff_tries",
        "staff_invitations",
        "staff_recovery_codes",
        "staff",
    ):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")


def _create_accounts() -> None:
    op.create_table(
        "staff",
        _row_id("id"),
        _text("login", 60),
        _text("name", 120),
        _text("role", 16),
        _text("language", 2),
        _text("email", 200, nullable=True),
        _text("oidc_subject", 255, nullable=True),
        _text("password_hash", 255, nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("totp_sealed", sa.Text(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        _moment("created_at"),
        _moment("last_signed_in_at", nullable=True),
        sa.CheckConstraint(
            "role IN ('operator', 'supervisor', 'curator', 'administrator')",
            name=op.f("ck_staff_role"),
        ),
        sa.CheckConstraint("language IN ('hi', 'en')", name=op.f("ck_staff_language")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
        sa.UniqueConstraint("oidc_subject", name=op.f("uq_staff_oidc_subject")),
    )


def _create_credentials() -> None:
    op.create_table(
        "staff_recovery_codes",
        _row_id("staff_id"),
        _text("code_digest", 64),
        _owner("staff_recovery_codes"),
        sa.PrimaryKeyConstraint("staff_id", "code_digest", name=op.f("pk_staff_recovery_codes")),
    )
    op.create_table(
        "staff_invitations",
        _row_id("staff_id"),
        _text("token_digest", 64),
        _moment("expires_at"),
        _owner("staff_invitations"),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_invitations")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_staff_invitations_token_digest")),
    )
    op.create_table(
        "staff_tries",
        _text("login_hmac", 64),
        sa.Column("num_wrong", sa.SmallInteger(), nullable=False),
        _moment("last_at"),
        _moment("locked_until", nullable=True),
        sa.PrimaryKeyConstraint("login_hmac", name=op.f("pk_staff_tries")),
    )


def _create_sessions() -> None:
    op.create_table(
        "staff_sessions",
        _row_id("id"),
        _text("token_digest", 64),
        _row_id("staff_id"),
        _text("stage", 4),
        _text("device", 80),
        _moment("created_at"),
        _moment("seen_at"),
        sa.CheckConstraint("stage IN ('totp', 'full')", name=op.f("ck_staff_sessions_stage")),
        _owner("staff_sessions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_sessions")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_staff_sessions_token_digest")),
    )
    op.create_index(op.f("ix_staff_sessions_staff_id"), "staff_sessions", ["staff_id"])
    op.create_index(op.f("ix_staff_sessions_seen_at"), "staff_sessions", ["seen_at"])


def _create_audit() -> None:
    op.create_table(
        "audit_entries",
        _row_id("sequence"),
        _moment("at"),
        _text("actor", 60),
        _text("action", 60),
        _text("subject", 200),
        sa.Column("details", sa.Text(), nullable=False),
        _text("chain_hmac", 64),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_actor_sequence", "audit_entries", ["actor", "sequence"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("num_entries", sa.BigInteger(), nullable=False),
        _text("chain_hmac", 64),
        _text("seal_hmac", 64),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def _row_id(name: str) -> Any:
    # Only a table's own key counts up by itself.
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, autoincrement=name == "id", nullable=False)


def _text(name: str, length: int, *, nullable: bool = False) -> Any:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> Any:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _owner(table: str) -> Any:
    return sa.ForeignKeyConstraint(
        ["staff_id"], ["staff.id"], name=op.f(f"fk_{table}_staff_id"), ondelete="CASCADE"
    )

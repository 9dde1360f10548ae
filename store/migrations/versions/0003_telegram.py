"""Telegram's updates and chats, and the outbox of messages to people."""

import sqlalchemy as sa
from alembic import op

revision = "0003_telegram"
down_revision = "0002_documents"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Creates the tables."""
    _create_outgoing()
    op.create_table(
        "telegram_updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'done')", name=op.f("ck_telegram_updates_status")
        ),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_telegram_updates")),
    )
    _index("telegram_updates", "received_at")
    _index("telegram_updates", "status", "conversation", "update_id")
    op.create_table(
        "telegram_chats",
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("last_message", sa.BigInteger(), nullable=True),
        sa.Column("keyboard", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("blocked_at", _MOMENT, nullable=True),
        sa.Column("erase_when_quiet", sa.Boolean(), nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_telegram_chats")),
    )
    _index("telegram_chats", "seen_at")
    op.create_table(
        "telegram_buttons",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("used_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_telegram_buttons")),
    )
    _index("telegram_buttons", "used_at")


def _create_outgoing() -> None:
    op.create_table(
        "outgoing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parts_sent", sa.Integer(), nullable=False),
        sa.Column("not_before", _MOMENT, nullable=True),
        sa.Column("retry_at", _MOMENT, nullable=True),
        sa.Column("claimed_by", sa.String(length=100), nullable=True),
        sa.Column("claimed_until", _MOMENT, nullable=True),
        sa.Column("error", sa.String(length=40), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'sending', 'sent', 'dropped')",
            name=op.f("ck_outgoing_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing")),
        sa.UniqueConstraint("key", name=op.f("uq_outgoing_key")),
    )
    _index("outgoing", "created_at")
    _index("outgoing", "conversation", "id")
    _index("outgoing", "status", "channel", "kind", "id")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def downgrade() -> None:
    """Drops the tables."""
    for table in ("telegram_buttons", "telegram_chats", "telegram_updates", "outgoing"):
        op.drop_table(table)

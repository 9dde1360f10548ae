"""What became of each message, what people thought of it, to what they agreed, daily counts."""

import sqlalchemy as sa
from alembic import op

revision = "0004_turns"
down_revision = "0003_telegram"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Creates the tables."""
    _create_turn_facts()
    _create_feedback()
    _create_consents()
    _create_daily_counts()


def downgrade() -> None:
    """Removes the tables."""
    for table in ("daily_counts", "consents", "feedback", "turn_facts"):
        op.drop_table(table)


def _create_turn_facts() -> None:
    op.create_table(
        "turn_facts",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=True),
        sa.Column("topic", sa.String(length=80), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("num_replies", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('answered', 'disambiguated', 'refused', 'calculated', 'asked', "
            "'status', 'small_talk', 'handed_over', 'operator', 'gave_up')",
            name=op.f("ck_turn_facts_outcome"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_facts")),
        sa.UniqueConstraint(
            "conversation", "message_id", name=op.f("uq_turn_facts_conversation_message_id")
        ),
    )
    op.create_index(op.f("ix_turn_facts_at"), "turn_facts", ["at"])


def _create_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("verdict", sa.String(length=4), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("label", sa.String(length=120), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("verdict IN ('up', 'down')", name=op.f("ck_feedback_verdict")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint(
            "conversation", "message_id", name=op.f("uq_feedback_conversation_message_id")
        ),
    )
    op.create_index(op.f("ix_feedback_created_at"), "feedback", ["created_at"])


def _create_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(
        op.f("ix_consents_conversation_version"), "consents", ["conversation", "version"]
    )
    op.create_index(op.f("ix_consents_given_at"), "consents", ["given_at"])


def _create_daily_counts() -> None:
    op.create_table(
        "daily_counts",
        sa.Column("scope", sa.String(length=24), nullable=False),
        sa.Column("key_hmac", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key_hmac", "day", name=op.f("pk_daily_counts")),
    )
    op.create_index(op.f("ix_daily_counts_day"), "daily_counts", ["day"])

"""First tables: applications, vault, transcripts, receipts, conversations, codes, proofs."""

import sqlalchemy as sa
from alembic import op

revision = "0001_first_tables"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Creates every table."""
    _create_applications()
    _create_conversations()
    _create_receipts()
    _create_trackers()
    _create_transcripts()
    _create_vault_entries()
    _create_application_dependants()
    _create_application_events()
    _create_otp_challenges()
    _create_proofs()


def downgrade() -> None:
    """Drops every table, those that refer to others first."""
    for table in (
        "proofs",
        "otp_challenges",
        "application_events",
        "application_dependants",
        "vault_entries",
        "transcripts",
        "trackers",
        "receipts",
        "conversations",
        "applications",
    ):
        op.drop_table(table)


def _create_applications() -> None:
    op.create_table(
        "applications",
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mobile_hmac", sa.String(length=64), nullable=False),
        sa.Column("mobile_ending", sa.String(length=2), nullable=False),
        sa.Column("designation", sa.String(length=120), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("approver_role", sa.String(length=3), nullable=False),
        sa.Column("approver_office", sa.String(length=200), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "approver_role IN ('DDO', 'TO')", name=op.f("ck_applications_approver_role")
        ),
        sa.CheckConstraint("kind IN ('employee', 'pensioner')", name=op.f("ck_applications_kind")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_applications")),
    )


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    op.create_index(
        op.f("ix_conversations_last_seen_at"), "conversations", ["last_seen_at"], unique=False
    )


def _create_receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("replies", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.CheckConstraint("status IN ('pending', 'answered')", name=op.f("ck_receipts_status")),
        sa.PrimaryKeyConstraint("conversation", "message_id", name=op.f("pk_receipts")),
    )
    op.create_index(op.f("ix_receipts_claimed_at"), "receipts", ["claimed_at"], unique=False)


def _create_trackers() -> None:
    op.create_table(
        "trackers",
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_trackers")),
    )
    op.create_index(op.f("ix_trackers_saved_at"), "trackers", ["saved_at"], unique=False)


def _create_transcripts() -> None:
    op.create_table(
        "transcripts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_transcripts_direction")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcripts")),
    )
    op.create_index(
        op.f("ix_transcripts_conversation_id"), "transcripts", ["conversation", "id"], unique=False
    )
    op.create_index(op.f("ix_transcripts_created_at"), "transcripts", ["created_at"], unique=False)


def _create_vault_entries() -> None:
    op.create_table(
        "vault_entries",
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value_hmac", sa.String(length=64), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("conversation", "kind", "ordinal", name=op.f("pk_vault_entries")),
        sa.UniqueConstraint(
            "conversation",
            "kind",
            "value_hmac",
            name=op.f("uq_vault_entries_conversation_kind_value_hmac"),
        ),
    )
    op.create_index(
        op.f("ix_vault_entries_expires_at"), "vault_entries", ["expires_at"], unique=False
    )


def _create_application_dependants() -> None:
    op.create_table(
        "application_dependants",
        sa.Column("application_number", sa.String(length=15), nullable=False),
        sa.Column("sequence", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("relation", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("year_of_birth", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_number"],
            ["applications.number"],
            name=op.f("fk_application_dependants_application_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "application_number", "sequence", name=op.f("pk_application_dependants")
        ),
        sqlite_with_rowid=False,
    )


def _create_application_events() -> None:
    op.create_table(
        "application_events",
        sa.Column("application_number", sa.String(length=15), nullable=False),
        sa.Column("sequence", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("detail", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_number"],
            ["applications.number"],
            name=op.f("fk_application_events_application_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "application_number", "sequence", name=op.f("pk_application_events")
        ),
        sqlite_with_rowid=False,
    )


def _create_otp_challenges() -> None:
    op.create_table(
        "otp_challenges",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("application_number", sa.String(length=15), nullable=True),
        sa.Column("pair_hmac", sa.String(length=64), nullable=False),
        sa.Column("mobile_hmac", sa.String(length=64), nullable=False),
        sa.Column("code_hmac", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("locked_until", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["application_number"],
            ["applications.number"],
            name=op.f("fk_otp_challenges_application_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_otp_challenges")),
    )
    op.create_index(
        op.f("ix_otp_challenges_application_number"),
        "otp_challenges",
        ["application_number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_otp_challenges_conversation_sent_at"),
        "otp_challenges",
        ["conversation", "sent_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_otp_challenges_mobile_hmac_sent_at"),
        "otp_challenges",
        ["mobile_hmac", "sent_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_otp_challenges_pair_hmac_sent_at"),
        "otp_challenges",
        ["pair_hmac", "sent_at"],
        unique=False,
    )
    op.create_index(op.f("ix_otp_challenges_sent_at"), "otp_challenges", ["sent_at"], unique=False)


def _create_proofs() -> None:
    op.create_table(
        "proofs",
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("application_number", sa.String(length=15), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_number"],
            ["applications.number"],
            name=op.f("fk_proofs_application_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_proofs")),
    )
    op.create_index(
        op.f("ix_proofs_application_number"), "proofs", ["application_number"], unique=False
    )
    op.create_index(op.f("ix_proofs_expires_at"), "proofs", ["expires_at"], unique=False)

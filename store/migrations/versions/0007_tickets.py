"""Calls and conversations that a person of the helpdesk takes over."""

import sqlalchemy as sa
from alembic import op

revision = "0007_tickets"
down_revision = "0006_staff"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Creates the tables."""
    _create_tickets()
    _create_entries()


def downgrade() -> None:
    """Removes the tables."""
    op.drop_table("ticket_entries")
    op.drop_table("tickets")


def _create_tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=True),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("requeued_at", _MOMENT, nullable=True),
        sa.Column("taken_at", _MOMENT, nullable=True),
        sa.Column("unanswered_since", _MOMENT, nullable=True),
        sa.Column("operator_seen_at", _MOMENT, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("assignee", _ROW_ID, nullable=True),
        sa.Column("disposition", sa.String(length=24), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("mobile_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('call', 'handoff')", name=op.f("ck_tickets_kind")),
        sa.CheckConstraint(
            "status IN ('waiting', 'open', 'callback', 'closed')", name=op.f("ck_tickets_status")
        ),
        sa.ForeignKeyConstraint(["assignee"], ["staff.id"], name=op.f("fk_tickets_assignee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
    )
    op.create_index(op.f("ix_tickets_opened_at"), "tickets", ["opened_at"])
    op.create_index(op.f("ix_tickets_closed_at"), "tickets", ["closed_at"])
    op.create_index(op.f("ix_tickets_status_opened_at"), "tickets", ["status", "opened_at"])
    op.create_index(op.f("ix_tickets_conversation_status"), "tickets", ["conversation", "status"])
    op.create_index(op.f("ix_tickets_assignee_status"), "tickets", ["assignee", "status"])


def _create_entries() -> None:
    op.create_table(
        "ticket_entries",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("ticket_id", _ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=13), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", _ROW_ID, nullable=True),
        sa.Column("line_id", _ROW_ID, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('note', 'from_person', 'from_operator', 'system')",
            name=op.f("ck_ticket_entries_kind"),
        ),
        sa.ForeignKeyConstraint(["author"], ["staff.id"], name=op.f("fk_ticket_entries_author")),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
            name=op.f("fk_ticket_entries_ticket_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_entries")),
    )
    op.create_index(op.f("ix_ticket_entries_ticket_id_id"), "ticket_entries", ["ticket_id", "id"])

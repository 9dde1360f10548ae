"""Who wants to be told when an application moves on."""

import sqlalchemy as sa
from alembic import op

revision = "0005_subscriptions"
down_revision = "0004_turns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the table."""
    op.create_table(
        "subscriptions",
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("application_number", sa.String(length=15), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("told_sequence", sa.SmallInteger(), nullable=False),
        sa.Column("told_state", sa.String(length=24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_number"],
            ["applications.number"],
            name=op.f("fk_subscriptions_application_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "conversation", "application_number", name=op.f("pk_subscriptions")
        ),
    )
    op.create_index(
        op.f("ix_subscriptions_application_number"), "subscriptions", ["application_number"]
    )
    op.create_index(op.f("ix_subscriptions_ends_at"), "subscriptions", ["ends_at"])


def downgrade() -> None:
    """Drops the table."""
    op.drop_index(op.f("ix_subscriptions_ends_at"), table_name="subscriptions")
    op.drop_index(op.f("ix_subscriptions_application_number"), table_name="subscriptions")
    op.drop_table("subscriptions")

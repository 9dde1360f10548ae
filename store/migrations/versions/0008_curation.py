"""What the assistant could not answer, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0008_curation"
down_revision = "0007_tickets"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Creates the tables."""
    _create_items()
    _create_drafts()
    _create_releases()


def downgrade() -> None:
    """Removes the tables."""
    for table in ("model_releases", "curation_drafts", "curation_items"):
        op.drop_table(table)


def _create_items() -> None:
    op.create_table(
        "curation_items",
        sa.Column("id", _ID, nullable=False),
        sa.Column("origin", sa.String(64), nullable=False),
        sa.Column("conversation", sa.String(32)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("label", sa.String(120)),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("cluster", sa.BigInteger()),
        sa.Column("answer_id", sa.String(80)),
        sa.Column("decided_by", sa.String(60)),
        sa.Column("decided_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_items")),
        sa.UniqueConstraint("origin", name=op.f("uq_curation_items_origin")),
        sa.CheckConstraint(
            "reason IN ('refused', 'disambiguated', 'thumbs_down', 'corrected')",
            name=op.f("ck_curation_items_reason"),
        ),
        sa.CheckConstraint(
            "status IN ('new', 'assigned', 'answered', 'out_of_scope', 'dismissed')",
            name=op.f("ck_curation_items_status"),
        ),
    )
    for columns in (["conversation"], ["asked_at"], ["status", "cluster"]):
        op.create_index(op.f(f"ix_curation_items_{'_'.join(columns)}"), "curation_items", columns)


def _create_drafts() -> None:
    op.create_table(
        "curation_drafts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("answer_id", sa.String(80), nullable=False),
        sa.Column("base", sa.JSON()),
        sa.Column("entry", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("saved_by", sa.String(60), nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_drafts")),
        sa.CheckConstraint(
            "status IN ('open', 'merged', 'discarded')", name=op.f("ck_curation_drafts_status")
        ),
    )
    op.create_index(
        op.f("ix_curation_drafts_status_answer_id"), "curation_drafts", ["status", "answer_id"]
    )


def _create_releases() -> None:
    op.create_table(
        "model_releases",
        sa.Column("id", _ID, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("overlay", sa.JSON(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON()),
        sa.Column("failure", sa.String(40)),
        sa.Column("detail", sa.Text()),
        sa.Column("model", sa.String(200)),
        sa.Column("product", sa.String(16)),
        sa.Column("created_by", sa.String(60), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("beat_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT),
        sa.Column("published_by", sa.String(60)),
        sa.Column("published_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_releases")),
        sa.CheckConstraint(
            "status IN ('checking', 'checked', 'failed', 'cancelled', 'published', 'retired')",
            name=op.f("ck_model_releases_status"),
        ),
    )
    op.create_index(op.f("ix_model_releases_status"), "model_releases", ["status"])

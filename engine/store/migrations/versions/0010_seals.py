"""Know which seal a letter bears or waits for, and keep the keys that sign."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create two tables; letters signed before were sealed on paper, which nobody recorded."""
    op.create_table(
        "letter_seal",
        sa.Column("letter_id", sa.Integer(), sa.ForeignKey("letter.id"), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "provider")),
        sa.Column("sealed_at", Moment()),
        sa.Column("sealed_by", sa.String(), nullable=False),
        sa.Column("pdf_sha256", sa.String(), sa.ForeignKey("blob.sha256")),
        sa.Column("problem", sa.String(), nullable=False),
    )
    op.create_index("ix_letter_seal_waiting", "letter_seal", ["provider", "sealed_at"])
    op.create_index("ix_letter_seal_pdf_sha256", "letter_seal", ["pdf_sha256"])
    op.create_table(
        "seal_certificate",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "certificate")),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
    )
    op.create_index("ix_seal_certificate_agency_id", "seal_certificate", ["agency_id"])

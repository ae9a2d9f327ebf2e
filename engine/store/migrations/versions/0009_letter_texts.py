"""Keep what a letter said each time it was drafted, and what came back of a draft from outside."""

import sqlalchemy as sa
from alembic import op

from engine.store.schema import append_only_statements
from engine.store.tables import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create two tables, which only grow."""
    op.create_table(
        "letter_text",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("disclosure_case.id"), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("code", "party", "title")),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("drafted_by", sa.String(), nullable=False),
        sa.Column("drafted_at", Moment(), nullable=False),
    )
    op.create_index("ix_letter_text_case", "letter_text", ["case_id", "id"])
    op.create_table(
        "outside_revision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("text_id", sa.Integer(), sa.ForeignKey("letter_text.id"), nullable=False),
        sa.Column("attachment_id", sa.Integer(), sa.ForeignKey("attachment.id"), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("received_by", sa.String(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
    )
    op.create_index("ix_outside_revision_text", "outside_revision", ["text_id"])
    for table in ("letter_text", "outside_revision"):
        for statement in append_only_statements(table, op.get_bind().dialect.name):
            op.execute(statement)

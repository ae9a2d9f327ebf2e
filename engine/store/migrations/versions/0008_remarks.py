"""Keep what reviewers remark on passages of a draft, and what is answered."""

import sqlalchemy as sa
from alembic import op

from engine.store.schema import append_only_statements
from engine.store.tables import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the table, which only grows."""
    op.create_table(
        "letter_remark",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("disclosure_case.id"), nullable=False),
        sa.Column("thread_id", sa.Integer(), sa.ForeignKey("letter_remark.id"), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "code", "party")),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("drafted_at", Moment(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("words_before", sa.String(), nullable=False),
        sa.Column("words_after", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
    )
    op.create_index("ix_letter_remark_case", "letter_remark", ["case_id", "id"])
    for statement in append_only_statements("letter_remark", op.get_bind().dialect.name):
        op.execute(statement)

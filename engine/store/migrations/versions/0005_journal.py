"""Keep what the house does to itself."""

import sqlalchemy as sa
from alembic import op

from engine.store.schema import append_only_statements
from engine.store.tables import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the journal, which only grows."""
    op.create_table(
        "house_event",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
    )
    op.create_index("ix_house_event_agency", "house_event", ["agency_id", "seq"])
    for statement in append_only_statements("house_event", op.get_bind().dialect.name):
        op.execute(statement)

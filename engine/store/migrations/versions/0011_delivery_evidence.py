"""Keep with each service of a letter the files that prove it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column; services recorded before have no files."""
    column = sa.Column("evidence", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("delivery", column)

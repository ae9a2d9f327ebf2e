"""Keep the working copy of a package beside what is published."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables import Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the draft of each agency and its changed files."""
    op.create_table(
        "package_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=False),
        sa.Column("restored_from", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("hands", sa.JSON(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("handed_by", sa.String()),
        sa.Column("handed_at", Moment()),
        sa.Column("returned", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_package_draft"),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name="fk_package_draft_agency_id_agency"
        ),
        sa.ForeignKeyConstraint(
            ["base_id"], ["deployment.id"], name="fk_package_draft_base_id_deployment"
        ),
        sa.UniqueConstraint("agency_id", name="uq_package_draft_agency_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "package_draft_file",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "path", name="pk_package_draft_file"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["package_draft.id"], name="fk_package_draft_file_draft_id_package_draft"
        ),
    )

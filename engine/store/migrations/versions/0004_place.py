"""Keep where a case stands beside the state that says it, written in one statement with it."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables import Moment

revision = "0004"
down_revision = "0003"

_INSTANCE = sa.table(
    "process_instance", *map(sa.column, ("case_id", "stage", "position", "changed_at"))
)
_CASE = sa.table("disclosure_case", *map(sa.column, ("id", "stage", "position", "updated_at")))


def upgrade() -> None:
    """Move the three columns from the case to its instance."""
    with op.batch_alter_table("process_instance") as table:
        table.add_column(sa.Column("stage", sa.String()))
        table.add_column(sa.Column("position", sa.String()))
        table.add_column(sa.Column("changed_at", Moment()))
    _copy()
    with op.batch_alter_table("process_instance") as table:
        table.alter_column("stage", existing_type=sa.String(), nullable=False)
        table.alter_column("position", existing_type=sa.String(), nullable=False)
        table.alter_column("changed_at", existing_type=Moment(), nullable=False)
    for name in ("stage", "position", "updated_at"):
        op.drop_column("disclosure_case", name)


def _copy() -> None:
    def of_case(column: sa.ColumnClause[object]) -> sa.ScalarSelect[object]:
        return sa.select(column).where(_CASE.c.id == _INSTANCE.c.case_id).scalar_subquery()

    op.execute(
        _INSTANCE.update().values(
            stage=of_case(_CASE.c.stage),
            position=of_case(_CASE.c.position),
            changed_at=of_case(_CASE.c.updated_at),
        )
    )

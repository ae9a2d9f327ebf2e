"""Know every frozen letter by SM3 as well, and keep what takes the place of a withdrawn one."""

import sqlalchemy as sa
from alembic import op

from engine.store.fingerprints import identifiers_of, sm3_of
from engine.store.tables import Moment

revision = "0006"
down_revision = "0005"

_LETTER = sa.table("letter", *map(sa.column, ("pdf_sha256", "pdf_sm3", "pdf_identifier")))
_BLOB = sa.table("blob", *map(sa.column, ("sha256", "content")))


def upgrade() -> None:
    """Add the columns and the attempts to verify; read again what is frozen already."""
    op.add_column("letter", sa.Column("pdf_sm3", sa.String()))
    op.add_column("letter", sa.Column("pdf_identifier", sa.String()))
    op.add_column("letter", sa.Column("withdrawn_on", sa.Date()))
    op.execute(
        "ALTER TABLE letter ADD COLUMN replaced_by_id INTEGER"
        " CONSTRAINT fk_letter_replaced_by_id_letter REFERENCES letter (id)"
    )
    op.execute("ALTER TABLE letter RENAME COLUMN void_reason TO withdrawn_reason")
    for name in ("number", "pdf_sha256", "pdf_identifier"):
        op.create_index(f"ix_letter_{name}", "letter", [name])
    op.create_table(
        "verification_attempt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
    )
    op.create_index("ix_verification_attempt_address", "verification_attempt", ["address", "at"])
    _know_what_is_frozen()


def _know_what_is_frozen() -> None:
    connection = op.get_bind()
    frozen = sa.select(_LETTER.c.pdf_sha256).where(_LETTER.c.pdf_sha256.is_not(None)).distinct()
    for sha256 in connection.scalars(frozen).all():
        content = connection.scalar(sa.select(_BLOB.c.content).where(_BLOB.c.sha256 == sha256))
        pdf = bytes(content or b"")
        connection.execute(
            _LETTER.update()
            .where(_LETTER.c.pdf_sha256 == sha256)
            .values(pdf_sm3=sm3_of(pdf), pdf_identifier=next(iter(identifiers_of(pdf)), None))
        )

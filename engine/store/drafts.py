"""Working copies of packages: what somebody has changed and nobody has published yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.tables import NEVER_REUSED, Base, Moment


class Draft(Base):
    """The working copy (草稿) of an agency's package; there is one at a time.

    `version` grows with every change and is what a page must name to change anything.
    `hands` are the keys of everybody who changed a file: none of them may publish it.
    """

    __tablename__ = "package_draft"
    __table_args__ = (UniqueConstraint("agency_id"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    base_id: Mapped[int] = mapped_column(ForeignKey("deployment.id"))
    restored_from: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    comment: Mapped[str] = mapped_column(default="")
    author: Mapped[str]
    hands: Mapped[list[Any]] = mapped_column(default=list)
    started_at: Mapped[datetime] = mapped_column(Moment)
    updated_by: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(Moment)
    handed_by: Mapped[str | None]
    handed_at: Mapped[datetime | None] = mapped_column(Moment)
    returned: Mapped[str] = mapped_column(default="")


class DraftFile(Base):
    """One changed file of a draft; without content the file is taken out of the package."""

    __tablename__ = "package_draft_file"

    draft_id: Mapped[int] = mapped_column(ForeignKey("package_draft.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(Moment)


def draft_of(session: Session, agency_id: int, *, to_change: bool = False) -> Draft | None:
    """Give the agency's draft, held until the transaction ends if it is to be changed."""
    rows = select(Draft).where(Draft.agency_id == agency_id)
    if to_change:
        rows = rows.with_for_update().execution_options(populate_existing=True)
    return session.scalar(rows)


def changed_files(session: Session, draft_id: int) -> list[DraftFile]:
    """Give the changed files of a draft, by path."""
    rows = select(DraftFile).where(DraftFile.draft_id == draft_id).order_by(DraftFile.path)
    return list(session.scalars(rows))

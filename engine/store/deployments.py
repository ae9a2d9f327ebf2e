"""Published packages: processes, decisions, forms and letter templates, frozen together."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.cases import Blob
from engine.store.tables import Base, Moment


class Deployment(Base):
    """One published version of an agency's content; it never changes again.

    `restored_from` is the number of the earlier version whose files it repeats.
    """

    __tablename__ = "deployment"
    __table_args__ = (UniqueConstraint("agency_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    number: Mapped[int]
    content_hash: Mapped[str]
    comment: Mapped[str] = mapped_column(default="")
    restored_from: Mapped[int | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_by: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(Moment)


class DeploymentFile(Base):
    """One file of a deployment, by its path in the package, such as forms/intake.json."""

    __tablename__ = "deployment_file"

    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployment.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))


def current_deployment(session: Session, agency_id: int) -> Deployment | None:
    """Give the agency's newest deployment, on which new cases start; None before the first."""
    newest = (
        select(Deployment)
        .where(Deployment.agency_id == agency_id)
        .order_by(Deployment.number.desc())
        .limit(1)
    )
    return session.scalar(newest)


def deployments_of(session: Session, agency_id: int) -> list[Deployment]:
    """Give the agency's deployments, the newest first."""
    rows = (
        select(Deployment)
        .where(Deployment.agency_id == agency_id)
        .order_by(Deployment.number.desc())
    )
    return list(session.scalars(rows))


def files_of(session: Session, deployment_id: int) -> dict[str, bytes]:
    """Give every file of a deployment by its path."""
    rows = (
        select(DeploymentFile.path, Blob.content)
        .join(Blob, Blob.sha256 == DeploymentFile.sha256)
        .where(DeploymentFile.deployment_id == deployment_id)
        .order_by(DeploymentFile.path)
    )
    return {row.path: row.content for row in session.execute(rows)}


def file_of(session: Session, deployment_id: int, path: str) -> bytes | None:
    """Give one file of a deployment; None if it has none of this path."""
    row = (
        select(Blob.content)
        .join(DeploymentFile, Blob.sha256 == DeploymentFile.sha256)
        .where(DeploymentFile.deployment_id == deployment_id, DeploymentFile.path == path)
    )
    return session.scalar(row)

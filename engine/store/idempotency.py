"""Answers already given to a form, so that a second press of the button does nothing twice."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables import Base, Moment


class Idempotency(Base):
    """One answered request: its key is the hidden random field of the form it came from."""

    __tablename__ = "idempotency"

    key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    route: Mapped[str]
    request_hash: Mapped[str]
    status: Mapped[int]
    location: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment, index=True)

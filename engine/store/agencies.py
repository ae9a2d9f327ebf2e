"""Which agencies (行政机关) and departments (科室) the installation serves."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables import Base


class Agency(Base):
    """One administrative organ, with everything its letters and its clock depend on.

    `kind` decides the review body (复议机关) when none is named; `settings` holds the
    agency's choices where the law leaves room (law.rules.Rules, numbering, seal).
    """

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    code_word: Mapped[str]  # 机关代字
    kind: Mapped[str]
    signing_entity: Mapped[str]  # 署名机关: drives the review body and the court
    review_body: Mapped[str]
    court: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]
    postcode: Mapped[str]
    contact: Mapped[str]
    online_review_url: Mapped[str] = mapped_column(default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Department(Base):
    """A department (承办科室) that searches its files and gives its opinion."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)

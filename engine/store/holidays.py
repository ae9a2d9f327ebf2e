"""The State Council's yearly holiday notices, so that next year's needs no new release."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables import Base, Moment


class HolidayYearRow(Base):
    """One year's notice as it was entered: its number, days off and make-up work days.

    `content` holds the fields of `engine.law.calendar.HolidayYear` as plain values.
    """

    __tablename__ = "holiday_year"

    year: Mapped[int] = mapped_column(primary_key=True)
    notice: Mapped[str]
    content: Mapped[dict[str, Any]]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime] = mapped_column(Moment)

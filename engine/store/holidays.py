"""The State Council's yearly holiday notices, so that next year's needs no new release."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.law.calendar import WorkingCalendar, published_calendar
from engine.law.notices import HolidayYear, parse_year, shipped_years
from engine.store.tables import Base, Moment


class HolidayYearRow(Base):
    """One year's notice as it was entered: its number, days off and make-up work days.

    `content` is what `engine.law.notices.parse_year` reads, with dates as ISO text.
    """

    __tablename__ = "holiday_year"

    year: Mapped[int] = mapped_column(primary_key=True)
    notice: Mapped[str]
    content: Mapped[dict[str, Any]]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime] = mapped_column(Moment)


def national_calendar(session: Session) -> WorkingCalendar:
    """Give the calendar of the notices that ship with the product and of those entered since."""
    calendar = published_calendar()
    for row in session.scalars(select(HolidayYearRow).order_by(HolidayYearRow.year)):
        calendar = calendar.with_year(parse_year(row.content))
    return calendar


def keep_year(session: Session, holidays: HolidayYear, entered_by: str, at: datetime) -> None:
    """Keep a year's notice; a newer entry replaces the older one of the same year wholly."""
    row = HolidayYearRow(
        year=holidays.year,
        notice=holidays.source,
        content=_plain(holidays),
        entered_by=entered_by,
        entered_at=at,
    )
    session.merge(row)
    session.flush()


def _plain(holidays: HolidayYear) -> dict[str, Any]:
    return {
        "year": holidays.year,
        "makeup": sorted(day.isoformat() for day in holidays.makeup_days),
        "off": [
            {"name": rest.name, "first": rest.first.isoformat(), "last": rest.last.isoformat()}
            for rest in holidays.breaks
        ],
        "notice": [
            {
                "number": notice.number,
                "title": notice.title,
                "issued": notice.issued.isoformat() if notice.issued else None,
            }
            for notice in holidays.notices
        ],
    }


def notices_for(session: Session, first: int, last: int) -> list[tuple[int, str]]:
    """Give the numbers of the notices that rule the years from `first` through `last`."""
    sources = {each.year: each.source for each in shipped_years()}
    rows = select(HolidayYearRow.year, HolidayYearRow.notice)
    sources |= {row.year: row.notice for row in session.execute(rows)}
    return [(year, sources[year]) for year in range(first, last + 1) if year in sources]

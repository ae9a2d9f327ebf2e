"""The working calendar of an agency, and how next year's notice enters it."""

from typing import Any

from sqlalchemy.orm import Session

from engine.errors import OfficeError
from engine.law.calendar import WorkingCalendar
from engine.law.notices import HolidayYear
from engine.law.rules import Rules
from engine.office import Office
from engine.people.journal import changed, tell
from engine.roles import Permission, may
from engine.store.agencies import Agency
from engine.store.holidays import HolidayYearRow, keep_year, national_calendar


class CalendarNotYours(OfficeError):
    """Only the administrator enters a year's notice."""

    code = "calendar_not_yours"
    message = (
        "年度放假安排影响全部机关的期限计算，只能由系统管理员导入，没有导入。请联系系统管理员。"
    )


def calendar_of(session: Session, agency_id: int) -> WorkingCalendar:
    """Give the national calendar with the agency's regional holidays (放假办法第四条)."""
    settings = session.get_one(Agency, agency_id).settings
    regional = Rules.from_config(settings.get("rules", {})).regional_holidays
    return national_calendar(session).with_overlay(regional)


def import_year(office: Office, holidays: HolidayYear) -> None:
    """Keep a year's notice for every agency of the installation; it replaces an older entry.

    Raises:
        CalendarNotYours: the actor is not the administrator.
    """
    if not may(office.actor.roles, Permission.ADMINISTER):
        raise CalendarNotYours
    before = _shown(office.session, holidays.year)
    keep_year(office.session, holidays, office.actor.name, office.at)
    change = changed(before, _shown(office.session, holidays.year))
    words = f"导入{holidays.year}年放假安排，适用于全部机关"
    tell(office, "calendar:imported", words, change, everywhere=True)


def _shown(session: Session, year: int) -> dict[str, Any]:
    """Give what the journal says of a year's notice."""
    row = session.get(HolidayYearRow, year)
    if row is None:
        return {}
    off = [f"{each['name']} {each['first']}至{each['last']}" for each in row.content["off"]]
    return {"notice": row.notice, "off": off, "makeup": row.content["makeup"]}

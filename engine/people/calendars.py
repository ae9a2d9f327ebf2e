"""The working calendar of an agency, and how next year's notice enters it."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.errors import OfficeError
from engine.law.calendar import WorkingCalendar
from engine.law.notices import HolidayYear
from engine.office import Office
from engine.roles import Permission, may
from engine.store.agencies import Agency
from engine.store.holidays import keep_year, national_calendar

REGIONAL = "regional_calendar"
"""The agency setting {"off": {date: name}, "makeup": [date]} (放假办法第四条)."""


class CalendarNotYours(OfficeError):
    """Only the administrator enters a year's notice."""

    code = "calendar_not_yours"
    message = "只有系统管理员可以导入年度放假安排。请联系系统管理员。"


def calendar_of(session: Session, agency_id: int) -> WorkingCalendar:
    """Give the national calendar with the agency's regional holidays, if it has any."""
    calendar = national_calendar(session)
    regional = session.get_one(Agency, agency_id).settings.get(REGIONAL)
    return calendar.with_overlay(*_overlay(regional)) if regional else calendar


def import_year(office: Office, holidays: HolidayYear) -> None:
    """Keep a year's notice for every agency of the installation; it replaces an older entry.

    Raises:
        CalendarNotYours: the actor is not the administrator.
    """
    if not may(office.actor.roles, Permission.ADMINISTER):
        raise CalendarNotYours
    keep_year(office.session, holidays, office.actor.name, office.at)


def _overlay(regional: dict[str, Any]) -> tuple[dict[date, str], list[date]]:
    off = {date.fromisoformat(day): name for day, name in regional.get("off", {}).items()}
    return off, [date.fromisoformat(day) for day in regional.get("makeup", ())]

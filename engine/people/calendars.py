"""The working calendar of an agency, and how next year's notice enters it."""

from sqlalchemy.orm import Session

from engine.errors import OfficeError
from engine.law.calendar import WorkingCalendar
from engine.law.notices import HolidayYear
from engine.law.rules import Rules
from engine.office import Office
from engine.roles import Permission, may
from engine.store.agencies import Agency
from engine.store.holidays import keep_year, national_calendar


class CalendarNotYours(OfficeError):
    """Only the administrator enters a year's notice."""

    code = "calendar_not_yours"
    message = "只有系统管理员可以导入年度放假安排。请联系系统管理员。"


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
    keep_year(office.session, holidays, office.actor.name, office.at)

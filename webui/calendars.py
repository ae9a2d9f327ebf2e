"""工作日历: the working days of a year, and next year's notice entered when it is out."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from flask import flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.errors import OfficeError
from engine.law.calendar import WorkingCalendar
from engine.law.notices import Notice, parse_csv
from engine.office import Office
from engine.people.calendars import import_year
from engine.roles import Permission
from webui.guard import Route
from webui.sent import key_of, number

FIRST_YEAR, LAST_YEAR = 2019, 2099


@dataclass(frozen=True)
class Day:
    """One cell of a month: its number (0 outside the month), its look and its reason."""

    number: int
    tone: str
    why: str


def calendar(office: Office) -> ResponseReturnValue:
    """Show a year: days off, make-up days, and whether its notice is out."""
    return _page(office)


def enter_year(office: Office) -> ResponseReturnValue:
    """Enter a year's notice from a table of three columns."""
    text = request.form.get("table", "")
    year = request.form.get("year", "")
    try:
        notice = Notice(request.form.get("number", "").strip(), "", None)
        import_year(office, parse_csv(text, key_of(year), notice))
    except OfficeError as refusal:
        office.session.rollback()
        return make_response(_page(office, refusal), 422)
    g.recount = True
    flash(f"{year}年放假安排已导入，在办案件的期限已按此计算。")
    return redirect(f"/calendar?year={year}", 303)


def _page(office: Office, refusal: OfficeError | None = None) -> str:
    year = number("year") or office.today.year
    year = max(FIRST_YEAR, min(year, LAST_YEAR))
    return render_template(
        "calendar.html",
        year=year,
        months=[_month(office.calendar, year, month) for month in range(1, 13)],
        published=sorted(office.calendar.published),
        out=year in office.calendar.published,
        workdays=_workdays(office.calendar, year),
        refusal=refusal,
        typed=request.form,
    )


def _month(days: WorkingCalendar, year: int, month: int) -> list[list[Day]]:
    weeks = Calendar().monthdatescalendar(year, month)
    return [[_day(days, day, month) for day in week] for week in weeks]


def _day(days: WorkingCalendar, day: date, month: int) -> Day:
    if day.month != month:
        return Day(0, "", "")
    why = days.why(day)
    if days.is_working_day(day):
        return Day(day.day, "makeup" if day.isoweekday() > 5 else "", why)  # noqa: PLR2004
    return Day(day.day, "holiday" if "放假" in why else "rest", why)


def _workdays(days: WorkingCalendar, year: int) -> int:
    return days.working_days_between(date(year - 1, 12, 31), date(year, 12, 31))


ROUTES = (
    Route("/calendar", calendar, Permission.SIGNED_IN),
    Route("/calendar", enter_year, Permission.ADMINISTER, ("POST",)),
)

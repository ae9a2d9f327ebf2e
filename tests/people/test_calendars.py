"""The calendar of an agency: national notices, those entered since, regional days."""

from datetime import date

import pytest

from engine.law.notices import parse_year
from engine.people import calendars
from engine.store.agencies import Agency
from tests.conftest import Desk

NOTICE_2027 = {
    "year": 2027,
    "makeup": ["2027-02-20", "2027-10-09"],
    "off": [
        {"name": "元旦", "first": "2027-01-01", "last": "2027-01-03"},
        {"name": "春节", "first": "2027-02-05", "last": "2027-02-12"},
        {"name": "清明节", "first": "2027-04-03", "last": "2027-04-05"},
        {"name": "劳动节", "first": "2027-05-01", "last": "2027-05-05"},
        {"name": "端午节", "first": "2027-06-09", "last": "2027-06-09"},
        {"name": "中秋节", "first": "2027-09-15", "last": "2027-09-15"},
        {"name": "国庆节", "first": "2027-10-01", "last": "2027-10-07"},
    ],
    "notice": [{"number": "示例〔2026〕1号", "title": "示例通知", "issued": "2026-11-01"}],
}


def test_next_years_notice_needs_no_release(office: Desk):
    before = calendars.calendar_of(office.session, office.agency_id)
    assert before.is_provisional(date(2027, 2, 20))
    calendars.import_year(office("administrator"), parse_year(NOTICE_2027))
    after = calendars.calendar_of(office.session, office.agency_id)
    assert not after.is_provisional(date(2027, 2, 20))
    assert after.is_working_day(date(2027, 2, 20))


def test_entering_a_year_again_replaces_it(office: Desk):
    calendars.import_year(office("administrator"), parse_year(NOTICE_2027))
    corrected = NOTICE_2027 | {"makeup": ["2027-02-20"]}
    calendars.import_year(office("administrator"), parse_year(corrected))
    calendar = calendars.calendar_of(office.session, office.agency_id)
    assert not calendar.is_working_day(date(2027, 10, 9))


def test_only_the_administrator_enters_a_year(office: Desk):
    with pytest.raises(calendars.CalendarNotYours):
        calendars.import_year(office("clerk"), parse_year(NOTICE_2027))


def test_a_regional_holiday_counts_for_its_agency(office: Desk):
    agency = office.session.get_one(Agency, office.agency_id)
    agency.settings = {"rules": {"regional_holidays": {"2026-03-03": "示例节"}}}
    calendar = calendars.calendar_of(office.session, office.agency_id)
    assert not calendar.is_working_day(date(2026, 3, 3))
    assert calendar.why(date(2026, 3, 3)) == "示例节放假"

"""Working days."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from engine.errors import OfficeError
from engine.law.calendar import WorkingCalendar, published_calendar
from engine.law.notices import (
    HolidayNoticeRefused,
    HolidayYear,
    Notice,
    parse_csv,
    parse_year,
    shipped_years,
)
from engine.law.statutory import statutory_days_off

CALENDAR = published_calendar()
PLAIN_2026 = WorkingCalendar(
    holidays=frozenset(), makeup_days=frozenset(), published=frozenset({2026})
)
CSV_2027 = """日期,类型,名称
2027-01-01,放假,元旦
2027-01-02,放假,元旦
2027-01-03,放假,元旦
2027-02-05,放假,春节
2027-02-06,放假,春节
2027-02-07,放假,春节
2027-02-08,放假,春节
2027-02-20,上班,
2027-04-05,off,清明节
2027-05-01,休,劳动节
2027-05-02,休,劳动节
2027-06-09,off,端午节
2027-09-15,off,中秋节
2027-10-01,off,国庆节
2027-10-02,off,国庆节
2027-10-03,off,国庆节
2027-10-09,work,
"""


def days_of(year):
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_is_as_another_publisher_has_it(year):
    ours = {day: CALENDAR.is_working_day(day) for day in days_of(year)}
    assert ours == {day: chinese_calendar.is_workday(day) for day in ours}


@pytest.mark.parametrize(("year", "number"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_working_days_of_a_year(year, number):
    assert CALENDAR.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == number


@pytest.mark.parametrize("year", shipped_years(), ids=lambda year: str(year.year))
def test_every_year_that_ships_names_its_notice(year):
    assert year.notices
    for notice in year.notices:
        assert notice.number.startswith(f"国办发明电〔{year.year - 1}〕") or notice.number in {
            "国办发明电〔2019〕3号",
            "国办发明电〔2020〕1号",
        }
        assert str(year.year) in notice.title
    assert year.source == "、".join(notice.number for notice in year.notices)


def test_the_last_notice_that_ships():
    last = shipped_years()[-1]
    title = "国务院办公厅关于2026年部分节假日安排的通知"
    assert last.notices == (Notice("国办发明电〔2025〕7号", title, date(2025, 11, 4)),)


def test_the_day_of_receipt_is_day_zero():
    monday = date(2026, 11, 23)
    assert PLAIN_2026.add_working_days(monday, 0) == monday
    assert PLAIN_2026.add_working_days(monday, 1) == date(2026, 11, 24)


def test_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards only"):
        CALENDAR.add_working_days(date(2026, 1, 1), -1)


def test_a_year_without_its_notice_is_counted_but_marked_provisional():
    due = PLAIN_2026.add_working_days(date(2026, 12, 15), 20)
    assert due == date(2027, 1, 13)
    assert PLAIN_2026.is_provisional(due)
    assert not PLAIN_2026.is_provisional(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "provisional"),
    [
        ("2026-12-01", "2026-12-31", False),
        ("2026-12-01", "2027-01-04", True),
        ("2018-12-20", "2019-01-30", True),
        ("2019-01-02", "2026-12-31", False),
        ("2026-12-31", "2028-01-01", True),
    ],
)
def test_a_count_through_an_unpublished_year_is_provisional(start, end, provisional):
    start, end = date.fromisoformat(start), date.fromisoformat(end)
    assert CALENDAR.is_provisional_between(start, end) is provisional


def test_2027_by_the_law_alone_has_exactly_these_days_off():
    off = {
        *(date(2027, 1, 1), date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)),
        *(date(2027, 2, n) for n in range(5, 11)),
        *(date(2027, 5, n) for n in range(1, 5)),
        *(date(2027, 10, n) for n in range(1, 6)),
    }
    assert set(statutory_days_off(2027)) == off
    for day in days_of(2027):
        assert CALENDAR.is_working_day(day) == (day.weekday() < 5 and day not in off)


@pytest.mark.parametrize(
    ("day", "working", "why"),
    [
        ("2024-02-09", True, "工作日"),  # 除夕 2024: leave was only encouraged
        ("2025-10-01", False, "国庆节、中秋节放假"),
        ("2025-10-11", True, "调休上班"),
        ("2026-11-21", False, "周六"),
        ("2026-11-22", False, "周日"),
        ("2026-11-23", True, "工作日"),
        ("2027-01-01", False, "元旦（按放假办法推定）"),
        ("2027-02-09", False, "春节补假（按放假办法推定）"),
        ("2027-02-11", True, "工作日"),
        ("2020-02-01", False, "春节放假"),
        ("2018-12-29", True, "调休上班"),
        ("2018-10-01", False, "国庆节（按放假办法推定）"),
    ],
)
def test_why_a_day_is_what_it_is(day, working, why):
    day = date.fromisoformat(day)
    assert CALENDAR.is_working_day(day) is working
    assert CALENDAR.why(day) == why


def test_a_holiday_without_a_name_is_still_a_holiday():
    nameless = WorkingCalendar(frozenset({date(2026, 7, 1)}), frozenset(), frozenset({2026}))
    assert nameless.why(date(2026, 7, 1)) == "节假日放假"


@pytest.mark.parametrize(
    ("day", "rolled"),
    [
        ("2025-10-05", "2025-10-09"),  # inside National Day
        ("2026-02-28", "2026-02-28"),  # a Saturday that is worked is no rest day
        ("2026-11-21", "2026-11-23"),  # a Saturday
        ("2026-11-24", "2026-11-24"),
        ("2027-02-06", "2027-02-11"),  # provisional
    ],
)
def test_a_period_of_days_rolls_over_rest_days(day, rolled):
    assert CALENDAR.roll_forward(date.fromisoformat(day)) == date.fromisoformat(rolled)


def test_next_year_can_be_imported_from_a_table():
    notice = Notice("国办发明电〔2026〕1号", "测试通知", date(2026, 11, 5))
    year = parse_csv(CSV_2027, 2027, notice)
    calendar = CALENDAR.with_year(year)
    assert not calendar.is_provisional(date(2027, 1, 4))
    assert CALENDAR.is_provisional(date(2027, 1, 4))
    assert calendar.is_working_day(date(2027, 2, 20))
    assert calendar.is_working_day(date(2027, 2, 9))
    assert calendar.why(date(2027, 1, 2)) == "元旦放假"
    assert calendar.why(date(2026, 10, 1)) == "国庆节放假"
    assert year.source == "国办发明电〔2026〕1号"
    assert year.notices == (notice,)


def test_a_newer_notice_replaces_the_older_one_of_its_year_alone():
    calendar = CALENDAR.with_year(parse_csv(CSV_2027, 2027))
    newer = parse_csv(CSV_2027.replace("2027-02-20,上班,", "2027-02-21,上班,"), 2027)
    replaced = calendar.with_year(newer)
    assert not replaced.is_working_day(date(2027, 2, 20))
    assert replaced.is_working_day(date(2027, 2, 21))
    assert replaced.published == frozenset(range(2019, 2028))
    assert replaced.is_working_day(date(2026, 10, 10))


def test_late_december_belongs_to_the_notice_of_the_next_year_once_it_is_out():
    off_2023 = next(year for year in shipped_years() if year.year == 2022)
    again = CALENDAR.with_year(off_2023)
    assert again.why(date(2022, 12, 31)) == "元旦放假"
    assert again == CALENDAR


def a_year(year, off=(), makeup=()):
    breaks = [{"name": "测试", "first": day, "last": day} for day in off]
    return parse_year({"year": year, "off": breaks, "makeup": list(makeup)})


def test_what_a_newer_notice_no_longer_orders_is_forgotten_from_the_first_day_to_the_last():
    first, second = "2024-01-01", "2024-12-31"
    older = a_year(2024, [first, second], ["2024-12-28"])
    calendar = WorkingCalendar(frozenset(), frozenset(), frozenset({2023})).with_year(older)
    assert not calendar.is_working_day(date(2024, 1, 1))
    assert calendar.is_working_day(date(2024, 12, 28))
    newer = calendar.with_year(a_year(2024))
    assert newer.is_working_day(date(2024, 1, 1))
    assert newer.is_working_day(date(2024, 12, 31))
    assert not newer.is_working_day(date(2024, 12, 28))
    assert newer.names == {}


def test_a_day_worked_under_the_older_notice_may_be_off_under_the_newer():
    older = a_year(2023, makeup=["2022-12-31"])
    calendar = WorkingCalendar(frozenset(), frozenset(), frozenset()).with_year(older)
    assert calendar.is_working_day(date(2022, 12, 31))
    assert not calendar.with_year(a_year(2023, ["2022-12-31"])).is_working_day(date(2022, 12, 31))


def test_the_older_year_imported_again_leaves_the_newer_ones_december_alone():
    before = CALENDAR.with_year(
        HolidayYear(2026, shipped_years()[-1].breaks, frozenset({date(2026, 12, 19)}))
    )
    assert before.is_working_day(date(2026, 12, 19))
    december = "2026-12-31,off,元旦\n2026-12-20,work,\n"
    both = before.with_year(parse_csv(CSV_2027 + december, 2027))
    again = both.with_year(shipped_years()[-1])
    assert not again.is_working_day(date(2026, 12, 31))
    assert again.is_working_day(date(2026, 12, 20))
    assert not again.is_working_day(date(2026, 12, 19))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("2027-02-20,上班,", "2027-02-22,上班,"), "不是周六或周日"),
        (("2027-02-20,上班,", "2027-02-06,上班,"), "既列为放假又列为上班"),
        (("2027-02-20,上班,", "2028-02-19,上班,"), "不在该年度"),
        (("2027-01-02,放假", "2026-12-19,放假"), "不在该年度"),
        (("2027-06-09,off,端午节\n", ""), "法定节日端午节（2027年6月9日）未列为放假"),
        (("2027-06-09,off", "2027-06-09,也许"), "第13行的类型“也许”"),
    ],
)
def test_a_table_that_no_notice_can_have_ordered_is_refused(change, problem):
    with pytest.raises(HolidayNoticeRefused, match=problem):
        parse_csv(CSV_2027.replace(*change), 2027)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({}, "年份"),
        ({"year": 1900}, "年份"),
        ({"year": 2300}, "年份"),
        ({"year": 2027, "off": "x"}, "列表"),
        ({"year": 2027, "off": ["x"]}, "一组字段"),
        ({"year": 2027, "off": [{"first": "2027-13-01", "last": "2027-01-01"}]}, "有效的日期"),
        ({"year": 2027, "off": [{"first": "2027-01-03", "last": "2027-01-01"}]}, "不成立"),
        ({"year": 2027, "off": [{"first": "2027-01-01", "last": "2027-01-31"}]}, "不成立"),
        ({"year": 2027, "makeup": [None]}, "没有填写日期"),
        ({"year": 2027}, "法定节日元旦（2027年1月1日）未列为放假"),
    ],
)
def test_a_document_that_is_no_notice_is_refused(document, problem):
    with pytest.raises(OfficeError, match=problem):
        parse_year(document)


def test_before_2025_new_years_eve_need_not_be_off():
    year = parse_year({"year": 2024, "off": [], "makeup": []})
    assert year.days_off == {}


def test_a_regional_festival_is_laid_over_the_national_calendar():
    festival = {date(2026, 5, 27): "古尔邦节", date(2026, 5, 9): "地方假日"}
    regional = CALENDAR.with_overlay(festival, [date(2026, 5, 30), date(2026, 5, 4)])
    assert regional.why(date(2026, 5, 27)) == "古尔邦节放假"
    assert not regional.is_working_day(date(2026, 5, 27))
    assert not regional.is_working_day(date(2026, 5, 9))
    assert regional.is_working_day(date(2026, 5, 30))
    assert regional.is_working_day(date(2026, 5, 4))
    assert CALENDAR.is_working_day(date(2026, 5, 27))
    assert regional.published == CALENDAR.published


def test_working_days_between_leaves_out_the_first_day_and_takes_the_last():
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert CALENDAR.working_days_between(friday, monday) == 1
    assert CALENDAR.working_days_between(monday, monday) == 0
    assert CALENDAR.working_days_between(monday, friday) == 0

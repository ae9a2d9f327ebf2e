"""Every period but the reply period, and how periods end."""

from datetime import date

import pytest

from engine.law.calendar import published_calendar
from engine.law.deadlines import FIXED_DATES, PERIODS, add_months, last_day

CALENDAR = published_calendar()


@pytest.mark.parametrize(
    ("code", "text", "article"),
    [
        ("reply", "自收到申请之日起20个工作日内", "条例第三十三条第二款"),
        ("correction_notice", "自收到申请之日起7个工作日内", "条例第三十条"),
        ("extension", "自原答复期限届满次日起20个工作日内", "条例第三十三条第二款"),
        ("third_party", "自收到征求意见书之日起15个工作日内", "条例第三十二条"),
        ("joint_producer", "自收到征求意见书之日起15个工作日内", "条例第三十四条"),
        ("fee", "自收到收费通知次日起20个工作日内", "信息处理费管理办法第六条"),
        ("proactive", "自信息形成或者变更之日起20个工作日内", "条例第二十六条"),
        ("review", "自知道该行政行为之日起60日内", "行政复议法第二十条第一款"),
        ("review_uninformed", "自知道行政行为内容之日起1年内", "行政复议法第二十条第三款"),
        ("review_decision", "自受理申请之日起60日内", "行政复议法第六十二条第一款"),
        ("suit", "自知道作出行政行为之日起6个月内", "行政诉讼法第四十六条第一款"),
        ("suit_silence", "自履行期限届满之日起6个月内", "行政诉讼法解释第六十六条"),
        ("suit_after_review", "自收到复议决定书之日起15日内", "行政诉讼法第四十五条"),
        ("suit_review_silence", "自复议期限届满之日起15日内", "行政诉讼法第四十五条"),
    ],
)
def test_a_period_is_written_as_the_law_has_it(code, text, article):
    period = PERIODS[code]
    assert (period.code, period.text, period.article) == (code, text, article)
    assert period.label


def test_no_period_goes_untested():
    assert len(PERIODS) == 14
    assert [period.label for period in PERIODS.values()] == [
        "答复申请",
        "补正告知",
        "延期答复（最长）",
        "第三方提出意见",
        "共同制作机关提出意见",
        "缴纳信息处理费",
        "转为主动公开后的公开",
        "申请行政复议",
        "申请行政复议（未告知复议权利，最长）",
        "作出行政复议决定",
        "直接提起行政诉讼",
        "逾期不答复提起诉讼",
        "复议后提起行政诉讼",
        "复议机关逾期不作决定提起诉讼",
    ]


@pytest.mark.parametrize(
    ("code", "trigger", "last"),
    [
        ("reply", "2025-03-10", "2025-04-08"),
        ("fee", "2025-08-20", "2025-09-17"),
        ("review", "2025-11-06", "2026-01-05"),
        ("review", "2025-08-06", "2025-10-09"),  # the 60th day lies in National Day
        ("suit", "2025-08-31", "2026-02-28"),  # no 31 February; a worked Saturday does not roll
        ("suit", "2025-04-01", "2025-10-09"),
        ("suit", "2025-07-15", "2026-01-15"),
        ("review_uninformed", "2025-01-15", "2026-01-15"),
        ("review_uninformed", "2024-02-29", "2025-02-28"),
        ("suit_after_review", "2026-02-05", "2026-02-24"),
    ],
)
def test_the_last_day_of_a_period(code, trigger, last):
    assert last_day(code, date.fromisoformat(trigger), CALENDAR) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2025-06-30", 6, "2025-12-30"),
        ("2025-12-31", 1, "2026-01-31"),
        ("2025-12-31", 12, "2026-12-31"),
        ("2025-01-15", 0, "2025-01-15"),
    ],
)
def test_a_month_ends_on_the_corresponding_day_or_on_its_last(day, months, then):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(then)


def test_dates_of_the_year_do_not_move():
    days = {code: fixed.in_year(2026) for code, fixed in FIXED_DATES.items()}
    assert days == {
        "annual_report_department": date(2026, 1, 31),
        "annual_report_government": date(2026, 3, 31),
        "next_calendar": date(2026, 11, 1),
    }
    assert [(fixed.label, fixed.article) for fixed in FIXED_DATES.values()] == [
        ("部门向本级主管部门提交并公布上一年度年度报告", "条例第四十九条第一款"),
        ("政府信息公开工作主管部门公布本级政府上一年度年度报告", "条例第四十九条第二款"),
        ("核对并导入下一年度放假安排", "放假办法第七条"),
    ]

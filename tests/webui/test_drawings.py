"""What is drawn: the clock's rail, the histogram, the small words."""

from datetime import date, datetime, timedelta

import pytest

from engine.law.calendar import published_calendar
from engine.law.clock import read_clock
from engine.law.rules import Rules
from engine.store.tables import LOCAL_ZONE
from webui import wording
from webui.clock_rail import rail_of
from webui.dashboard import histogram
from webui.urgency import masked_name, pill, share_used

RECEIVED = {"type": "received", "channel": "in_person", "date": "2026-03-02"}
CONSULTED = {"type": "third_party_consult", "party": "甲公司", "sent": "2026-03-09"}
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=LOCAL_ZONE)


def reading(*events, on: date):
    return read_clock(list(events), published_calendar(), Rules(), on)


def test_the_rail_spans_receipt_to_due_day():
    rail = rail_of(reading(RECEIVED, on=date(2026, 3, 12)))
    assert [pin.kind for pin in rail.pins] == ["receipt", "today", "due"]
    ends = [stretch.start + stretch.width for stretch in rail.stretches]
    starts = [stretch.start for stretch in rail.stretches]
    assert starts[1:] == pytest.approx(ends[:-1])
    assert ends[-1] == pytest.approx(100)
    assert rail.stretches[-1].kind == "ahead"


def test_what_is_consulted_is_drawn_as_excluded():
    kinds = [s.kind for s in rail_of(reading(RECEIVED, CONSULTED, on=date(2026, 3, 16))).stretches]
    assert "excluded" in kinds


def test_an_unreceived_application_has_no_rail():
    posted = {"type": "received", "channel": "fax", "submitted": "2026-03-02"}
    assert rail_of(reading(posted, on=date(2026, 3, 2))) is None


def test_what_falls_on_one_day_has_one_label():
    rail = rail_of(reading(RECEIVED, CONSULTED, on=date(2026, 3, 9)))
    assert [(pin.day, pin.label) for pin in rail.pins] == [
        ("3月2日", "收到申请"),
        ("3月9日", "向甲公司征求意见、今天"),
        ("4月21日", "答复期限届满"),
    ]
    assert rail.pins[1].kind == "today"


@pytest.mark.parametrize(
    ("state", "left", "tone", "words"),
    [
        ("running", -4, "over", "超期 4 个工作日"),
        ("running", 0, "today", "今日到期"),
        ("running", 3, "soon", "剩 3 个工作日"),
        ("running", 4, "ok", "剩 4 个工作日"),
        ("suspended", 4, "pause", "暂停计时"),
        ("not_started", None, "pause", "未起算"),
        ("answered", None, "done", "已答复、待归档"),
        ("closed", None, "done", "已终止、待归档"),
    ],
)
def test_urgency_is_said_in_words(state: str, left: int | None, tone: str, words: str):
    assert (pill(state, left).tone, pill(state, left).words) == (tone, words)


def test_a_filed_case_is_said_to_be_finished_however_its_clock_ended():
    assert {pill(state, None, filed=True).words for state in ("answered", "closed")} == {"已办结"}


def test_the_histogram_counts_every_case_once():
    running = [("running", left, 1) for left in (-9, -1, 0, 5, 20, 21, 40)] + [("running", 0, 1)]
    ended = [("answered", None, 1), ("closed", None, 1)]
    bars = histogram([*running, ("suspended", None, 1), *ended])
    counts = {bar.label: bar.count for bar in bars if bar.count}
    kept = {"超期": 2, "今日": 2, "5": 1, "20": 1, "20+": 2}
    assert counts == kept | {"暂停": 1, "答复": 2}
    assert sum(bar.width for bar in bars) == pytest.approx(100, abs=0.1)
    assert max(bar.height for bar in bars) <= 100


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=5), "1 分钟前"),
        (timedelta(minutes=35), "35 分钟前"),
        (timedelta(hours=3), "今天 09:00"),
        (timedelta(hours=20), "昨天"),
        (timedelta(days=5), "2月25日"),
        (timedelta(days=400), "2025年1月26日"),
    ],
)
def test_how_long_ago_grows_coarser(before: timedelta, words: str):
    assert wording.ago(NOON - before, NOON) == words


def test_the_year_is_left_out_only_of_days_of_this_year():
    last_year = datetime(2025, 12, 30, 17, 2, tzinfo=LOCAL_ZONE)
    assert wording.day_and_hour(NOON, NOON.date()) == "3月2日 12:00"
    assert wording.day_and_hour(last_year, NOON.date()) == "2025年12月30日 17:02"
    assert wording.short_day(NOON.date(), NOON.date()) == "3月2日"
    assert wording.short_day(last_year.date(), NOON.date()) == "2025年12月30日"
    assert wording.full_moment(NOON) == "2026年3月2日 12:00"


def test_a_rail_across_the_new_year_says_which_year_is_meant():
    december = RECEIVED | {"date": "2025-12-15"}
    rail = rail_of(reading(december, on=date(2026, 1, 9)))
    days = {pin.kind: pin.day for pin in rail.pins}
    assert days["receipt"] == "2025年12月15日"
    assert days["today"] == "1月9日"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("13800000000", "138****0000"),
        ("jia@example.cn", "ji***@example.cn"),
        ("110", "1***"),
    ],
)
def test_contacts_are_shown_in_part(text: str, hidden: str):
    assert wording.masked(text) == hidden


def test_small_words():
    assert wording.file_size(820) == "820 B"
    assert wording.file_size(12_300) == "12 KB"
    assert wording.file_size(1_300_000) == "1.2 MB"
    assert wording.short_day(None) == "—"
    assert masked_name("测试甲") == "测**"
    assert share_used(None) == 0.0
    assert share_used(-3) == 100.0

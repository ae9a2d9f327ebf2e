"""文号登记簿 on the page and as a table: numbers in order, what was withdrawn, what is missing."""

import csv
import io

from engine.store.letters import Letter
from engine.store.seals import LetterSeal
from tests.webui.conftest import Site
from tests.webui.test_withdrawn import withdrawn


def test_the_auditor_reads_that_no_number_is_missing(site: Site):
    page = site.as_("auditor").get("/numbers").text
    assert "2026 年共 1 类、2 个文号，逐号核对连续，没有缺号、重号" in page
    assert page.index("示政办回〔2026〕2号") < page.index("示政办回〔2026〕1号")


def test_a_corrected_letter_is_shown_with_reason_and_successor(site: Site):
    first, second, _ = withdrawn(site)
    page = site.as_("legal_reviewer").get("/numbers?series=回").text
    assert "其中 1 个已作废、撤销或者更正" in page
    assert "收到日期有误；由" in page
    assert f'<a href="/letters/{second}">示政办回〔2026〕4号</a>替代' in page
    assert f'<a href="/letters/{first}">' in page


def test_a_missing_number_is_shouted(site: Site):
    with site.records().writing() as session:
        session.delete(session.get_one(LetterSeal, 1))
        session.flush()
        session.delete(session.get_one(Letter, 1))
    page = site.as_("manager").get("/numbers").text
    assert "“回”类文号缺少第 1 号" in page
    assert "没有缺号" not in page


def test_the_register_is_taken_away_as_a_table(site: Site):
    withdrawn(site)
    answer = site.as_("auditor").get("/numbers/file?year=2026")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [f"示政办回〔2026〕{n}号" for n in (4, 3, 2, 1)]
    assert rows[2][7:13] == [
        *("已更正", "甲登记", "2026年3月2日", "2026年3月2日"),
        *("收到日期有误", "示政办回〔2026〕4号"),
    ]
    assert [len(cell) for cell in rows[2][13:]] == [64, 64]


def test_an_odd_question_does_no_harm(site: Site):
    auditor = site.as_("auditor")
    for odd in ("year=1&series=x", "year=x&before=-1", "series=%22%3E", "before=99999999999"):
        assert auditor.get(f"/numbers?{odd}").status_code == 200


def test_the_column_stands_before_those_who_may(site: Site):
    assert 'href="/numbers"' in site.as_("auditor").get("/account").text
    assert 'href="/numbers"' not in site.as_("clerk").get("/account").text

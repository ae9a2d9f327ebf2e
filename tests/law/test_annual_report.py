"""The tables of the annual report and their identities."""

import pytest

from engine.law.annual_report import (
    COLUMNS,
    PROACTIVE_BLOCKS,
    RESULT_ROWS,
    ROWS,
    check_carried,
    check_column,
    check_disputes,
    check_table,
    row_of,
)

REAL = {
    "new": 66,
    "carried": 2,
    "grant": 3,
    "partial": 17,
    "deny.internal": 1,
    "unable.not_held": 20,
    "unable.need_creation": 2,
    "unable.unclear": 1,
    "not_processed.petition": 4,
    "not_processed.duplicate": 3,
    "not_processed.reissue": 1,
    "other.overdue_correction": 6,
    "other.overdue_fee": 1,
    "other.misc": 5,
    "total": 64,
    "carry_next": 4,
}


def table(**natural):
    cells = REAL | natural
    return {"natural": cells, "enterprise": {}, "total": cells}


def test_the_table_has_25_rows_and_7_columns():
    assert len(ROWS) == 25
    assert len(RESULT_ROWS) == 21
    assert [column.label or column.heading for column in COLUMNS] == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    assert [len(rows) for _, _, rows in PROACTIVE_BLOCKS] == [2, 1, 2, 1]


def test_the_rows_are_headed_as_the_form_has_them():
    headings = {row.code: row.headings for row in ROWS}
    results = "三、本年度办理结果"
    assert headings["new"] == ("一、本年新收政府信息公开申请数量", "", "")
    assert headings["deny.safety"] == (results, "（三）不予公开", "3.危及“三安全一稳定”")
    assert headings["unable.unclear"] == (results, "（四）无法提供", "3.补正后申请内容仍不明确")
    assert headings["other.misc"] == (results, "（六）其他处理", "3.其他")
    assert headings["total"] == (results, "（七）总计", "")
    assert headings["carry_next"] == ("四、结转下年度继续办理", "", "")


def test_the_numbers_of_a_real_year_hold():
    assert check_column(REAL) == ()
    assert check_table(table()) == ()


def test_first_what_came_in_must_equal_what_went_out():
    (breach,) = check_column(REAL | {"carry_next": 5}, "自然人")
    assert breach.text == "①新收加结转应等于总计加结转下年自然人：68≠69"


def test_second_the_total_must_equal_the_results():
    breaches = check_column(REAL | {"grant": 4})
    assert [breach.text for breach in breaches] == ["②总计应等于各项办理结果之和总计：64≠65"]


def test_third_the_total_column_must_equal_the_other_six():
    wrong = table() | {"total": REAL | {"partial": 18, "grant": 2}}
    assert [breach.identity[0] for breach in check_table(wrong)] == ["③", "③"]


def test_fourth_what_is_carried_in_was_carried_out_the_year_before():
    assert check_carried(table(), {"natural": {"carry_next": 2}, "total": {"carry_next": 2}}) == ()
    breaches = check_carried(table(), {"natural": {"carry_next": 2}})
    assert [breach.place for breach in breaches] == ["总计"]


def test_each_group_of_disputes_adds_up():
    assert check_disputes([1, 2, 3, 4, 10] * 3) == ()
    (breach,) = check_disputes([1, 2, 3, 4, 10] * 2 + [1, 0, 0, 0, 2])
    assert breach.place == "行政诉讼—复议后起诉"
    with pytest.raises(ValueError, match="fifteen"):
        check_disputes([1])


@pytest.mark.parametrize(
    ("code", "row"),
    [("unable.not_exist", "unable.not_held"), ("other.archive", "other.misc"), ("grant", "grant")],
)
def test_a_result_is_counted_in_its_row(code, row):
    assert row_of(code) == row


def test_what_went_to_the_archives_may_be_counted_elsewhere():
    assert row_of("other.archive", "deny.admin_query") == "deny.admin_query"
    assert row_of("other.misc", "deny.admin_query") == "other.misc"

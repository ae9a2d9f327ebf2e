"""What is sent becomes typed answers, or messages that say in Chinese what to change."""

from datetime import date
from decimal import Decimal

import pytest

from engine.forms import (
    FormErrors,
    file_answers,
    input_names,
    load_submission,
    read_form,
    typed_values,
)

TODAY = date(2026, 3, 2)
REQUIRED = {"required": True}


def form(*components: dict[str, object]) -> dict[str, object]:
    return {"type": "default", "id": "sample", "title": "样表", "components": list(components)}


def question(kind: str, key: str, label: str, **more: object) -> dict[str, object]:
    return {"type": kind, "id": key, "key": key, "label": label, **more}


def choice(kind: str, key: str, label: str, *values: str, **more: object) -> dict[str, object]:
    options = [{"value": value, "label": value.upper()} for value in values]
    return question(kind, key, label, values=options, **more)


def load(document: dict[str, object], raw: dict[str, object], **more: object) -> dict[str, object]:
    return load_submission(read_form(document), raw, {"today": TODAY}, **more)  # type: ignore[arg-type]


def complaints(document: dict[str, object], raw: dict[str, object]) -> dict[str, list[str]]:
    with pytest.raises(FormErrors) as refused:
        load(document, raw)
    return refused.value.errors


NAME = question("textfield", "name", "姓名", validate={"required": True, "maxLength": 5})
PERIOD = question("number", "period", "补正期限", decimalDigits=0, validate={"min": 5})
FEE = question("number", "fee", "费用", decimalDigits=2, validate={"min": 0, "max": 100})
DAY = question(
    "datetime",
    "day",
    "收到日期",
    subtype="date",
    properties={"valid": "=day <= today", "validMessage": "不得晚于今天"},
)
AGREED = question("checkbox", "agreed", "已核对", validate=REQUIRED)
KIND = choice("radio", "kind", "类别", "a", "b", validate=REQUIRED)
WAYS = choice("checklist", "ways", "途径", "post", "email", validate=REQUIRED)
MAIL = question("textfield", "mail", "电子邮箱", validate={"validationType": "email"})

TYPED = [
    ("a name, its outer blanks gone", NAME, {"name": "  甲某 "}, {"name": "甲某"}),
    ("a whole number", PERIOD, {"period": "15"}, {"period": 15}),
    ("no number, because none was asked for", PERIOD, {"period": " "}, {"period": None}),
    ("an exact amount", FEE, {"fee": "0.10"}, {"fee": Decimal("0.10")}),
    ("a day", DAY, {"day": "2026-03-02"}, {"day": TODAY}),
    ("a day that is a day already", DAY, {"day": TODAY}, {"day": TODAY}),
    ("a ticked box", AGREED, {"agreed": "on"}, {"agreed": True}),
    ("a ticked box with its hidden no", AGREED, {"agreed": ["false", "true"]}, {"agreed": True}),
    ("one of the options", KIND, {"kind": ["b"]}, {"kind": "b"}),
    ("several options", WAYS, {"ways": ["post", "email"]}, {"ways": ["post", "email"]}),
    ("one line ending", NAME, {"name": "甲\r\n乙"}, {"name": "甲\n乙"}),
]


@pytest.mark.parametrize(
    ("component", "raw", "expected"), [row[1:] for row in TYPED], ids=[row[0] for row in TYPED]
)
def test_an_answer_gets_its_type(
    component: dict[str, object], raw: dict[str, object], expected: dict[str, object]
) -> None:
    answers = load(form(component), raw)
    assert answers == expected
    assert [type(value) for value in answers.values()] == [type(v) for v in expected.values()]


WRONG = [
    (NAME, {}, "“姓名”为必填项"),
    (NAME, {"name": "   "}, "“姓名”为必填项"),
    (NAME, {"name": "一二三四五六"}, "“姓名”不得超过5个字"),
    (PERIOD, {"period": "4"}, "“补正期限”应为不小于5的整数"),
    (PERIOD, {"period": "五"}, "“补正期限”应为不小于5的整数"),
    (PERIOD, {"period": "7.5"}, "“补正期限”应为不小于5的整数"),
    (PERIOD, {"period": "1e999999999"}, "“补正期限”应为不小于5的整数"),
    (FEE, {"fee": "101"}, "“费用”应为0到100之间的数字"),
    (FEE, {"fee": "1.005"}, "“费用”最多保留2位小数"),
    (FEE, {"fee": "NaN"}, "“费用”应为0到100之间的数字"),
    (DAY, {"day": "2026-02-30"}, "“收到日期”应为有效日期，例如2026-11-20"),
    (DAY, {"day": "2026-03-03"}, "“收到日期”不得晚于今天"),
    (AGREED, {}, "“已核对”须勾选确认"),
    (KIND, {}, "“类别”为必填项"),
    (KIND, {"kind": "c"}, "“类别”应从列表中选择"),
    (WAYS, {}, "“途径”须至少选择一项"),
    (WAYS, {"ways": ["post", "fax"]}, "“途径”应从列表中选择"),
    (MAIL, {"mail": "nobody"}, "“电子邮箱”应为有效的电子邮箱，例如name@example.cn"),
]


@pytest.mark.parametrize(("component", "raw", "message"), WRONG)
def test_a_wrong_answer_is_named_and_explained(
    component: dict[str, object], raw: dict[str, object], message: str
) -> None:
    assert complaints(form(component), raw) == {str(component["key"]): [message]}


def hidden_when(condition: str) -> dict[str, object]:
    return {"conditional": {"hide": condition}}


def test_what_is_hidden_is_neither_demanded_nor_accepted() -> None:
    number = question(
        "textfield", "number", "文号", validate=REQUIRED, **hidden_when('=kind = "a"')
    )
    assert load(form(KIND, number), {"kind": "a", "number": "偷塞"}) == {"kind": "a"}
    assert complaints(form(KIND, number), {"kind": "b"}) == {"number": ["“文号”为必填项"]}


def test_conditions_see_the_case_as_well() -> None:
    note = question("textfield", "note", "备注", **hidden_when("=case.closed"))
    answers = load_submission(read_form(form(note)), {"note": "x"}, {"case": {"closed": True}})
    assert answers == {}


def test_what_is_only_shown_cannot_be_changed() -> None:
    locked = question("textfield", "number", "编号", readonly=True)
    assert load(form(NAME, locked), {"name": "甲", "number": "2"}) == {"name": "甲"}


def test_what_is_computed_follows_the_answers() -> None:
    total = {"type": "expression", "id": "t", "key": "total", "expression": "=period * 2"}
    assert load(form(PERIOD, total), {"period": "6", "total": "1"})["total"] == 12


ROWS = {
    "type": "dynamiclist",
    "id": "parts",
    "path": "parts",
    "label": "材料",
    "components": [
        question("textfield", "title", "名称", validate=REQUIRED),
        question("number", "copies", "份数", defaultValue=1, validate={"min": 1}),
        question("textfield", "why", "说明", validate=REQUIRED, **hidden_when("=copies < 2")),
    ],
}


def test_rows_of_a_list_are_nested_and_blank_ones_vanish() -> None:
    raw = {
        "parts.0.title": "甲",
        "parts.0.copies": "1",
        "parts.1.title": "",
        "parts.1.copies": "1",
        "parts.7.title": "乙",
        "parts.7.copies": "2",
        "parts.7.why": "备份",
    }
    assert load(form(ROWS), raw)["parts"] == [
        {"title": "甲", "copies": 1},
        {"title": "乙", "copies": 2, "why": "备份"},
    ]


def test_each_row_is_judged_by_its_own_answers() -> None:
    raw = {"parts": [{"title": "甲", "copies": "1"}, {"title": "", "copies": "3"}]}
    assert complaints(form(ROWS), raw) == {
        "parts.1.title": ["材料第2项“名称”为必填项"],
        "parts.1.why": ["材料第2项“说明”为必填项"],
    }


def test_a_list_that_must_not_be_empty() -> None:
    assert complaints(form({**ROWS, "validate": REQUIRED}), {}) == {
        "parts": ["“材料”须至少填写一项"]
    }


def test_a_group_with_a_path_nests_and_one_without_does_not() -> None:
    nested = {"type": "group", "id": "g", "label": "人", "path": "person", "components": [NAME]}
    loose = {"type": "group", "id": "h", "label": "期限", "components": [PERIOD]}
    answers = load(form(nested, loose), {"person.name": "甲", "period": "9"})
    assert answers == {"person": {"name": "甲"}, "period": 9}
    assert input_names(read_form(form(nested, loose))) == ("person", "period")
    assert complaints(form(nested), {}) == {"person.name": ["“姓名”为必填项"]}


DEPARTMENTS = {"departments": [{"value": 3, "label": "规划科"}, {"value": 4, "label": "档案室"}]}


def test_options_from_outside_keep_their_type() -> None:
    one = question("select", "one", "科室", valuesKey="departments")
    whole = question(
        "taglist", "whole", "科室", valuesKey="departments", properties={"store": "option"}
    )
    raw = {"one": "3", "whole": ["4"]}
    answers = load(form(one, whole), raw, options=DEPARTMENTS)
    assert answers == {"one": 3, "whole": [{"id": 4, "name": "档案室"}]}
    assert load(form(one, whole), answers, options=DEPARTMENTS) == answers


def test_an_option_nobody_offers_is_refused() -> None:
    one = question("select", "one", "科室", valuesKey="departments")
    assert complaints(form(one), {"one": "3"}) == {"one": ["“科室”应从列表中选择"]}


def test_a_draft_keeps_whatever_was_typed() -> None:
    raw = {"name": "一二三四五六", "period": "不知道", "parts.0.title": "", "_add": "parts"}
    draft = typed_values(read_form(form(NAME, PERIOD, DAY, ROWS)), raw)
    assert draft == {"name": "一二三四五六", "period": "不知道", "parts": [{"title": None}, {}]}


def test_a_row_can_be_taken_out_before_the_form_is_sent() -> None:
    raw = {"parts.0.title": "甲", "parts.1.title": "乙", "_remove": "parts.0"}
    assert typed_values(read_form(form(ROWS)), raw)["parts"] == [{"title": "乙"}]


def test_nothing_must_be_typed_twice_after_a_mistake() -> None:
    with pytest.raises(FormErrors) as refused:
        load(form(NAME, PERIOD), {"name": "", "period": "3"})
    assert refused.value.typed == {"name": None, "period": 3}
    assert str(refused.value) == "填写内容有2处需要更正，请按提示修改后重新提交。"


OFFERING = question(
    "filepicker", "files", "文件", properties={"offers": '=[{value: "9", label: "规划.pdf"}]'}
)


def test_offered_files_are_ticked_and_others_are_sent_beside_them() -> None:
    form, sent = read_form({"components": [OFFERING]}), object()
    assert load_submission(form, {"files": ["9", sent]}, {}) == {"files": ["9", sent]}
    with pytest.raises(FormErrors, match="1处"):
        load_submission(form, {"files": ["8"]}, {})


def test_the_files_of_every_row_are_found_in_the_answers() -> None:
    rows = {
        "type": "dynamiclist",
        "id": "r",
        "path": "rows",
        "label": "行",
        "components": [OFFERING],
    }
    form = read_form({"components": [OFFERING, rows]})
    answers: dict[str, object] = {"files": ["9"], "rows": [{"files": []}, {"files": ["9"]}]}
    assert list(file_answers(form, answers)) == [("files", ["9"]), ("files", []), ("files", ["9"])]

"""A page gets plain values: lines, choices, defaults, messages, and what makes it ask again."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from engine.forms import (
    FieldView,
    FormView,
    load_submission,
    present,
    read_form,
    typed_values,
)

TODAY = date(2026, 3, 2)


def view(*components: dict[str, object], values: dict[str, object] | None = None) -> FormView:
    document = {"title": "样表", "components": list(components)}
    return present(read_form(document), values or {}, {}, {"today": TODAY})


def field(component: dict[str, object], **values: object) -> FieldView:
    return view(component, values=values).rows[0][0]


def question(kind: str, key: str, **more: object) -> dict[str, object]:
    return {"type": kind, "id": key, "key": key, "label": key, **more}


def test_neighbours_of_one_row_share_a_line() -> None:
    drawn = view(
        question("textfield", "a", layout={"row": "r1", "columns": 8}),
        question("textfield", "b", layout={"row": "r1", "columns": 8}),
        question("textfield", "c"),
    )
    assert [[each.name for each in line] for line in drawn.rows] == [["a", "b"], ["c"]]
    assert [each.columns for line in drawn.rows for each in line] == [8, 8, 16]


SHOWN = [
    ("textfield", {}, "甲", "text", "甲"),
    ("textfield", {"validate": {"validationType": "email"}}, "a@b.cn", "email", "a@b.cn"),
    ("textarea", {}, None, "textarea", ""),
    ("number", {"decimalDigits": 0}, 15, "number", "15"),
    ("datetime", {"subtype": "date"}, TODAY, "date", "2026-03-02"),
    ("checkbox", {}, True, "checkbox", "true"),
    ("checkbox", {}, False, "checkbox", ""),
    ("filepicker", {}, ["1"], "file", ""),
    ("number", {}, "不是数", "number", "不是数"),
]


@pytest.mark.parametrize(("kind", "more", "value", "drawn", "text"), SHOWN)
def test_a_control_shows_its_answer(
    kind: str, more: dict[str, object], value: object, drawn: str, text: str
) -> None:
    shown = field(question(kind, "q", **more), q=value)
    assert (shown.kind, shown.value) == (drawn, text)


def test_the_chosen_option_is_marked() -> None:
    options = [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}]
    one = field(question("radio", "q", values=options), q="b")
    assert [(c.value, c.label, c.chosen) for c in one.choices] == [
        ("a", "甲", False),
        ("b", "乙", True),
    ]
    many = field(question("checklist", "q", values=options), q=["a", "b"])
    assert all(choice.chosen for choice in many.choices)


def test_whole_options_are_recognised_by_their_id() -> None:
    document = {
        "components": [
            question("taglist", "q", valuesKey="departments", properties={"store": "option"})
        ]
    }
    offered = {"departments": [{"value": 3, "label": "规划科"}]}
    shown = present(read_form(document), {"q": [{"id": 3, "name": "规划科"}]}, {}, {}, offered)
    assert shown.rows[0][0].choices[0].chosen


def test_a_question_on_which_another_depends_asks_for_a_fresh_page() -> None:
    drawn = view(
        question("textfield", "a"),
        question("textfield", "b"),
        question("textfield", "c", conditional={"hide": '=a = "x"'}),
        {"type": "text", "id": "t", "text": "共{{b}}项"},
    )
    assert [line[0].refresh for line in drawn.rows] == [True, True, False, False]


def test_a_hidden_question_is_marked_and_null_hides_nothing() -> None:
    hidden = question("textfield", "c", conditional={"hide": '=a = "x"'})
    assert view(hidden, values={"a": "x"}).rows[0][0].hidden
    unclear = question("textfield", "c", conditional={"hide": "=a > 3"})
    assert not view(unclear, values={}).rows[0][0].hidden


def test_a_default_fills_only_what_was_never_answered() -> None:
    today = question("datetime", "d", subtype="date", properties={"default": "=today"})
    assert field(today).value == "2026-03-02"
    assert field(today, d=None).value == ""
    assert field(question("number", "n", defaultValue=15)).value == "15"


def test_a_default_may_follow_an_earlier_answer() -> None:
    drawn = view(
        question("textfield", "a"),
        question("textfield", "b", properties={"default": '=if a = "x" then "y" else null'}),
        values={"a": "x"},
    )
    assert drawn.rows[1][0].value == "y"


def test_the_law_stands_beside_the_question() -> None:
    shown = field(
        question(
            "textfield",
            "q",
            description="说明",
            properties={"law": "《条例》第三十条", "explain": "只补正一次"},
            validate={"required": True, "maxLength": 9},
            appearance={"suffixAdorner": "页"},
        )
    )
    assert (shown.law, shown.explain, shown.help) == ("《条例》第三十条", "只补正一次", "说明")
    assert (shown.required, shown.max_length, shown.suffix) == (True, 9, "页")


def test_a_question_is_required_when_no_answer_would_be_refused() -> None:
    boxes = [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}]
    both = question("checklist", "q", values=boxes, properties={"valid": "=count(q) = 2"})
    assert field(both).required
    assert field(both, q=["a", "b"]).required  # also when it has been answered well
    past = question("datetime", "d", subtype="date", properties={"valid": "=d <= today"})
    assert not field(past).required


def test_a_question_may_be_required_by_another_answer() -> None:
    signed = question(
        "textfield", "signed", properties={"valid": '=signed != null or not(way = "by hand")'}
    )
    assert view(signed, values={"way": "by hand"}).rows[0][0].required
    assert not view(signed, values={"way": "by post"}).rows[0][0].required


def test_limits_of_a_number_may_be_computed() -> None:
    shown = view(
        question("number", "n", validate={"min": "=first", "max": 9}), values={"first": 3}
    ).rows[0][0]
    assert (shown.lowest, shown.highest) == ("3", "9")


ROWS = {
    "type": "dynamiclist",
    "id": "parts",
    "path": "parts",
    "label": "材料",
    "components": [
        question("textfield", "title"),
        question("textfield", "why", conditional={"hide": '=title = "甲"'}),
    ],
}


def test_each_row_of_a_list_is_drawn_with_its_own_names() -> None:
    shown = field(ROWS, parts=[{"title": "甲"}, {"title": "乙"}])
    assert shown.kind == "list"
    names = [[each.name for line in item for each in line] for item in shown.items]
    assert names == [["parts.0.title", "parts.0.why"], ["parts.1.title", "parts.1.why"]]
    assert [item[1][0].hidden for item in shown.items] == [True, False]


def test_an_empty_list_begins_with_the_rows_its_author_wanted() -> None:
    assert len(field(ROWS).items) == 1
    assert len(field({**ROWS, "defaultRepetitions": 0}).items) == 0
    assert len(field(ROWS, parts=[]).items) == 0


def test_a_group_draws_its_lines_inside() -> None:
    group = {"type": "group", "id": "g", "label": "人", "path": "p", "components": [
        question("textfield", "name")]}  # fmt: skip
    shown = field(group, p={"name": "甲"})
    assert (shown.kind, shown.label) == ("group", "人")
    assert (shown.rows[0][0].name, shown.rows[0][0].value) == ("p.name", "甲")


def test_messages_stand_at_the_field_and_in_the_summary() -> None:
    form = read_form({"components": [question("textfield", "a")]})
    shown = present(form, {}, {"a": ["“a”为必填项"]}, {})
    assert shown.rows[0][0].errors == ("“a”为必填项",)
    assert shown.errors == (("a", "“a”为必填项"),)


def test_explanations_are_blocks_with_facts_filled_in() -> None:
    text = "### 期限\n- 最迟{{day}}\n\n**一次性**告知{{nobody}}，{{flag}}"
    shown = view({"type": "text", "id": "t", "text": text}, values={"day": TODAY, "flag": True})
    assert [(block.kind, block.text) for block in shown.rows[0][0].prose] == [
        ("heading", "期限"),
        ("item", "最迟2026年3月2日"),
        ("paragraph", "一次性告知—，是"),
    ]


def test_a_computed_answer_is_shown() -> None:
    total = {"type": "expression", "id": "e", "key": "total", "expression": "=n * 2"}
    assert view(total, values={"n": 4}).rows[0][0].value == "8"


def test_a_view_cannot_be_changed() -> None:
    shown = view(question("textfield", "a"))
    with pytest.raises(FrozenInstanceError):
        shown.rows = ()  # type: ignore[misc]


FOLLOWER = [
    question("textfield", "a"),
    question("textfield", "b", properties={"follows": '=if a = null then null else a + "号"'}),
]
FOLLOWING = [
    ({"a": "甲"}, "甲号"),  # never asked
    ({"a": "甲", "b": None}, "甲号"),  # asked, and nothing was proposed yet
    ({"a": "乙", "b": "甲号", "_was.b": "甲号"}, "乙号"),
    ({"a": None, "b": "甲号", "_was.b": "甲号"}, ""),
    ({"a": "乙", "b": "自己写的", "_was.b": "甲号"}, "自己写的"),
    ({"a": "甲", "b": None, "_was.b": "甲号"}, ""),  # rubbed out
    ({"a": "乙", "b": "甲号"}, "甲号"),  # handed in before: nobody knows who wrote it
]


@pytest.mark.parametrize(("values", "expected"), FOLLOWING)
def test_a_question_follows_another_until_somebody_writes_in_it(
    values: dict[str, object], expected: str
) -> None:
    drawn = view(*FOLLOWER, values=values).rows
    assert drawn[1][0].value == expected
    assert drawn[1][0].proposed == (f"{values['a']}号" if values["a"] else "")
    assert drawn[0][0].refresh


def test_what_a_page_had_proposed_comes_back_with_its_answers() -> None:
    rows = {**ROWS, "components": FOLLOWER}
    form = read_form({"components": [rows]})
    sent = {"parts.3.a": "乙", "parts.3.b": "甲号", "_was.parts.3.b": "甲号"}
    shown = present(form, typed_values(form, sent), {}, {}).rows[0][0]
    assert [each.value for line in shown.items[0] for each in line] == ["乙", "乙号"]
    assert load_submission(form, sent, {}) == {"parts": [{"a": "乙", "b": "甲号"}]}

"""The closed language: what it runs, and what it will not even read."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from engine.documents.grammar import lint_markup, lint_sheet, lint_source, names_in
from engine.documents.language import (
    ClosedEnvironment,
    ValueMissing,
    ValueRefused,
    cited,
    cn_date,
    cn_date_long,
    cn_num,
    indented,
    named,
    phrase,
    sentence,
    workdays,
)

KNOWN = names_in({"case": {"content": "x", "number": "1"}, "items": ["x"], "rows": [{"a": 1}]})


def written(source: str, **values: object) -> str:
    context = {name: named(value, name) for name, value in values.items()}
    return ClosedEnvironment({"letter": source}).get_template("letter").render(context)


REFUSED = (
    ("{{ ''.__class__ }}", "不允许的名称"),
    ("{{ case.requset }}", "没有这一项内容：case.requset"),
    ("{{ applicant.name }}", "没有这一项内容：applicant.name"),
    ("{{ 'x' * 10**10 }}", "不允许的语法：计算"),
    ("{{ '%1000000000d' % 1 }}", "不允许的语法：计算"),
    ("{{ case.content|safe }}", "不允许的过滤器：safe"),
    ("{{ case.content|default('') }}", "不允许的过滤器：default"),
    ("{{ items.append(1) }}", "不允许的语法：调用函数"),
    ("{{ range(9) }}", "不允许的语法：调用函数"),
    ("{{ rows[0] }}", "不允许的语法：方括号取值"),
    ("{% set x = 1 %}", "不允许的语法：给名称赋值"),
    ("{% macro m() %}{% endmacro %}", "不允许的语法：宏和引入"),
    ("{% import 'a' as b %}", "不允许的语法：宏和引入"),
    ("{% include case.content %}", "引用的文件名必须直接写出"),
    ("{% extends case.content %}", "引用的文件名必须直接写出"),
    ("{% for a, b in rows %}{% endfor %}", "循环变量必须是单个名称"),
    ("{% for a in rows recursive %}{% endfor %}", "循环只能写成"),
    ("{% for a in rows %}{{ a.b }}{% endfor %}", "没有这一项内容：rows.b"),
    (
        "{% for a in items %}" * 3 + "{% endfor %}" * 3,
        "循环嵌套超过2层",
    ),
    ("{% if case.content %}x", "语法错误"),
    ("<script>x</script>", "不允许的标签：<script>"),
    ("<img src='file:///etc/passwd'>", "不允许的标签：<img>"),
    ("<link rel='stylesheet' href='x'>", "不允许的标签：<link>"),
    ("<style>p{}</style>", "不允许的标签：<style>"),
    ("<svg></svg>", "不允许的标签：<svg>"),
    ("<a href='javascript:x'>x</a>", "不允许的标签：<a>"),
    ("<p onclick='x'>x</p>", "不允许的属性：onclick"),
    ("<p style='background:url(x)'>x</p>", "不允许的属性：style"),
    ("<p class='{{ case.content }}'>x</p>", "不能写入变量"),
    ("<!-- x -->", "不允许 HTML 注释"),
    ("<p><span>x</p>", "标签没有正确闭合"),
    ("<p>x", "标签没有闭合：<p>"),
    ("<p", "标签没有写完"),
    ("x" * 50_001, "超过50000个字符"),
)


@pytest.mark.parametrize(("source", "message"), REFUSED)
def test_a_source_outside_the_language_is_refused_with_its_reason(source, message):
    assert any(message in finding.message for finding in lint_source("letter.html", source, KNOWN))


def test_a_finding_names_the_line():
    (finding,) = lint_source("letter.html", "<p>一</p>\n<p>{{ case.nubmer }}</p>\n", KNOWN)
    assert str(finding) == (
        "letter.html 第2行：没有这一项内容：case.nubmer；是不是想写 case.number（受理编号）？"
    )


def test_a_tag_left_open_is_found_on_the_line_where_it_was_opened():
    source = "<p>一</p>\n<p>{{ case.number }}\n<p>二</p>\n"
    assert [(found.line, found.message) for found in lint_source("letter.html", source, KNOWN)] == [
        (2, "标签没有闭合：<p>")
    ]


def test_an_ordinary_source_passes():
    source = (
        "{% for row in rows %}{% if loop.first and row.a > 1 %}<p><span>{{ loop.index }}. "
        "{{ row.a|cn_num }}{{ '、' if not loop.last else '。' }}</span></p>{% endif %}{% endfor %}"
    )
    assert lint_source("letter.html", source, KNOWN) == []


@pytest.mark.parametrize(
    "sheet",
    [
        "p{background:url(http://x)}",
        "@import 'x';",
        "p { display : none }",
        "p { color: #FFF }",
        "p { font-size: 0 }",
        "@font-face{font-family:x}",
        "</style><script>",
        "p{background:u\\72l(x)}",
        "p{width:expression(1)}",
    ],
)
def test_a_sheet_may_lay_out_but_not_load(sheet):
    assert lint_sheet("letter.css", sheet)


def test_a_refused_sheet_does_not_hide_a_good_one():
    assert lint_sheet("letter.css", "@page { margin: 37mm } p { text-indent: 2em }") == []


def test_text_from_people_is_never_markup():
    assert (
        written("{{ case.name }}", case={"name": "<b>甲&乙</b>"}) == "&lt;b&gt;甲&amp;乙&lt;/b&gt;"
    )
    assert lint_markup("&lt;script&gt;") == []


def test_a_key_is_never_mistaken_for_a_method():
    assert written("{{ notice.items|join }}", notice={"items": ["甲", "乙"]}) == "甲、乙"


def test_an_empty_value_may_be_asked_about_but_not_printed():
    assert written("{% if case.none %}有{% else %}无{% endif %}", case={"none": None}) == "无"
    with pytest.raises(ValueMissing, match="收到申请之日"):
        written("{{ case.received_on|cn_date }}", case={"received_on": None})
    with pytest.raises(ValueMissing, match=r"reply\.nobody"):
        written("{{ reply.nobody.name }}", reply={})
    with pytest.raises(ValueMissing, match="不予公开的理由（第2项）"):
        written(
            "{% for part in reply.withheld %}{{ part.reason }}{% endfor %}",
            reply={"withheld": [{"reason": "甲"}, {"reason": ""}]},
        )


def test_a_value_that_is_no_text_number_or_day_is_refused():
    with pytest.raises(ValueRefused):
        written("x", case={"content": "x"}, thing=object())
    with pytest.raises(ValueRefused):
        written("{{ case }}", case={"content": "x"})


@pytest.mark.parametrize("attribute", ["__class__", "_undefined_name", "path", "keys", "get"])
def test_nothing_of_the_machine_shows_through_a_value(attribute):
    with pytest.raises(ValueMissing):
        written("{{ case." + attribute + " }}", case={"content": "x"})


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (42, "四十二"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (Decimal(15), "十五"),
        ("15", "十五"),
    ],
)
def test_numbers_are_written_as_the_law_writes_them(number, words):
    assert cn_num(number) == words


@pytest.mark.parametrize("number", [15, "15", Decimal(15)])
def test_periods_are_written_as_the_regulations_write_theirs(number):
    assert workdays(number) == "15个工作日"


@pytest.mark.parametrize("number", [True, 1.5, "十", Decimal("1.5"), None])
def test_what_is_no_whole_number_is_not_written(number):
    with pytest.raises(ValueRefused):
        cn_num(number)


def test_days_have_no_leading_zeros():
    assert cn_date(dt.date(2026, 3, 5)) == cn_date("2026-03-05") == "2026年3月5日"
    assert cn_date_long(dt.date(2026, 10, 21)) == "二〇二六年十月二十一日"


@pytest.mark.parametrize(
    ("given", "as_sentence", "as_phrase"),
    [
        ("已公开", "已公开。", "已公开"),
        ("已公开。", "已公开。", "已公开"),
        ("已公开； ", "已公开；", "已公开"),
        ("第一行\n第二行", "第一行\n　　第二行。", "第一行第二行"),
    ],
)
def test_texts_fit_into_sentences_without_double_marks(given, as_sentence, as_phrase):
    assert sentence(given) == as_sentence
    assert phrase(given) == as_phrase


def test_lines_of_an_applicant_stay_lines():
    assert indented("甲\r\n\r\n 乙 ") == "甲\n　　乙"


def test_the_name_of_the_law_is_written_out():
    assert (
        cited("条例第十五条") == cited("第十五条") == "《中华人民共和国政府信息公开条例》第十五条"
    )
    assert cited("《中华人民共和国档案法》第十五条") == "《中华人民共和国档案法》第十五条"


def test_amounts_are_printed_without_idle_zeros():
    assert written("{{ fee.a }} {{ fee.b }}", fee={"a": Decimal("1700.00"), "b": 10}) == "1700 10"


def test_samples_are_plain_json(letters):
    samples = [text for name, text in letters.items() if name.endswith("sample.json")]
    assert all(isinstance(json.loads(sample), dict) for sample in samples)

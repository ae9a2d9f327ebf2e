"""What is no expression, and where: the sentence is for the person who drew the diagram."""

import pytest

from engine.errors import OfficeError
from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests

WRONG = [
    ("", (1, 1), "表达式为空"),
    ("   ", (1, 1), "表达式为空"),
    ("a = ", (1, 4), "表达式不完整，此后应为一个值"),
    ("(1 + 2", (1, 7), "“)”"),
    ("[1, 2", (1, 6), "“]”"),
    ("a b", (1, 3), "此处不应为“b”"),
    ("a and\n and b", (2, 2), "此处不应为“and”，应为一个值"),
    ("a = 1)", (1, 6), "此处不应为“)”，应为"),
    ("a = “是”", (1, 5), "请使用半角的英文符号"),
    ("a = 'x'", (1, 5), "文本用双引号"),
    ("a，b", (1, 2), "请使用半角的英文符号"),
    ('a = "x', (1, 5), "文本缺少结束的双引号"),
    ("a # b", (1, 3), "无法识别“#”"),
    ("a + 计数(b)", (1, 5), "没有名为“计数”的函数"),
    ("a.count(b)", (1, 8), "此处不应为“(”"),
    ('substring("a")', (1, 1), "函数“substring”的参数不符，应为 substring(string: string"),
    ('substring(text: "a", start position: 1)', (1, 1), "参数不符"),
    ("if a then 1", (1, 12), "此后应为else"),
    ("for x xs return 1", (1, 7), "应为in"),
    ("some x in xs", (1, 13), "satisfies"),
    ("x instance of text", (1, 3), "之后应为类型名称"),
    ("function(x) x", (1, 1), "不支持自定义函数"),
    ('@"tomorrow"', (1, 1), "不是日期、时间或期间"),
    ("{a: 1, a: 2}", (1, 8), "“a”重复"),
    ("? > 1", (1, 1), "只能在决策表的输入单元格中使用"),
    ("1e99999", (1, 1), "数字过大"),
    ("a +\n  b +\n  c d", (3, 5), "此处不应为“d”"),
    (" = a = ", (1, 7), "表达式不完整"),
    ("(" * 33 + "1", (1, 32), "括号嵌套超过32层"),
    ("+".join("a" * 201), (1, 1), "超过64层"),
    (f"[{','.join('a' * 201)}]", (1, 398), "超过200个成分"),
    ("a" * 2001, (1, 2001), "超过2000个字符"),
]


@pytest.mark.parametrize(("text", "position", "detail"), WRONG)
def test_it_is_refused_where_it_goes_wrong(text, position, detail):
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)
    assert detail in str(caught.value)
    assert caught.value.position == position
    assert str(caught.value).startswith(f"第{position[0]}行第{position[1]}列：")


def test_it_is_an_error_that_a_person_may_see():
    with pytest.raises(OfficeError) as caught:
        compile_unary_tests("(")
    assert caught.value.code == "feel_syntax"


@pytest.mark.parametrize("text", ["> ", '"a",', "not(", "-, 1", 'not("a") "b"', "[1..", ", 1"])
def test_a_cell_is_refused_too(text):
    with pytest.raises(FeelSyntaxError):
        compile_unary_tests(text)


READ = [
    ("a.b.c = d", {"a", "d"}, {"a.b.c", "d"}),
    ("reply.code = reply.label", {"reply"}, {"reply.code", "reply.label"}),
    ('formal_review.finding = "x" and not(更正)', None, {"formal_review.finding", "更正"}),
    ("for x in xs return x.a + y", {"xs", "y"}, {"xs", "y"}),
    ("for x in x return x", {"x"}, {"x"}),
    ("some x in xs, y in x.ys satisfies y = z", {"xs", "z"}, {"xs", "z"}),
    ("{a: 1, b: a + c}", {"c"}, {"c"}),
    ("{b: a, a: 1}", {"a"}, {"a"}),
    ("count(xs[1].y)", {"xs"}, {"xs"}),
    ("today() - received", {"today", "received"}, {"today", "received"}),
    ("date(2026, 1, 1)", set(), set()),
    ("`a b`.c", {"a b"}, {"a b.c"}),
    ("a[item > limit]", {"a"}, {"a"}),
]


@pytest.mark.parametrize(("text", "names", "paths"), READ)
def test_an_expression_tells_what_it_reads(text, names, paths):
    compiled = compile_expression(text)
    assert compiled.paths == paths
    assert compiled.names == (names or {path.split(".")[0] for path in paths})


def test_names_in_a_filter_may_be_entries_of_its_items():
    assert compile_expression("xs[year = y and item.z > 1]").item_names == {"year", "y"}
    assert compile_expression("xs[year = y] = y").item_names == {"year"}


def test_a_cell_tells_what_it_reads():
    cell = compile_unary_tests("> limit.low, ? = other")
    assert cell.names == {"limit", "other"}
    assert cell.paths == {"limit.low", "other"}


def test_an_expression_is_compiled_once():
    assert compile_expression("a + 1") is compile_expression("a + 1")
    assert repr(compile_expression("a + 1")) == "Expression('a + 1')"

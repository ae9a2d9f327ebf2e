"""Decision tables as the editor saves them: read, refused, asked."""

from datetime import date
from decimal import Decimal

import pytest

from engine.bpmn.decision_grid import (
    CellFailed,
    ResultOutsideOutputValues,
    RulesDisagree,
    RulesOverlap,
)
from engine.bpmn.decisions import (
    NAMESPACES,
    DecisionTablesRefused,
    problems,
    read_decisions,
)
from engine.law.calendar import published_calendar

LATEST = NAMESPACES[-1]


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def cell(kind, name, text):
    return f'<{kind} id="{name}"><text>{escaped(text)}</text></{kind}>'


def output(number, name, values=""):
    listed = f"<outputValues><text>{escaped(values)}</text></outputValues>" if values else ""
    return f'<output id="out{number}" name="{name}">{listed}</output>'


def table(rules, *, policy="UNIQUE", inputs=("a",), outputs=("r",), attributes=""):
    """Draw a table: one line per rule, cells separated by |, inputs before ⇒ and outputs after.

    An output may list its values: `name:"a","b"`.
    """
    columns = "".join(
        f'<input id="in{n}" label="{text}"><inputExpression id="ie{n}">'
        f"<text>{escaped(text)}</text></inputExpression></input>"
        for n, text in enumerate(inputs, start=1)
    )
    columns += "".join(output(n, *text.split(":")) for n, text in enumerate(outputs, start=1))
    rows = ""
    for number, line in enumerate((each for each in rules.splitlines() if each.strip()), start=1):
        tests, _, results = line.partition("⇒")
        rows += f'<rule id="rule{number}">'
        rows += "".join(
            cell("inputEntry", f"i{number}_{n}", text.strip())
            for n, text in enumerate(tests.split("|") if inputs else (), start=1)
        )
        rows += "".join(
            cell("outputEntry", f"o{number}_{n}", text.strip())
            for n, text in enumerate(results.split("|"), start=1)
        )
        rows += "<annotationEntry><text>批注 ((( 不计</text></annotationEntry></rule>"
    return (
        f'<decisionTable id="t" hitPolicy="{policy}" {attributes}>{columns}'
        f'<annotation name="批注"/>{rows}</decisionTable>'
    )


def decision(logic, *, name="d", title="测试表", needs=(), variable=""):
    requirements = "".join(
        f'<informationRequirement id="{name}_{other}"><requiredDecision href="#{other}"/>'
        "</informationRequirement>"
        for other in needs
    )
    named = f'<variable name="{variable}"/>' if variable else ""
    return f'<decision id="{name}" name="{title}">{named}{requirements}{logic}</decision>'


def document(*decisions, namespace=LATEST):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="{namespace}" id="x" name="x" '
        f'namespace="http://example.invalid">{"".join(decisions)}</definitions>'
    ).encode()


def asked(rules, context, **shape):
    return read_decisions(document(decision(table(rules, **shape))))["d"].decide(context)


AGES = """
    < 18      ⇒ "未成年"
    [18..60)  ⇒ "成年"
    >= 60     ⇒ "老年"
"""


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_a_table_of_each_version_of_dmn_is_read(namespace):
    tables = read_decisions(document(decision(table(AGES)), namespace=namespace))
    assert tables["d"].decide({"a": 18}) == "成年"


@pytest.mark.parametrize(
    ("cells", "value", "hit"),
    [
        ('"a","b"', "b", True),
        ('not("a")', "a", False),
        ('not("a","b")', "c", True),
        ("[1..5]", 5, True),
        ("]1..5[", 5, False),
        ("> 5", 6, True),
        ("> 5, < 2", 1, True),
        ("-", None, True),
        ("", "x", True),
        ("? > 3 and ? < 9", 9, False),
        ("true", True, True),
        ("null", None, True),
        ('= "a"', "a", True),
        ('!= "a"', "a", False),
        ("limit", 7, True),
        ("list contains(known, ?)", "甲某", True),
        ('date("2026-01-01")', None, False),
        ("> limit", "text", False),
    ],
)
def test_a_cell_holds_unary_tests(cells, value, hit):
    context = {"a": value, "limit": 7, "known": ["甲某"]}
    assert asked(f"{cells} ⇒ true", context) == (True if hit else None)


def test_several_outputs_give_a_context():
    rules = """
        "personal" | true  ⇒ "deny.third_party" | 32
        "personal" | false ⇒ "grant"            | 36
    """
    given = {"a": "personal", "b": False}
    assert asked(rules, given, inputs=("a", "b"), outputs=("reply", "article")) == {
        "reply": "grant",
        "article": 36,
    }


def test_an_empty_output_cell_is_null():
    assert asked("- ⇒ | 1", {}, outputs=("x", "y")) == {"x": None, "y": 1}


def test_no_rule_that_applies_gives_nothing():
    assert asked(AGES, {}) is None


def test_a_default_stands_in_when_no_rule_applies():
    rules = table('"a" ⇒ 1').replace(
        '<output id="out1" name="r">',
        '<output id="out1" name="r"><defaultOutputEntry><text>9</text></defaultOutputEntry>',
    )
    assert read_decisions(document(decision(rules)))["d"].decide({"a": "z"}) == 9


OVERLAPPING = """
    > 5   ⇒ "b"
    > 3   ⇒ "a"
    > 1   ⇒ "c"
    > 90  ⇒ "d"
"""


@pytest.mark.parametrize(
    ("policy", "result"),
    [
        ("FIRST", "b"),
        ("PRIORITY", "a"),
        ("RULE ORDER", ["b", "a", "c"]),
        ("OUTPUT ORDER", ["a", "b", "c"]),
        ("COLLECT", ["b", "a", "c"]),
    ],
)
def test_the_hit_policy_chooses_among_rules_that_apply(policy, result):
    assert asked(OVERLAPPING, {"a": 6}, policy=policy, outputs=('r:"a","b","c","d"',)) == result


def test_a_unique_table_names_the_rules_that_overlap():
    with pytest.raises(RulesOverlap, match=r"“测试表”.*第1、2、3条规则同时满足"):
        asked(OVERLAPPING, {"a": 6})


def test_rules_of_an_any_table_must_agree():
    rules = """
        > 1 ⇒ 1.0
        > 2 ⇒ 1
        > 9 ⇒ 2
    """
    assert asked(rules, {"a": 5}, policy="ANY") == 1
    with pytest.raises(RulesDisagree, match="第1、2、3条规则结果不一致"):
        asked(rules, {"a": 10}, policy="ANY")


def test_a_result_outside_the_output_values_has_no_priority():
    with pytest.raises(ResultOutsideOutputValues, match="第1条规则的输出“r”为“b”"):
        asked(OVERLAPPING, {"a": 6}, policy="PRIORITY", outputs=('r:"a","c"',))


FEES = """
    > 0  ⇒ 10
    > 5  ⇒ 0.1
    > 7  ⇒ 0.2
"""


@pytest.mark.parametrize(
    ("aggregation", "value", "result"),
    [
        ("SUM", 8, Decimal("10.3")),
        ("MIN", 8, Decimal("0.1")),
        ("MAX", 8, 10),
        ("COUNT", 8, 3),
        ("SUM", 0, None),
        ("COUNT", 0, 0),
    ],
)
def test_collected_results_are_aggregated_exactly(aggregation, value, result):
    shape = {"policy": "COLLECT", "attributes": f'aggregation="{aggregation}"'}
    assert asked(FEES, {"a": value}, **shape) == result


def test_a_decision_reads_the_results_of_those_it_requires():
    tables = read_decisions(
        document(
            decision(
                table('"年" ⇒ 1', inputs=("等级 + after",)),
                name="third",
                needs=["first", "second"],
            ),
            decision(table("> 1 ⇒ 2", inputs=("a",)), name="first", variable="after"),
            decision(table('- ⇒ "年"', inputs=("b",)), name="second", title="等级"),
        )
    )
    assert tables["third"].names == {"a", "b"}
    assert tables["third"].decide({"a": 1}) is None  # "年" + null is null
    assert tables["second"].decide({}) == "年"


def test_a_decision_may_be_a_single_expression():
    literal = (
        "<literalExpression><text>add working days(received_on, 20)</text></literalExpression>"
    )
    reading = read_decisions(document(decision(literal)))["d"]
    assert reading.names == {"received_on"}
    received = {"received_on": date(2026, 3, 2)}
    assert reading.decide(received, published_calendar()) == date(2026, 3, 30)
    assert reading.decide(received) is None


def test_a_chain_of_shared_requirements_is_decided_once_each():
    parts = [decision(table("- ⇒ 1"), name="d0")]
    for n in range(1, 40):
        literal = f"<literalExpression><text>d{n - 1} + 1</text></literalExpression>"
        needs = [f"d{n - 1}", f"d{max(n - 2, 0)}"] if n > 1 else ["d0"]
        parts.append(decision(literal, name=f"d{n}", title=f"表{n}", needs=needs))
    assert read_decisions(document(*parts))["d39"].decide({}) == 40


REFUSED = [
    (b"<definitions", "不是合格的XML"),
    (b'<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>', "DOCTYPE"),
    (b"<definitions/>", "不是DMN"),
    (document(), "应有1至50个决策"),
    (document(decision(table("(( ⇒ 1"))), "第1条规则的输入“a”“((”有误"),
    (document(decision(table("1 ⇒ )"))), "第1条规则的输出“r”“)”有误"),
    (document(decision(table("1 ⇒ foo(1)"))), "没有名为“foo”的函数"),
    (document(decision(table("1 | 2 ⇒ 1"))), "单元格数与列数不一致"),
    (document(decision(table("1 ⇒ 1", policy="BOGUS"))), "hitPolicy“BOGUS”无法识别"),
    (document(decision(table("1 ⇒ 1", policy="PRIORITY"))), "须列出可选值"),
    (document(decision(table("1 ⇒ 1", attributes='aggregation="SUM"'))), "COLLECT时才能汇总"),
    (document(decision(table("1 ⇒ 1 | 2", outputs=("x", "x")))), "互不相同的名称"),
    (document(decision(table("1 ⇒ 1", inputs=("",)))), "没有填写表达式"),
    (document(decision(table("1 ⇒ 1", attributes='expressionLanguage="python"'))), "只能用FEEL"),
    (document(decision("<context/>")), "引擎不支持"),
    (document(decision(table("1 ⇒ 1")), decision(table("1 ⇒ 1"))), "编号“d”重复"),
    (document(decision(table("1 ⇒ 1"), needs=["nowhere"])), "不在本文件中"),
    (document(decision(table("1 ⇒ 1"), needs=["d"])), "形成循环"),
    (
        document(
            decision(table("1 ⇒ 1"), needs=["e"]), decision(table("1 ⇒ 1"), name="e", needs=["d"])
        ),
        "形成循环",
    ),
]


@pytest.mark.parametrize(("xml", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_a_faulty_file_is_refused_with_the_reason(xml, why):
    assert any(why in problem.message for problem in problems(xml))
    with pytest.raises(DecisionTablesRefused):
        read_decisions(xml)


def test_a_fault_tells_its_element_and_line():
    xml = document(decision(table("1 ⇒ 1\n(( ⇒ 1")).replace("<rule", "\n<rule"))
    (found,) = problems(xml)
    assert (found.element, found.line) == ("i2_1", 3)


def test_a_good_file_has_no_faults():
    assert problems(document(decision(table(AGES)))) == ()


def test_a_cell_that_computes_too_long_is_named():
    endless = "count(for x in 1..9999, y in 1..9999 return x * y)"
    with pytest.raises(CellFailed, match="“测试表”第1条规则的输出“r”无法计算"):
        asked(f"- ⇒ {endless}", {})


def test_tables_tell_what_they_read():
    reading = read_decisions(
        document(decision(table("> limit.low ⇒ if b then c else null", inputs=("a.x",))))
    )["d"]
    assert reading.names == {"a", "limit", "b", "c"}
    assert reading.paths == {"a.x", "limit.low", "b", "c"}


def test_a_changed_cell_changes_the_fingerprint():
    one, other = (
        read_decisions(document(decision(table(f"1 ⇒ {n}"))))["d"].fingerprint for n in (1, 2)
    )
    assert len(one) == 64
    assert one != other


def test_the_cells_of_a_table_share_one_budget():
    costly = "(some x in 1..9999 satisfies x > 9990)"
    rules = "\n".join(f"{costly} and ? = {n} ⇒ {n}" for n in range(20))
    with pytest.raises(CellFailed, match="第6条规则的输入"):
        asked(rules, {"a": 19})

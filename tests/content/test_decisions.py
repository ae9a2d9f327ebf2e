"""The five questions lead to the reply the law provides; a person still decides."""

from itertools import product

import pytest

from engine.bpmn.decisions import DecisionTable, read_decisions
from engine.law.fees import Fee, fee_by_page, marginal_by_item
from engine.law.replies import Reply
from tests.content import answers_on_paper as paper
from tests.content.office_play import files, standard_definition


@pytest.fixture(scope="module")
def table() -> DecisionTable:
    return read_decisions(files("processes", "dmn")["reply_grounds.dmn"])["reply_grounds"]


def suggestion(table: DecisionTable, **answers: object) -> dict[str, str]:
    decided = table.decide({"five_steps": answers})
    assert isinstance(decided, dict)
    return decided


def refused(ground: str) -> dict[str, object]:
    return {**paper.HELD, "separable": "none", "withholding": [ground]}


FIVE_STEPS = [
    ("该不该：信访", {"is_request": "petition"}, "not_processed.petition"),
    ("该不该：咨询", {"is_request": "consultation"}, "other.misc"),
    ("该不该：公开出版物", {"is_request": "publication"}, "not_processed.publication"),
    ("该不该：不是政府信息", {"is_request": "yes", "is_information": "no"}, "other.misc"),
    ("该不该：其他机关负责", {**paper.HELD, "responsible": "other"}, "unable.not_ours"),
    ("该不该：已移交档案馆", {**paper.HELD, "responsible": "archive"}, "other.archive"),
    ("有没有：不存在", {**paper.HELD, "held": "not_exist"}, "unable.not_exist"),
    ("有没有：不掌握", {**paper.HELD, "held": "not_held"}, "unable.not_held"),
    ("有没有：需要加工", {**paper.HELD, "needs_creation": "yes"}, "unable.need_creation"),
    ("给不给：已主动公开", {**paper.HELD, "already_public": "yes"}, "grant.already_public"),
    ("给不给：公开", paper.HELD, "grant"),
    ("给不给：共同制作", {**paper.HELD, "responsible": "joint"}, "grant"),
    ("给不给：部分公开", {**paper.HELD, "separable": "part"}, "partial"),
    *(
        (f"给不给：{ground}", refused(f"deny.{ground}"), f"deny.{ground}")
        for ground in ("secret", "law_forbidden", "safety", "third_party", "internal")
    ),
    ("给不给：过程性信息", refused("deny.process"), "deny.process"),
    ("给不给：执法案卷", refused("deny.enforcement_file"), "deny.enforcement_file"),
]


@pytest.mark.parametrize(
    ("answers", "result"), [row[1:] for row in FIVE_STEPS], ids=[row[0] for row in FIVE_STEPS]
)
def test_the_five_steps_lead_to_a_reply(
    table: DecisionTable, answers: dict[str, object], result: str
) -> None:
    decided = suggestion(table, **answers)
    assert decided["result"] == result
    assert Reply.of(result).value.code
    assert decided["note"].endswith("。")


def test_the_first_ground_in_the_order_of_the_law_is_taken(table: DecisionTable) -> None:
    both = {**paper.HELD, "separable": "none", "withholding": ["deny.process", "deny.secret"]}
    assert suggestion(table, **both)["result"] == "deny.secret"


def test_unfinished_steps_get_a_remark_and_no_result(table: DecisionTable) -> None:
    decided = suggestion(table)
    assert decided["result"] is None
    assert decided["note"] == "五步法审查尚未得出结论，请补全审查内容。"


def test_whatever_is_answered_there_is_a_suggestion(table: DecisionTable) -> None:
    choices = {
        "is_request": ["yes", "petition", "consultation", "publication"],
        "is_information": ["yes", "no", None],
        "responsible": ["own", "joint", "other", "archive", None],
        "held": ["held", "not_exist", "not_held", None],
        "needs_creation": ["yes", "no", None],
        "already_public": ["yes", "no", None],
        "separable": ["all", "part", "none", None],
    }
    for answers in product(*choices.values()):
        decided = suggestion(table, **dict(zip(choices, answers, strict=True)))
        assert decided["note"]


def test_every_refusal_of_the_law_can_be_suggested() -> None:
    text = files("processes", "dmn")["reply_grounds.dmn"].decode()
    suggested = {reply.value.code for reply in Reply if f'"{reply.value.code}"' in text}
    refusals = {reply.value.code for reply in Reply if reply.value.code.startswith("deny.")}
    assert refusals - suggested == {"deny.admin_query"}  # found in the formal review already


CHARGED = [
    *(({"basis": "page", "pages": n}, fee_by_page(n)) for n in (1, 30, 31, 100, 101, 201, 2219)),
    *(
        ({"basis": "item", "first_item": first, "last_item": last}, marginal_by_item(first, last))
        for first, last in ((1, 10), (11, 11), (30, 31), (1, 60), (41, 45), (51, 60))
    ),
]


@pytest.mark.parametrize(("decided", "fee"), CHARGED)
def test_the_fee_of_the_diagram_is_the_fee_of_the_law(decided: dict[str, object], fee: Fee) -> None:
    inputs = standard_definition().nodes["issue_fee_notice"].inputs
    assert inputs["amount"]({"fee_decision": decided}) == fee.amount
    lines = inputs["lines"]({"fee_decision": decided})
    assert isinstance(lines, list)
    assert all(isinstance(line, str) for line in lines)

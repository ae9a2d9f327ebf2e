"""The standard procedure: played along every way, checked against the law and looked at."""

import re
from collections.abc import Iterator, Mapping

import pytest
from lxml import etree

from engine.bpmn.definition import Definition
from engine.bpmn.lint import lint_diagrams
from engine.bpmn.model import Node, NodeKind
from engine.cases.actions import ACTIONS
from engine.feel import Expression
from engine.forms import Form
from engine.law.letters import LETTERS
from engine.law.replies import Reply
from engine.roles import Permission, Role, may
from tests.content import answers_on_paper as paper
from tests.content.applications import CASE, CLOCK, STORIES, Story
from tests.content.office_play import (
    BPMN,
    ROOT,
    Play,
    files,
    flows,
    standard_definition,
    standard_forms,
    taken,
)


@pytest.fixture(scope="module")
def definition() -> Definition:
    return standard_definition()


@pytest.fixture(scope="module")
def forms() -> dict[str, Form]:
    return standard_forms()


def play(definition: Definition, forms: Mapping[str, Form], story: Story) -> Play:
    return Play(
        definition,
        forms,
        {**paper.USUAL, **story.answers},
        {**CASE, **story.case},
        {**CLOCK, **story.clock},
        list(story.happenings),
    )


@pytest.mark.parametrize("title", STORIES)
def test_an_application_goes_this_way(
    definition: Definition, forms: dict[str, Form], title: str
) -> None:
    story = STORIES[title]
    played = play(definition, forms, story)
    played.run()
    assert played.path == story.steps.split()
    assert played.letters == story.letters.split()
    assert played.acts[-1][0] == "case.close"


def test_the_stories_together_take_every_flow(
    definition: Definition, forms: dict[str, Form]
) -> None:
    known = flows()
    splits = {
        (node.process_id, node.id)
        for node in definition.nodes.values()
        if node.id in ("fork", "handling_begins", "whom_to_ask", "whichever_first")
    }
    covered: set[str] = set()
    for story in STORIES.values():
        played = play(definition, forms, story)
        played.run()
        covered |= set(taken(played, known, splits))
    assert {flow.id for flow in known} - covered == set()


FACTS = {"today", "clock", "case", "agency", "intake"}
LOCALS = {"party", "inquiry", "department", "loopCounter"}
CITATION = re.compile(r"《.+?》|国办|国家档案局")


def people(definition: Definition) -> list[Node]:
    return [node for node in definition.nodes.values() if node.kind is NodeKind.USER_TASK]


def test_the_package_has_no_finding() -> None:
    assert lint_diagrams(files("processes", "bpmn"), files("processes", "dmn")) == ()


def test_every_task_says_who_how_when_and_by_which_article(
    definition: Definition, forms: dict[str, Form]
) -> None:
    working = {role for role in Role if may([role], Permission.WORK)}
    for node in people(definition):
        assert node.form_key in forms, node.id
        assert node.groups, node.id
        assert set(node.groups) <= working, node.id
        assert node.stage in ("receive", "register", "process", "investigate", "reply"), node.id
        assert node.due is not None or node.id == "oral_record", node.id
        assert CITATION.search(node.documentation), node.id
        assert node.properties.get("statutory"), node.id


def test_every_act_is_one_the_office_can_do_and_cites_its_ground(definition: Definition) -> None:
    acts = [node for node in definition.nodes.values() if node.kind is NodeKind.ACTION]
    assert len(acts) > 40
    for node in acts:
        assert node.properties["action"] in ACTIONS, node.id
        assert node.documentation, node.id
        letter = node.properties.get("letter")
        if letter:
            assert (ROOT / "templates" / "letters" / letter / "letter.html").exists(), node.id


# Why a letter of the catalogue is issued by no step of the standard diagrams.
DRAWN_BY_THE_AGENCY = {
    "P10": "本机关被其他机关征询时函复使用，不发生在本机关办理的申请中",
    "G01": "更正政府信息记录的申请（条例第四十一条）不是政府信息公开申请，不按本流程办理",
}


def test_every_letter_of_the_catalogue_is_issued_or_it_is_said_why_not(
    definition: Definition,
) -> None:
    issued = {reply.value.letter for reply in Reply}
    for node in definition.nodes.values():
        if node.properties.get("action") in ("letter.draft", "letter.issue"):
            issued.add(node.properties.get("letter", ""))
        for given in node.inputs.values():
            issued |= set(re.findall(r'"([A-Z]\d\d)"', given.text))
    assert set(LETTERS) - issued == set(DRAWN_BY_THE_AGENCY)


def expressions(node: Node) -> Iterator[Expression]:
    yield from node.inputs.values()
    loop = node.loop
    for one in (node.due, node.condition, loop and loop.collection, loop and loop.output_element):
        if one is not None:
            yield one
    if node.timer is not None and node.timer.expression is not None:
        yield node.timer.expression


def test_no_expression_reads_what_nobody_writes(definition: Definition) -> None:
    written = FACTS | LOCALS | {node.result_variable for node in definition.nodes.values()}
    written |= {n.loop.output_collection for n in definition.nodes.values() if n.loop}
    for node in definition.nodes.values():
        for expression in expressions(node):
            assert expression.names <= written, (node.id, expression.names - written)


def after(start: str, without: str = "-") -> set[str]:
    """Name what can follow a node in its own diagram, boundary events included."""
    onward: dict[str, set[str]] = {}
    for flow in flows():
        onward.setdefault(flow.source, set()).add(flow.target)
    for text in files("processes", "bpmn").values():
        for event in etree.fromstring(text).iter(f"{BPMN}boundaryEvent"):
            onward.setdefault(event.get("attachedToRef"), set()).add(event.get("id"))
    found, ahead = set(), [start]
    while ahead:
        for following in onward.get(ahead.pop(), set()) - found - {without}:
            found.add(following)
            ahead.append(following)
    return found


# The article; from where; without passing what; no longer reachable.
LAWFUL_ORDER = """
条例第三十条：补正只进行一次 | correction | - | correction
条例第三十五条：只要求一次说明理由 | excessive | - | excessive
条例第四十二条：没有第三十五条认定不收费 | received | excessive | fee
条例第三十六条：答复经法制审核 | draft_reply | legal_review | sign
条例第四条：答复经负责人签发 | draft_reply | sign | handling_done
条例第四十五条：办结前归档 | issue_reply | archive | case_closed
国办公开办函〔2016〕235号：归档前送达 | issue_reply | deliver_reply | archive
条例第三十条：补正告知经审批 | draft_correction | approve_correction | issue_correction
条例第三十条：是否放弃由人认定 | correction_lapsed | confirm_abandonment | correction_abandoned
国办函〔2020〕109号：是否放弃由人认定 | fee_lapsed | confirm_fee_lapse | fee_not_paid
条例第四十二条：收费经审批 | fee_decision | approve_fee | issue_fee_notice
条例第三十五条：说明理由经审批 | request_reasons | approve_reasons_request | issue_reasons_request
条例第三十五条：延迟答复经审批 | await_reasons | approve_delay | issue_delay
条例第三十三条：延期经负责人批准 | extension_started | extension_approval | extend_clock
条例第三十三条：延期告知申请人 | extension_approval | extension_delivery | extend_clock
条例第三十二条：第三方意见由人审查 | ask_third_parties | weigh_opinions | all_heard
条例第三十三条：征求意见先停止计算 | send_third_party | open_third_party | await_opinion
条例第四十五条：更正、撤销经负责人批准 | mend_started | approve_mend | issue_mended
条例第四十五条：更正、撤销经负责人批准 | mend_started | approve_mend | withdraw_letter
条例第四十五条：先有替代文书再登记失效 | redraft | issue_mended | withdraw_letter
条例第五条：便民答复附页经法制审核 | draft_convenience | legal_review | issue_convenience
条例第五条：便民答复附页在答复编号之后 | draft_convenience | issue_reply | issue_convenience
条例第五条：替代文书的附页经法制审核 | redraft | review_mended | issue_mended_convenience
条例第三十六条：替代文书经法制审核 | redraft | review_mended | sign_mended
条例第三十六条：替代文书经负责人签发 | redraft | sign_mended | issue_mended
国办公开办函〔2016〕235号：替代文书另行送达 | was_sent | deliver_mended | record_deliver_mended
条例第三十二条：采纳情况告知书经审批 | draft_outcome | approve_outcome | issue_outcome
条例第十一条：先书面通知再会商 | plan_conference | send_conference_notice | conference_minutes
条例第四十五条：办理前登记 | confirm_receipt | register | handling
"""
ORDER = [[part.strip() for part in line.split("|")] for line in LAWFUL_ORDER.strip().splitlines()]


@pytest.mark.parametrize(
    ("start", "without", "unreachable"), [row[1:] for row in ORDER], ids=[row[0] for row in ORDER]
)
def test_the_law_fixes_the_order(start: str, without: str, unreachable: str) -> None:
    nodes = {flow.source for flow in flows()} | {flow.target for flow in flows()}
    assert {start, unreachable} <= nodes
    assert without == "-" or without in nodes
    assert unreachable not in after(start, without)


def test_whoever_drafts_neither_reviews_nor_signs(definition: Definition) -> None:
    apart = {
        node.id: set(node.properties.get("separateFrom", "").split()) for node in people(definition)
    }
    assert apart["legal_review"] == {"draft_reply"}
    assert apart["sign"] == {"draft_reply", "legal_review"}
    assert apart["secrecy_review"] == {"five_steps"}
    assert apart["review_mended"] == {"redraft"}
    assert apart["sign_mended"] == {"redraft", "review_mended"}
    for approving in (
        *("approve_correction", "approve_fee", "approve_reasons_request"),
        *("approve_outcome", "approve_delay"),
    ):
        assert apart[approving]
        assert definition.nodes[approving].groups == ("head",)
    for approving in ("extension_approval", "approve_mend"):
        assert definition.nodes[approving].groups == ("head",)


def test_silence_of_a_joint_producer_is_consent_and_of_a_third_party_is_not() -> None:
    assert after("joint_lapsed") == {"note_deemed_consent", "joint_consented"}
    assert after("opinion_lapsed") == {"note_silence", "opinion_missing"}


def test_nothing_asks_what_the_information_is_for() -> None:
    for text in (*files("processes", "bpmn").values(), *files("forms", "json").values()):
        assert not re.search(r"purpose|用途(?!径)", text.decode())

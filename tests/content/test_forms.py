"""The standard forms: sound, in the words of the law, and with the keys that others rely on."""

import re
from datetime import date

import pytest

from engine.bpmn.definition import Definition
from engine.forms import Form, FormErrors, Kind, lint_form, load_submission, present
from engine.forms.document import DECORATION
from tests.content import answers_on_paper as paper
from tests.content.office_play import (
    OPTIONS,
    TODAY,
    files,
    standard_definition,
    standard_forms,
)

FORMS = files("forms", "json")
STOPPED = {"today": TODAY, "clock": {"reply_due": date(2026, 3, 30)}, "case": {"content": "规划"}}

# Keys that actions, letters and pages read (whatever else a form may ask).
KEYS = {
    "intake": "channel date posted signed addressed_to arrived confirmed submitted applicant_kind "
    "applicant_name id_type id_number org_code legal_representative contact_name phone email "
    "address postcode agent_name agent_id_number content index_number wanted_form wanted_way "
    "accept_other needs_help large_print attachments",
    "confirm_receipt": "confirmed method contact_person note",
    "oral_record": "read_back signed_on note",
    "register": "subject tags department identity_checked duplicate_note matters",
    "formal_review": "finding explanation earlier_number earlier_date channel_hint",
    "corrected_review": "finding explanation earlier_number earlier_date channel_hint",
    "draft_correction": "items guidance period_workdays",
    "approval": "decision opinion",
    "delivery": "method sent_on delivered_on tracking_no received_by note",
    "confirm_delivery": "delivered_on returned_on evidence note",
    "confirm_served": "delivered_on evidence note",
    "await_correction": "received_on content note",
    "confirm_abandonment": "conclusion no_good_reason received_on content note",
    "assign_search": "departments question reply_by",
    "search_record": "scope keywords period method found documents suggestion suggestion_reason "
    "searched_by searched_on",
    "five_steps": "is_request is_information responsible responsible_name responsible_contact "
    "held needs_creation already_public public_way withholding separable third_parties "
    "joint_producers inquiries needs_conference reasons",
    "third_party_opinion": "replied_on opinion reasons",
    "joint_opinion": "replied_on agrees facts reasons basis",
    "agency_opinion": "answered replied_on facts reasons basis agrees",
    "weigh_opinions": "conclusion reasons written_notice_reasons",
    "third_party_outcome": "outcome handling reasons",
    "conference_plan": "organs held_on time place issues materials",
    "conference_minutes": "held_on place chair participants issues opinions conclusion signatories",
    "urge_agency": "way new_due contact note",
    "secrecy_review": "opinion basis reviewer refer_to refer_contact refer_documents "
    "refer_questions",
    "draft_reply": "result documents public_way withheld reasons sub_kind special_rule "
    "search_summary responsible_name responsible_contact transfer earlier_number earlier_date "
    "channel_hint convenience convenience_place delivery_way",
    "legal_review": "decision opinion checks",
    "sign": "decision opinion",
    "extension": "reason workdays",
    "extension_approval": "decision approver decided_on opinion",
    "withdrawal": "withdrawn_on method note",
    "fee_decision": "charge basis first_item last_item pages payee method reasons",
    "await_payment": "paid_on receipt_no",
    "confirm_fee_lapse": "conclusion paid_on receipt_no note",
    "request_reasons": "facts period_workdays",
    "await_reasons": "answered served_on received_on reasons reasonable judgement new_due",
    "transfer": "outcome organ organ_contact transferred_on evidence why_not",
    "mend_letter": "manner reason cause authority decision_number decided_on change ruling",
    "archive": "archive_number retention note",
}


@pytest.fixture(scope="module")
def forms() -> dict[str, Form]:
    return standard_forms()


@pytest.fixture(scope="module")
def definition() -> Definition:
    return standard_definition()


def asked(form: Form) -> set[str]:
    found: set[str] = set()
    for component in form.components:
        inside = component.children if component.kind is Kind.GROUP else (component,)
        found |= {each.key for each in inside if each.key}
    return found


def test_the_package_has_these_forms_and_no_others() -> None:
    assert {name.removesuffix(".json") for name in FORMS} == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_a_form_asks_what_others_rely_on(forms: dict[str, Form], key: str) -> None:
    assert set(KEYS[key].split()) <= asked(forms[key])


@pytest.mark.parametrize("name", FORMS)
def test_a_form_has_no_finding(definition: Definition, name: str) -> None:
    variables = {node.result_variable for node in definition.nodes.values()} - {""}
    known = variables | {"searches", "party", "inquiry", "department"}
    assert lint_form(FORMS[name], known) == ()


@pytest.mark.parametrize("name", FORMS)
def test_a_form_says_itself_which_steps_it_reads(name: str) -> None:
    assert lint_form(FORMS[name]) == ()


@pytest.mark.parametrize("key", KEYS)
def test_a_form_is_titled_and_grounded(forms: dict[str, Form], key: str) -> None:
    form = forms[key]
    assert form.title
    assert form.id == key
    laws = [c.properties["law"] for c in form.walk() if "law" in c.properties]
    assert laws or key == "withdrawal", key
    for law in laws:
        assert re.search(r"《.+?》|国办|国家档案局", law), law


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_form_can_be_drawn(forms: dict[str, Form], key: str) -> None:
    view = present(forms[key], {}, {}, STOPPED, OPTIONS)
    fields = [field for line in view.rows for field in line]
    assert any(not field.hidden for field in fields)
    for line in view.rows:
        assert sum(field.columns for field in line) <= 16, [field.name for field in line]


@pytest.mark.parametrize("key", KEYS)
def test_a_label_is_short_and_ends_without_a_full_stop(forms: dict[str, Form], key: str) -> None:
    for component in forms[key].walk():
        if component.kind not in DECORATION:
            assert component.label, component.id
            assert len(component.label) <= 40, component.label
            assert not component.label.endswith(("。", "：", "?")), component.label


def complaints(form: Form, raw: dict[str, object], **context: object) -> dict[str, list[str]]:
    with pytest.raises(FormErrors) as refused:
        load_submission(form, raw, {**STOPPED, **context}, OPTIONS)
    return refused.value.errors


APPLICANT = {"applicant_kind": "natural", "applicant_name": "测试申请人", "content": "示例规划"}
ON = paper.ON

REFUSED = [
    ("intake", {**APPLICANT}, {"channel": "“接收渠道”为必填项"}),
    ("intake", {**APPLICANT, "channel": "in_person"}, {"date": "“提交日期”为必填项"}),
    ("intake", {**APPLICANT, "channel": "registered_mail", "signed": "2026-03-03"},
        {"signed": "“签收日期”不得晚于今天，也不得早于交寄日期"}),
    ("intake", {**APPLICANT, "channel": "internet", "submitted": ON, "confirmed": "2026-03-01"},
        {"confirmed": "“双方确认日期”不得晚于今天，也不得早于到达日期"}),
    ("intake", {**APPLICANT, "channel": "oral", "date": ON, "id_type": "id_card",
        "id_number": "110105194912310021"},
        {"id_number": "“证件号码”不是有效的公民身份号码，"
            "请核对18位号码（含出生日期和末位校验码）"}),
    ("intake", {**APPLICANT, "channel": "oral", "date": ON, "applicant_kind": "enterprise",
        "org_code": "91350100M000100Y34"},
        {"org_code": "“统一社会信用代码”不是有效的统一社会信用代码，请核对18位代码及末位校验码"}),
    ("draft_correction",
        {"items": [{"item": "写明文号"}], "guidance": "例", "period_workdays": "4"},
        {"period_workdays": "“补正期限”应为5到60之间的整数"}),
    ("draft_correction", {"guidance": "例", "period_workdays": "15"},
        {"items": "“需要补正的事项”须至少填写一项"}),
    ("extension", {"reason": "检索量大", "workdays": "21"},
        {"workdays": "“延长的期限”应为1到20之间的整数"}),
    ("delivery", {"method": "in_person", "sent_on": ON},
        {"delivered_on": "“送达（签收）日期”不得晚于今天，不得早于发出日期；"
            "当面、留置、委托送达的必须填写"}),
    ("delivery", {"method": "ems", "sent_on": ON}, {"tracking_no": "“邮件号”为必填项"}),
    ("legal_review", {"decision": "approve", "checks": ["facts"]},
        {"checks": "“审核要点”须逐项确认后方可同意"}),
    ("legal_review", {"decision": "return"}, {"opinion": "“具体意见”为必填项"}),
    ("draft_reply", paper.reply("partial", documents=paper.GRANT["documents"]),
        {"withheld": "“不予公开的内容”须至少填写一项"}),
    ("draft_reply", paper.reply("unable.not_exist"),
        {"search_summary": "“检索过程和事实”为必填项"}),
    ("draft_reply", paper.reply("deny.process", withheld=[
        {"part": "请示", "ground": "deny.process", "reason": "请示报告"}]),
        {"sub_kind": "“具体类别”为必填项"}),
    ("five_steps", {**paper.HELD, "separable": "none"},
        {"withholding": "“不予公开的理由”须至少选择一项"}),
    ("await_reasons", {"answered": "yes", "received_on": ON, "reasons": "研究",
        "reasonable": "needs_time", "judgement": "量大", "new_due": ON},
        {"new_due": "“延迟答复的期限至”应晚于今天，也应晚于现在的答复期限"}),
    ("fee_decision", {"charge": "yes", "basis": "item", "first_item": "12", "last_item": "11",
        "payee": "国库", "method": "转账", "reasons": "量大"},
        {"last_item": "“本次为当月第几件（止）”不得小于起始件数；"
            "当月前10件不收费，止于第10件以内的，请选择“不收取”"}),
]  # fmt: skip


@pytest.mark.parametrize(("key", "raw", "expected"), REFUSED)
def test_a_form_refuses_what_the_law_does_not_allow(
    forms: dict[str, Form], key: str, raw: dict[str, object], expected: dict[str, str]
) -> None:
    assert complaints(forms[key], raw) == {name: [said] for name, said in expected.items()}


SHOWN_FIRST = [
    ("petition", {"is_request"}),
    ("yes", {"is_request", "is_information", "responsible", "held"}),
]


@pytest.mark.parametrize(("answer", "shown"), SHOWN_FIRST)
def test_the_five_steps_appear_one_after_the_other(
    forms: dict[str, Form], answer: str, shown: set[str]
) -> None:
    view = present(forms["five_steps"], {"is_request": answer}, {}, STOPPED, OPTIONS)
    groups = [field for line in view.rows for field in line if field.kind == "group"]
    seen = {
        each.name
        for group in groups
        if not group.hidden
        for line in group.rows
        for each in line
        if not each.hidden
    }
    if answer == "yes":
        assert "is_information" in seen
    else:
        assert seen == shown


PRESET = [
    ({"formal_review": {"finding": "petition"}}, "not_processed.petition"),
    ({"formal_review": {"finding": "archived"}}, "other.archive"),
    ({"formal_review": {"finding": "unclear"}}, "unable.unclear"),
    ({"formal_review": {"finding": "clear"}, "suggestion": {"result": "partial"}}, "partial"),
    (
        {
            "formal_review": {"finding": "correct"},
            "confirm_abandonment": {"conclusion": "abandoned"},
        },
        "other.overdue_correction",
    ),
    (
        {"formal_review": {"finding": "excessive"}, "await_reasons": {"reasonable": "no"}},
        "not_processed.mass_repeat",
    ),
    (
        {
            "formal_review": {"finding": "excessive"},
            "confirm_fee_lapse": {"conclusion": "lapsed"},
        },
        "other.overdue_fee",
    ),
]


@pytest.mark.parametrize(("variables", "result"), PRESET)
def test_the_reply_is_proposed_from_what_was_found(
    forms: dict[str, Form], variables: dict[str, object], result: str
) -> None:
    view = present(forms["draft_reply"], {}, {}, {**STOPPED, **variables}, OPTIONS)
    fields = {field.name: field for line in view.rows for field in line}
    assert fields["result"].value == result
    assert [choice.value for choice in fields["result"].choices if choice.chosen] == [result]


FOUND = {"title": "示例规划", "number": "示例规〔2024〕1号"}
SEARCHES = [
    {"department": "规划科", "scope": "业务系统", "keywords": "规划", "found": "found",
        "documents": [FOUND]},
    {"department": "档案室", "scope": "文书档案", "keywords": "规划", "found": "none",
        "documents": None},
]  # fmt: skip


def test_nothing_found_or_weighed_before_is_typed_again(forms: dict[str, Form]) -> None:
    known = {
        **STOPPED,
        "searches": SEARCHES,
        "five_steps": {"withholding": ["deny.process"], "reasons": "理由"},
    }
    view = present(forms["draft_reply"], {"result": "partial"}, {}, known, OPTIONS)
    fields = {field.name: field for line in view.rows for field in line}
    document = {each.name: each.value for line in fields["documents"].items[0] for each in line}
    assert document["documents.0.title"] == "示例规划"
    assert document["documents.0.form"] == "纸质件"
    withheld = {each.name: each.value for line in fields["withheld"].items[0] for each in line}
    assert withheld["withheld.0.ground"] == "deny.process"
    assert fields["reasons"].value == "理由"
    assert fields["search_summary"].value == (
        "本机关已组织可能制作、获取或者保存该信息的规划科、档案室检索，结果如上"
    )


def test_who_approves_has_to_confirm_every_point(forms: dict[str, Form]) -> None:
    for decision, hidden in ((None, True), ("return", True), ("approve", False)):
        drawn = present(forms["legal_review"], {"decision": decision}, {}, {})
        checks = next(each for line in drawn.rows for each in line if each.name == "checks")
        assert (checks.required, checks.hidden) == (True, hidden)
    nothing = complaints(forms["legal_review"], {"decision": "approve"})
    assert nothing == {"checks": ["“审核要点”须逐项确认后方可同意"]}

"""A document held is chosen, found again in every later step, and really given with the reply."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from engine.cases import holdings, letters, tasks
from engine.cases.enclosures import Enclosure
from engine.cases.files import FileNotFound, Upload
from engine.cases.labels import record_of
from engine.documents import text_of
from engine.forms import FieldView
from engine.store.events import events_of
from engine.store.letters import Letter
from tests import answers
from tests.conftest import Desk
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")

PLAN = {
    "title": "示例县2025年农村公路养护计划",
    "number": "示交〔2025〕7号",
    "issued_on": "2025-02-01",
    "made_by": "示例县交通局",
    "attribute": "on_request",
    "pages": "12",
}
ROADS = {
    "title": "示例县农村公路名录",
    "number": "示交〔2024〕3号",
    "attribute": "published",
    "public_way": "示例县人民政府网站“政府信息公开”栏目",
    "pages": "40",
}
CONTENT = "全县养护里程三百公里".encode()
REDACTED = "全县养护里程■■■公里".encode()


def registered(office: Desk, values: dict[str, str], content: bytes | None = CONTENT) -> str:
    upload = Upload("正文.txt", content) if content else None
    return str(holdings.save_holding(office("clerk"), values, upload).id)


def asked_to_search(office: Desk) -> Story:
    story = Story(office, moment("2026-03-02")).receive()
    story.do("registrar", "register", **answers.REGISTER)
    story.do("clerk", "formal_review", **answers.CLEAR)
    planning = office.person("department").department_id or 0
    chosen = answers.departments(planning)
    return story.do("clerk", "assign_search", **chosen, reply_by="2026-03-09")


def found(story: Story, *documents: dict[str, str]) -> Story:
    record = answers.FOUND | {"documents": list(documents), "searched_on": "2026-03-02"}
    return story.do("department", "search_record", **record)


def ready_to_draft(office: Desk, document: str) -> Story:
    story = found(asked_to_search(office), {**PLAN_FOUND, "holding": document})
    story.do("clerk", "five_steps", **answers.RELEASE_ALL)
    return story.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)


PLAN_FOUND = {name: PLAN[name] for name in ("title", "number", "pages")}


def fields(
    story: Story, who: str, node: str, raw: dict[str, Any] | None = None
) -> dict[str, FieldView]:
    """Draw the form of an open step, for what has been typed."""
    view = tasks.task_view(story.office(who), story.task(node).id, raw)
    return {each.name: each for line in view.form.rows for each in _within(line)}


def _within(line: tuple[FieldView, ...]) -> Iterator[FieldView]:
    for field in line:
        yield field
        for inner in (*field.rows, *(row for item in field.items for row in item)):
            yield from _within(inner)


def typed_after(shown: dict[str, FieldView], **changes: str) -> dict[str, Any]:
    """Send a drawn list back as a browser does: every answer, and what had been proposed."""
    raw = {name: each.value for name, each in shown.items() if name.startswith("documents.")}
    was = {f"_was.{n}": each.proposed for n, each in shown.items() if each.proposed is not None}
    changed = {f"documents.0.{name}": value for name, value in changes.items()}
    return {"found": "found"} | raw | was | changed


def chosen_reply(*files: str, **changes: Any) -> dict[str, Any]:
    document = {**PLAN_FOUND, "form": "电子文档", "files": list(files)}
    return answers.GRANT | {"documents": [document | changes]}


def signed(story: Story) -> Letter:
    story.do("legal_reviewer", "legal_review", **answers.REVIEWED)
    story.do("head", "sign", **answers.APPROVE)
    return story.letters()["F01"]


def test_a_document_chosen_from_the_register_fills_in_what_the_register_knows(office: Desk):
    roads = registered(office, ROADS | {"issued_on": "2024-05-06", "made_by": "示例县交通局"})
    story = asked_to_search(office)
    shown = fields(story, "department", "search_record", {"found": "found"})
    assert shown["documents.0.holding"].refresh
    shown = fields(story, "department", "search_record", typed_after(shown, holding=roads))
    values = {name: shown[f"documents.0.{name}"].value for name in (*ROADS, "issued_on", "made_by")
              if f"documents.0.{name}" in shown}  # fmt: skip
    assert values == {
        "title": "示例县农村公路名录",
        "number": "示交〔2024〕3号",
        "issued_on": "2024-05-06",
        "made_by": "示例县交通局",
        "pages": "40",
        "public_way": ROADS["public_way"],
    }


def test_another_choice_replaces_what_was_filled_in_and_never_what_was_written(office: Desk):
    plan, roads = registered(office, PLAN), registered(office, ROADS)
    story = asked_to_search(office)
    shown = fields(story, "department", "search_record", {"found": "found"})
    written = typed_after(shown, holding=plan, pages="11")
    shown = fields(story, "department", "search_record", written)
    assert shown["documents.0.pages"].value == "11"
    assert shown["documents.0.title"].value == PLAN["title"]
    emptied = typed_after(shown, number="")
    shown = fields(story, "department", "search_record", emptied)
    assert shown["documents.0.number"].value == ""
    shown = fields(story, "department", "search_record", typed_after(shown, holding=roads))
    assert shown["documents.0.title"].value == ROADS["title"]
    assert shown["documents.0.number"].value == ROADS["number"]
    assert shown["documents.0.pages"].value == "11"


def test_the_public_way_registered_is_proposed_where_the_applicant_is_told_of_it(office: Desk):
    roads = registered(office, ROADS, None)
    known = {name: ROADS[name] for name in ("title", "number", "pages", "public_way")}
    story = found(asked_to_search(office), known | {"holding": roads})
    ours = {"is_request": "yes", "is_information": "yes", "responsible": "own", "held": "held"}
    shown = fields(story, "clerk", "five_steps", ours)
    assert [c.value for c in shown["already_public"].choices if c.chosen] == ["yes"]
    assert shown["public_way"].value == ROADS["public_way"]


def test_the_draft_lists_the_document_and_offers_its_file_without_choosing_it(office: Desk):
    plan, other = registered(office, PLAN), registered(office, ROADS)
    story = ready_to_draft(office, plan)
    shown = fields(story, "clerk", "draft_reply")
    assert shown["documents.0.title"].value == PLAN["title"]
    assert [c.value for c in shown["documents.0.holding"].choices if c.chosen] == [plan]
    offered = [(c.value, c.label, c.chosen) for c in shown["documents.0.files"].choices]
    assert offered == [(f"held:{plan}", "目录所存文件：正文.txt", False)]
    reply = chosen_reply(f"held:{other}", holding=plan)
    with pytest.raises(tasks.FormRefused) as refused:
        tasks.complete_task(story.office("clerk"), story.task("draft_reply").id, reply)
    assert "应从列表中选择" in str(refused.value.view.errors)


def test_the_form_and_way_the_applicant_asked_for_are_proposed(office: Desk):
    shown = fields(ready_to_draft(office, registered(office, PLAN)), "clerk", "draft_reply")
    asked = {"documents.0.form": ["纸质件"], "delivery_way": ["ems"]}  # 纸质文件，邮寄
    assert {name: [c.value for c in shown[name].choices if c.chosen] for name in asked} == asked


def test_the_file_given_is_the_one_that_was_signed_whatever_the_register_says_later(office: Desk):
    plan = registered(office, PLAN)
    story = ready_to_draft(office, plan)
    story.do("clerk", "draft_reply", **chosen_reply(f"held:{plan}", holding=plan))
    letter = signed(story)
    assert "随文书提供的文件：示例县2025年农村公路养护计划（示交〔2025〕7号）" in read_back(story)
    later = Upload("正文.txt", "另一份文件".encode())
    holdings.save_holding(story.office("clerk"), PLAN, later, int(plan))
    assert PLAN["title"] in text_of(letter.html)
    assert "共12页" in text_of(letter.html)
    reader = story.office("auditor")
    (name,) = letters.enclosed(reader, letter.id)
    assert name == "附件 示例县2025年农村公路养护计划.txt"
    found = letters.frozen_pdf(reader, letter.id)
    made = letters.served_set(letter, found.pdf or b"", letters.enclosed(reader, letter.id))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.namelist() == [letters.file_name(letter), name]
        assert archive.read(name) == CONTENT
        assert archive.read(letters.file_name(letter)).startswith(b"%PDF-")
    with pytest.raises(FileNotFound):
        letters.enclosure_of(reader, letter.id, 2)


def test_a_redacted_copy_is_given_instead_and_survives_a_return_for_correction(office: Desk):
    plan = registered(office, PLAN)
    story = ready_to_draft(office, plan)
    draft = story.task("draft_reply").id
    copy = {"documents.0.files": [Upload("区分处理后.txt", REDACTED)]}
    tasks.complete_task(story.office("clerk"), draft, chosen_reply(holding=plan), copy)
    story.settle()
    returned = {"checks": answers.CHECKS, "decision": "return", "opinion": "请补充理由。"}
    story.do("legal_reviewer", "legal_review", **returned)
    offered = fields(story, "clerk", "draft_reply")["documents.0.files"].choices
    assert [(c.label, c.chosen) for c in offered] == [
        ("目录所存文件：正文.txt", False),
        ("本案材料：区分处理后.txt", True),
    ]
    kept = [c.value for c in offered if c.chosen]
    story.do("clerk", "draft_reply", **chosen_reply(*kept, holding=plan))
    assert list(letters.enclosed(story.office("head"), signed(story).id).values()) == [REDACTED]


def test_a_file_that_cannot_be_taken_is_refused_at_its_row(office: Desk):
    plan = registered(office, PLAN)
    story = ready_to_draft(office, plan)
    draft = story.task("draft_reply").id
    bad = {"documents.0.files": [Upload("程序.exe", b"MZ")]}
    with pytest.raises(tasks.FormRefused) as refused:
        tasks.complete_task(story.office("clerk"), draft, chosen_reply(holding=plan), bad)
    assert "不接受文件" in dict(refused.value.view.errors)["documents.0.files"]


def test_what_the_department_uploaded_may_be_given_and_files_of_two_documents_are_told_apart(
    office: Desk,
):
    story = asked_to_search(office)
    record = answers.FOUND | {"searched_on": "2026-03-02"}
    sent = {"attachments": [Upload("计划.txt", CONTENT), Upload("名录.txt", REDACTED)]}
    task = story.task("search_record").id
    tasks.complete_task(story.office("department"), task, record, sent)
    story.settle()
    story.do("clerk", "five_steps", **answers.RELEASE_ALL)
    story.do("legal_reviewer", "secrecy_review", **answers.SECRECY_CLEAR)
    offered = fields(story, "clerk", "draft_reply")["documents.0.files"].choices
    assert [c.label for c in offered] == ["本案材料：计划.txt", "本案材料：名录.txt"]
    plan, roads = (c.value for c in offered)
    rows = [
        {**PLAN_FOUND, "form": "电子文档", "files": [plan, roads]},
        {"title": 'A/B："名录"', "form": "电子文档", "files": [roads]},
    ]
    story.do("clerk", "draft_reply", **answers.GRANT | {"documents": rows})
    letter = story.letters()["F01"]
    assert "随文书提供的文件：计划.txt、名录.txt" in read_back(story)
    assert [each.name for each in enclosures(story, letter)] == [
        "附件1（1） 示例县2025年农村公路养护计划.txt",
        "附件1（2） 示例县2025年农村公路养护计划.txt",
        "附件2 A_B：_名录_.txt",
    ]


def read_back(story: Story) -> str:
    """Read what was filled in when the reply was drafted."""
    reader = story.office("auditor")
    events = events_of(reader.session, story.case_id)
    drafted = next(each for each in events if each.node_id == "draft_reply")
    return dict(record_of(reader, story.case_id, drafted.seq).answers)["提供（告知）的政府信息"]


def enclosures(story: Story, letter: Letter) -> tuple[Enclosure, ...]:
    rows = letters.letters_of(story.office("auditor"), story.case_id)
    return next(row.enclosures for row in rows if row.letter.id == letter.id)

"""流程设计 on the page: who may draw, what is kept, and what is refused without losing anything."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.cases.actions import ACTION_LABELS, ACTIONS
from engine.repository.diagrams import path_of
from engine.store.deployments import current_deployment, files_of
from engine.store.journal import HouseEvent
from tests.conftest import Desk
from tests.webui.conftest import Site, Visitor
from tests.webui.test_templates import second_manager

NAME = "extension"
PAGE = f"/processes/{NAME}"
OLD, NEW = "审批延期", "审批延长答复期限"


def published(site: Site) -> str:
    with site.records().reading() as session:
        deployment = current_deployment(session, Desk(session).agency_id)
        assert deployment is not None
        return files_of(session, deployment.id)[path_of(NAME)].decode()


def drawn(site: Site, old: str = OLD, new: str = NEW) -> str:
    text = published(site)
    assert old in text
    return text.replace(old, new)


def keep(visitor: Visitor, xml: str, version: int = 0, **more: Any) -> TestResponse:
    values = {"xml": xml, "version": version, "base": 1, **more}
    headers = {"X-CSRF": visitor.hidden["csrf"], "X-Fragment": "1"}
    return visitor.client.post(PAGE, data=values, headers=headers)


def kept(visitor: Visitor, xml: str, version: int = 0) -> Mapping[str, Any]:
    answer = keep(visitor, xml, version)
    assert answer.status_code == 200, answer.text
    state: Mapping[str, Any] = answer.get_json()
    return state


def test_the_list_says_who_calls_each_diagram_and_which_the_draft_changes(site: Site):
    manager = site.as_("manager")
    page = manager.get("/processes").text
    assert "收到申请时启动" in page
    assert "征求意见与会商、政府信息公开申请办理" in page
    assert "五步法" in page
    assert "草稿已改" not in page
    kept(manager, drawn(site))
    looked = site.as_("head").get("/processes").text
    assert looked.count("草稿已改") == 1
    assert "恢复为发布的内容" not in looked
    manager.get("/processes")
    assert manager.send(f"{PAGE}/revert", {"version": 1}).status_code == 303
    page = manager.get("/processes").text
    assert "延期审批与告知已恢复为发布的内容" in page
    assert "草稿已改" not in page


def test_every_act_of_the_office_is_offered_in_words():
    assert list(ACTION_LABELS) == list(ACTIONS)


def test_the_manager_draws_the_head_looks_on_and_others_stay_outside(site: Site):
    manager, head = site.as_("manager"), site.as_("head")
    page = manager.get(PAGE).text
    assert "data-editable" in page
    assert "extension_approval" in page
    assert "延期审批" in page
    looked = head.get(PAGE).text
    assert "data-editable" not in looked
    assert "您可以查看；修改由流程管理员进行" in looked
    assert keep(head, drawn(site)).status_code == 403
    assert site.as_("clerk").get(PAGE).status_code == 403
    assert manager.get("/processes/nothing").status_code == 404
    assert manager.get(f"{PAGE}/file").data == published(site).encode()


def test_what_is_drawn_stands_in_the_draft_and_drawn_back_is_no_change(site: Site):
    manager = site.as_("manager")
    state = kept(manager, drawn(site))
    assert (state["version"], state["changed"], state["saved"]) == (1, True, "09:00")
    assert NEW in manager.get(PAGE).text
    draft = manager.get("/package/draft").text
    assert "延期审批与告知 · 流程图" in draft
    assert "<ins>长答复</ins>" in draft
    assert f'href="{PAGE}"' in draft
    as_another_editor_writes_it = re.sub(r">\s+<", "> <", published(site)).replace("'", '"', 4)
    state = kept(manager, as_another_editor_writes_it, 1)
    assert (state["version"], state["changed"]) == (2, False)


def test_an_hour_of_drawing_is_told_once_in_the_journal(site: Site):
    manager = site.as_("manager")
    for version, name in enumerate(("甲", "乙", "丙")):
        kept(manager, drawn(site, OLD, name), version)
    with site.records().reading() as session:
        told = session.scalars(select(HouseEvent.tag)).all()
    assert [each for each in told if each.endswith("file_saved")] == ["package:file_saved"]


def test_who_is_behind_is_given_what_another_drew_and_overwrites_nothing(site: Site):
    second_manager(site)
    late = site.as_("manager_2")
    state = kept(site.as_("manager"), drawn(site))
    answer = keep(late, drawn(site, OLD, "另一写法"))
    told = answer.get_json()
    assert answer.status_code == 409
    assert "草稿已由辛流程于09:00改动" in told["message"]
    assert NEW in told["theirs"]
    assert (told["version"], told["hash"]) == (1, state["hash"])
    assert "另一写法" not in late.get(PAGE).text
    assert kept(late, drawn(site, OLD, "另一写法"), told["version"])["version"] == 2


def test_who_draws_on_a_draft_that_is_gone_is_given_what_stands_now(site: Site):
    manager = site.as_("manager")
    kept(manager, drawn(site))
    manager.send("/package/draft/discard", {"version": 1})
    told = keep(manager, drawn(site, OLD, "再改"), 1).get_json()
    assert "可能已由他人发布或者放弃" in told["message"]
    assert (told["version"], told["theirs"]) == (0, published(site))
    assert kept(manager, drawn(site, OLD, "再改"), 0)["changed"]


def test_a_draft_that_waits_for_a_second_person_is_not_drawn_on(site: Site):
    manager = site.as_("manager")
    kept(manager, drawn(site))
    manager.get("/package/draft")
    manager.send("/package/draft/hand-over", {"version": 1, "note": "改名"})
    assert "等待他人核准发布，暂不能修改" in manager.get(PAGE).text
    answer = keep(manager, drawn(site), 2)
    assert answer.status_code == 409
    assert "正在等待他人核准发布" in answer.get_json()["message"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
READER = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'


HOSTILE = {
    "": (422, "不是合格的XML文件"),
    "<a><b></a>": (422, "第1行"),
    BOMB: (422, "DOCTYPE"),
    READER: (422, "DOCTYPE"),
    "<html xmlns='x'/>": (422, "不是BPMN 2.0文件"),
    "<a>" * 150 + "</a>" * 150: (422, "嵌套超过"),
    "<a>" + "x" * 1_000_001 + "</a>": (422, "超过1MB"),
    "<a>" + "x" * 2_100_000 + "</a>": (413, "超出上限"),
    "<a>\x01</a>": (422, "没有保存"),
}


def test_hostile_text_is_refused_in_words_and_changes_nothing(site: Site):
    manager = site.as_("manager")
    for xml, (status, problem) in HOSTILE.items():
        answer = keep(manager, xml)
        assert answer.status_code == status, xml[:60]
        assert problem in answer.get_json()["message"]
    assert manager.get("/package/draft").status_code == 404


def test_the_checks_read_the_whole_draft_and_name_the_element(site: Site):
    manager = site.as_("manager")
    assert manager.get(f"{PAGE}/findings").get_json() == []
    kept(manager, drawn(site, ' camunda:candidateGroups="head"', ""))
    here = manager.get(f"{PAGE}/findings").get_json()
    assert [(each["element"], each["severity"], each["layer"]) for each in here] == [
        ("extension_approval", "error", "运行"),
        ("extend_clock", "error", "合法"),
    ]
    assert here[0]["here"]
    assert here[1]["path"][-1] == "extend_clock"
    assert "没有指定办理岗位" in here[0]["message"]
    elsewhere = manager.get("/processes/disclosure/findings").get_json()
    assert elsewhere[0]["href"] == f"{PAGE}#extension_approval"
    assert not elsewhere[0]["here"]

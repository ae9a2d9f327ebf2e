"""文书模板 and 版本与发布 on the page: who may do what, and nothing typed is ever lost."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest

from engine.cases.actions import ACTIONS
from engine.repository import deploy as repository
from engine.repository.samples import path_of
from engine.roles import Role
from engine.store.deployments import current_deployment, files_of
from engine.store.people import Person, RoleGrant
from tests.conftest import MOMENT, Desk
from tests.webui.conftest import Site, Visitor
from webui import letter_templates as bench
from webui import releases

PAGE = "/templates/F12"
DRAFT = "/package/draft"
NOTE = "按复议机关意见修改"
OLD, NEW = "本机关无法提供", "本机关依法无法提供"


def published(site: Site, name: str = "letter.html") -> str:
    with site.records().reading() as session:
        deployment = current_deployment(session, Desk(session).agency_id)
        assert deployment is not None
        return files_of(session, deployment.id)[path_of("F12", name)].decode()


def second_manager(site: Site) -> None:
    with site.records().writing() as session:
        desk = Desk(session)
        session.add(
            Person(
                agency_id=desk.agency_id,
                login="manager_2",
                name="寅流程",
                password_hash=desk.person("manager").password_hash,
                created_at=MOMENT,
                grants=[RoleGrant(role=Role.MANAGER)],
            )
        )


def typed(site: Site, source: str, version: int = 0, **more: str) -> dict[str, object]:
    sample = published(site, "sample.json")
    return {"source": source, "sample": sample, "version": version, "letter_form": ""} | more


def changed(site: Site) -> str:
    source = published(site)
    assert OLD in source
    return source.replace(OLD, NEW)


def save(site: Site, visitor: Visitor, source: str | None = None, version: int = 0) -> None:
    visitor.get(PAGE)
    answer = visitor.send(PAGE, typed(site, source or changed(site), version))
    assert answer.status_code == 303, answer.text


def hand_over(visitor: Visitor, version: int = 1) -> None:
    visitor.get(DRAFT)
    answer = visitor.send(f"{DRAFT}/hand-over", {"version": version, "note": NOTE})
    assert answer.status_code == 303, answer.text


def test_the_list_says_when_each_letter_is_used_and_which_the_draft_changes(site: Site):
    manager = site.as_("manager")
    page = manager.get("/templates").text
    assert "政府信息不存在告知书" in page
    assert "条例第三十六条第（四）项" in page
    assert "草稿已改" not in page
    save(site, manager)
    page = site.as_("head").get("/templates").text
    assert page.count("草稿已改") == 1
    assert "辛流程" in page


def test_a_letter_is_edited_by_the_manager_and_read_by_the_head(site: Site):
    manager, head = site.as_("manager"), site.as_("head")
    page = manager.get(PAGE).text
    assert "未发现问题" in page
    assert "申请人姓名或者名称" in page
    assert 'data-insert="{{ applicant.name }}"' in page
    assert '<textarea class="in mono code" id="source"' in page
    save(site, manager)
    page = head.get(PAGE).text
    assert NEW in page
    assert "readonly" in page
    assert "保存草稿" not in page
    assert head.send(PAGE, typed(site, "x", 1)).status_code == 403
    manager.get(PAGE)
    manager.send(f"{PAGE}/revert", {"version": 1})
    assert "与发布的一致" in manager.get(PAGE).text


def test_a_trial_shows_findings_and_pages_and_changes_nothing(site: Site):
    manager = site.as_("manager")
    token = {"X-CSRF": manager.hidden["csrf"], "X-Fragment": "1"}
    good = manager.client.post(f"{PAGE}/trial", data=typed(site, changed(site)), headers=token)
    assert good.text.count("data:image/png;base64,") >= 2
    wrong = changed(site).replace("applicant.name", "applicant.nmae")
    bad = manager.client.post(f"{PAGE}/trial", data=typed(site, wrong), headers=token)
    assert "是不是想写 applicant.name（申请人姓名或者名称）" in bad.text
    assert 'data-file="letter.html" data-line="2"' in bad.text
    assert "data:image" not in bad.text
    page = manager.send(f"{PAGE}/trial", typed(site, changed(site))).text  # without scripts
    assert NEW in page
    assert "data:image/png;base64," in page
    assert manager.get(DRAFT).status_code == 404


def test_who_saves_on_an_older_version_is_shown_both_and_keeps_the_words(site: Site):
    second_manager(site)
    save(site, site.as_("manager"))
    late = site.as_("manager_2")
    late.get(PAGE)
    mine = published(site).replace(OLD, "本机关确实无法提供")
    answer = late.send(PAGE, typed(site, mine, 0))
    assert answer.status_code == 409
    assert "草稿已由辛流程于09:00改动" in answer.text
    assert "本机关确实无法提供" in answer.text
    assert "<ins>确实</ins>" in answer.text
    assert "<del>依法</del>" in answer.text
    assert 'name="version" value="1"' in answer.text
    save(site, late, mine, 1)


def test_a_page_shown_again_still_names_the_draft_it_was_made_from(site: Site):
    second_manager(site)
    late = site.as_("manager_2")
    late.get(PAGE)
    save(site, site.as_("manager"))
    mine = published(site).replace(OLD, "本机关确实无法提供")
    for answer in (
        late.send(PAGE, typed(site, f"{mine}\x01")),
        late.send(f"{PAGE}/trial", typed(site, mine)),
    ):
        assert 'name="version" value="0"' in answer.text
    late.get(PAGE)
    assert late.send(PAGE, typed(site, mine)).status_code == 409


def test_who_saves_on_a_version_no_longer_in_force_is_shown_what_was_published(site: Site):
    second_manager(site)
    late = site.as_("manager_2")
    assert 'name="base" value="1"' in late.get(PAGE).text
    manager, head = site.as_("manager"), site.as_("head")
    save(site, manager)
    hand_over(manager)
    head.get(DRAFT)
    assert head.send(f"{DRAFT}/publish", {"version": 2}).status_code == 303
    mine = published(site).replace("依法无法提供", "确实无法提供")
    answer = late.send(PAGE, typed(site, mine, 0, base="1"))
    assert answer.status_code == 409
    assert "庚负责已发布第2版" in answer.text
    assert "<del>依法</del>" in answer.text
    assert 'name="base" value="2"' in answer.text
    late.get(PAGE)
    assert late.send(PAGE, typed(site, mine, 0, base="2")).status_code == 303


@pytest.mark.parametrize(("page", "slow"), [(DRAFT, releases), (f"{PAGE}/compare", bench)])
def test_a_draft_discarded_while_it_is_being_checked_is_still_shown(
    site: Site, monkeypatch: pytest.MonkeyPatch, page: str, slow: ModuleType
):
    manager, other = site.as_("manager"), site.as_("manager")
    save(site, manager)
    other.get(DRAFT)
    name = "prove" if slow is releases else "shown_of"
    real = getattr(slow, name)

    def meanwhile(*arguments: Any) -> Any:
        monkeypatch.setattr(slow, name, real)
        with ThreadPoolExecutor(1) as elsewhere:
            gone = elsewhere.submit(other.send, f"{DRAFT}/discard", {"version": 1})
            assert gone.result().status_code == 303
        return real(*arguments)

    monkeypatch.setattr(slow, name, meanwhile)
    answer = manager.get(page)
    assert (answer.status_code, NEW in answer.text or "<ins>依法</ins>" in answer.text) == (
        200,
        True,
    )
    assert manager.get(DRAFT).status_code == 404


def test_what_cannot_be_kept_stays_on_the_page(site: Site):
    manager = site.as_("manager")
    for source, words in (("字" * 50_001, "50001个字符"), ("a\x01b", "不可见的控制字符")):
        answer = manager.send(PAGE, typed(site, source))
        assert answer.status_code == 422
        assert words in answer.text
        assert source[-1] in answer.text.partition('id="source"')[2].partition("</textarea>")[0]
    assert manager.get(DRAFT).status_code == 404


def test_a_hostile_draft_may_be_kept_but_not_handed_over(site: Site):
    manager = site.as_("manager")
    save(site, manager, "{{ 'x' * 10**10 }}<img src='http://example.invalid/'>")
    page = manager.get(DRAFT).text
    assert "改正以前不能提交和发布" in page
    answer = manager.send(f"{DRAFT}/hand-over", {"version": 1, "note": NOTE})
    assert answer.status_code == 422
    assert NOTE in answer.text


def test_the_comparison_marks_words_and_shows_both_samples(site: Site):
    manager = site.as_("manager")
    save(site, manager)
    page = manager.get(f"{PAGE}/compare").text
    assert "<ins>依法</ins>" in page
    assert page.count("发布的样稿第 1 面") == page.count("草稿样稿第 1 面") == 1


def test_who_changed_it_is_told_who_may_publish_it(site: Site):
    manager = site.as_("manager")
    save(site, manager)
    hand_over(manager)
    page = manager.get(DRAFT).text
    assert "请由庚负责核准发布" in page
    assert "核准并发布第" not in page
    answer = manager.send(f"{DRAFT}/publish", {"version": 2})
    assert answer.status_code == 403
    assert "修改和发布须由不同人员办理" in answer.text
    head = site.as_("head")
    head.get(DRAFT)
    assert head.send(f"{DRAFT}/send-back", {"version": 2, "reason": ""}).status_code == 422
    assert head.send(f"{DRAFT}/send-back", {"version": 2, "reason": "请补依据"}).status_code == 303
    assert "已退回：请补依据" in manager.get(PAGE).text
    with site.records().writing() as session:
        Desk(session).person("head").active = False
    assert "再指定一名流程管理员或者负责人" in manager.get(DRAFT).text


def test_another_publishes_and_every_step_stands_in_the_journal(site: Site):
    manager, head = site.as_("manager"), site.as_("head")
    original, wanted = published(site), changed(site)
    save(site, manager)
    hand_over(manager)
    assert NOTE in head.get(DRAFT).text
    answer = head.send(f"{DRAFT}/publish", {"version": 2})
    assert (answer.status_code, answer.location) == (303, "/package")
    page = head.get("/package").text
    assert "第 2 版" in page
    assert NOTE in page
    assert '<b class="num">2</b> 件按此版办理' in page  # both cases run on the first
    assert published(site) == wanted
    answer = head.get("/package/1/file")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.read(path_of("F12", "letter.html")).decode() == original
    manager.get("/package")
    assert manager.send("/package/1/restore").location == DRAFT
    assert "内容取自第 1 版" in manager.get("/package").text
    told = site.as_("auditor").get("/journal?kind=package").text
    for words in (
        "建立草稿",
        "修改草稿文件",
        "提交草稿",
        "核准发布草稿",
        "发布第2版",
        "以第1版的内容",
    ):
        assert words in told, words


def test_a_draft_behind_the_version_in_force_is_carried_over(site: Site):
    second_manager(site)
    manager = site.as_("manager")
    save(site, manager)
    with site.records().writing() as session:
        republish(Desk(session))
    page = manager.get(DRAFT).text
    assert "其后已发布第 2 版" in page
    assert "请逐个选择" in page
    assert manager.send(f"{DRAFT}/carry-over", {"version": 1}).status_code == 422
    kept = {"version": 1, f"keep:{path_of('F12', 'letter.html')}": "draft"}
    manager.get(DRAFT)
    assert manager.send(f"{DRAFT}/carry-over", kept).status_code == 303
    assert "其后已发布" not in manager.get(DRAFT).text


def republish(desk: Desk) -> None:
    manager = desk("manager")
    bundle = repository.current_bundle(manager)
    assert bundle is not None
    path = path_of("F12", "letter.html")
    content = bundle.files[path].replace(OLD.encode(), "本机关难以提供".encode())
    repository.deploy(manager, bundle.with_file(path, content), ACTIONS)

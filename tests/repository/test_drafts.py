"""A draft is changed by one, published by another, and never overwritten by a third."""

import pytest
from sqlalchemy import select, update

from engine.cases.actions import ACTIONS
from engine.repository import deploy as repository
from engine.repository import drafts, merging, proving, release, running, samples, working
from engine.repository.bundle import BundleRefused
from engine.repository.working import NONE, Working
from engine.roles import Role
from engine.store.deployments import Deployment, current_deployment
from engine.store.drafts import Draft, DraftFile
from engine.store.journal import HouseEvent
from engine.store.people import Person, RoleGrant
from tests.conftest import MOMENT, Desk
from tests.story import Story

LETTER = samples.path_of("F12", "letter.html")
OTHER = samples.path_of("F14", "letter.html")
FORM = "forms/sign.json"
NOTE = "按复议机关意见修改"
pytestmark = pytest.mark.usefixtures("deployed")


@pytest.fixture
def second(office: Desk) -> str:
    """A second process manager."""
    return hire(office, "manager_2", "寅流程", Role.MANAGER)


def hire(office: Desk, login: str, name: str, role: Role) -> str:
    office.session.add(
        Person(
            agency_id=office.agency_id,
            login=login,
            name=name,
            password_hash="!",
            created_at=MOMENT,
            grants=[RoleGrant(role=role)],
        )
    )
    office.session.flush()
    return login


def published(office: Desk, path: str) -> bytes:
    bundle = repository.current_bundle(office("manager"))
    assert bundle is not None
    return bundle.files[path]


def edited(office: Desk, path: str = LETTER, old: str = "经", new: str = "依法经") -> bytes:
    text = published(office, path).decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def opened(office: Desk) -> Working:
    return working.opened(office("manager"))


def proof(office: Desk) -> proving.Proof:
    draft = opened(office)
    return proving.prove(draft.bundle, draft.changes, ACTIONS)


def handed(office: Desk) -> int:
    """Change a letter and hand it over; give the version of the draft."""
    drafts.save_file(office("manager"), LETTER, edited(office), NONE)
    release.hand_over(office("manager"), 1, NOTE, proof(office))
    return opened(office).draft.version


def tags(office: Desk) -> list[str]:
    rows = select(HouseEvent.tag).order_by(HouseEvent.seq)
    told = [tag.removeprefix("package:") for tag in office.session.scalars(rows)]
    return told[1:]  # the first publication


def test_the_first_change_begins_a_draft_and_publishes_nothing(office: Desk, deployed: Deployment):
    draft = drafts.save_file(office("manager"), LETTER, edited(office), NONE)
    assert (draft.version, draft.base_id, draft.author) == (1, deployed.id, "辛流程")
    assert opened(office).changes == {LETTER: edited(office)}
    assert opened(office).bundle.files[LETTER] == edited(office)
    assert current_deployment(office.session, office.agency_id) is deployed
    assert b"\xe4\xbe\x9d\xe6\xb3\x95\xe7\xbb\x8f" not in published(office, LETTER)


def test_any_file_of_the_package_may_be_changed(office: Desk):
    drafts.save_file(office("manager"), FORM, published(office, FORM) + b"\n", NONE)
    assert list(opened(office).changes) == [FORM]


def test_what_equals_the_published_file_is_no_change(office: Desk):
    drafts.save_file(office("manager"), LETTER, edited(office), NONE)
    drafts.save_file(office("manager"), LETTER, published(office, LETTER), 1)
    assert opened(office).changes == {}


def test_one_file_is_put_back_and_the_others_stay(office: Desk):
    drafts.save_file(office("manager"), LETTER, edited(office), NONE)
    drafts.save_file(office("manager"), FORM, published(office, FORM) + b"\n", 1)
    drafts.revert_file(office("manager"), LETTER, 2)
    assert list(opened(office).changes) == [FORM]


def test_a_discarded_draft_is_gone_and_a_new_one_is_another(office: Desk):
    first = drafts.save_file(office("manager"), LETTER, edited(office), NONE).id
    drafts.discard(office("manager"), 1)
    assert working.working(office("manager")) is None
    assert office.session.scalars(select(DraftFile)).all() == []
    assert drafts.save_file(office("manager"), LETTER, edited(office), NONE).id != first
    with pytest.raises(working.DraftChanged):
        drafts.discard(office("manager"), 7)


def test_nobody_overwrites_what_another_has_written_meanwhile(office: Desk, second: str):
    drafts.save_file(office("manager"), LETTER, edited(office), NONE)
    with pytest.raises(working.DraftChanged, match="辛流程"):
        drafts.save_file(office(second), LETTER, b"x", NONE)
    drafts.save_file(office(second), OTHER, edited(office, OTHER), 1)
    with pytest.raises(working.DraftChanged, match="寅流程"):
        drafts.revert_file(office("manager"), LETTER, 1)


def test_a_page_that_shows_a_discarded_draft_meets_no_other(office: Desk, second: str):
    shown = drafts.save_file(office("manager"), LETTER, edited(office), NONE).version
    drafts.discard(office(second), shown)
    drafts.save_file(office(second), LETTER, edited(office, new="另经"), NONE)
    with pytest.raises(working.DraftChanged):
        drafts.save_file(office("manager"), LETTER, b"x", shown)


def test_a_page_without_a_draft_does_not_take_back_what_was_published_since(office: Desk):
    release.publish(office("head"), handed(office), proof(office))
    with pytest.raises(working.PublishedMeanwhile, match="庚负责已发布第2版"):
        drafts.save_file(office("manager"), LETTER, b"x", NONE, 1)
    assert working.working(office("manager")) is None
    drafts.save_file(office("manager"), LETTER, b"x", NONE, 2)


def test_a_draft_is_judged_as_it_stands_and_not_as_it_was_read_before(office: Desk):
    shown = drafts.save_file(office("manager"), LETTER, edited(office), NONE)
    elsewhere = update(Draft).values(version=Draft.version + 1, updated_by="寅流程")
    office.session.execute(elsewhere.execution_options(synchronize_session=False))
    with pytest.raises(working.DraftChanged, match="寅流程"):
        drafts.save_file(office("manager"), LETTER, b"x", shown.version)


@pytest.mark.parametrize("who", ["clerk", "head", "administrator", "auditor"])
def test_only_the_process_manager_changes_a_draft(office: Desk, who: str):
    with pytest.raises(repository.MayNotPublish):
        drafts.save_file(office(who), LETTER, b"x", NONE)
    drafts.save_file(office("manager"), LETTER, edited(office), NONE)
    for act in (drafts.discard, release.take_back):
        with pytest.raises(repository.MayNotPublish):
            act(office(who), 1)
    with pytest.raises(repository.MayNotPublish):
        drafts.restore_as_draft(office(who), 1)


@pytest.mark.parametrize(
    ("path", "content", "problem"),
    [
        (LETTER, b"\xff\xfe", "UTF-8"),
        (LETTER, b"a\nb\x00c", "第2行"),
        (LETTER, b"x" * 50_001, "50001"),
        ("letters/x.html", b"x", "不应包含"),
        ("templates/../x.html", b"x", "不应包含"),
        ("templates/letters/F12/x.py", b"x", "不应包含"),
        (FORM, b"x" * (2 * 1024 * 1024 + 1), "2兆字节"),
    ],
)
def test_what_can_be_no_file_is_refused(office: Desk, path: str, content: bytes, problem: str):
    with pytest.raises((drafts.FileRefused, BundleRefused), match=problem):
        drafts.save_file(office("manager"), path, content, NONE)
    assert working.working(office("manager")) is None


def test_another_publishes_what_was_handed_over(office: Desk, second: str):
    version = handed(office)
    deployment = release.publish(office(second), version, proof(office))
    assert (deployment.number, deployment.comment) == (2, NOTE)
    assert deployment.published_by == "寅流程"
    assert published(office, LETTER).count("依法经".encode()) == 1
    assert working.working(office("manager")) is None
    assert tags(office) == [
        *("started", "file_saved", "handed_over", "approved", "published"),
    ]


def test_the_head_may_publish_what_a_manager_changed(office: Desk):
    version = handed(office)
    assert release.publish(office("head"), version, proof(office)).published_by == "庚负责"


def test_who_changed_it_does_not_publish_it(office: Desk, second: str):
    version = handed(office)
    with pytest.raises(release.SameHandPublishes, match="庚负责、寅流程"):
        release.publish(office("manager"), version, proof(office))
    release.take_back(office("manager"), version)
    drafts.save_file(office(second), LETTER, edited(office, new="已经"), version + 1)
    release.hand_over(office(second), version + 2, NOTE, proof(office))
    for who in ("manager", second):
        with pytest.raises(release.SameHandPublishes):
            release.publish(office(who), version + 3, proof(office))


def test_an_agency_with_one_manager_and_no_head_is_told_what_to_do(office: Desk):
    version = handed(office)
    office.person("head").active = False
    with pytest.raises(release.SameHandPublishes, match="再指定一名流程管理员或者负责人"):
        release.publish(office("manager"), version, proof(office))


def test_what_was_handed_over_is_not_changed_until_it_comes_back(office: Desk):
    version = handed(office)
    with pytest.raises(working.DraftHandedOver, match="辛流程"):
        drafts.save_file(office("manager"), LETTER, b"x", version)
    with pytest.raises(working.DraftHandedOver):
        drafts.discard(office("manager"), version)
    with pytest.raises(release.NoteMissing):
        release.send_back(office("head"), version, " ")
    release.send_back(office("head"), version, "请补充依据")
    assert opened(office).draft.returned == "请补充依据"
    drafts.save_file(office("manager"), LETTER, edited(office, new="已经"), version + 1)
    with pytest.raises(release.NotHandedOver):
        release.publish(office("head"), version + 2, proof(office))


def test_handing_over_needs_a_note_and_a_change(office: Desk):
    drafts.save_file(office("manager"), LETTER, edited(office), NONE)
    with pytest.raises(release.NoteMissing):
        release.hand_over(office("manager"), 1, "  ", proof(office))
    drafts.revert_file(office("manager"), LETTER, 1)
    with pytest.raises(release.NothingChanged):
        release.hand_over(office("manager"), 2, NOTE, proof(office))


def test_errors_stand_in_the_way(office: Desk):
    broken = edited(office, old='{% include "parts/remedy.html" %}', new="")
    drafts.save_file(office("manager"), LETTER, broken, NONE)
    found = proof(office)
    with pytest.raises(repository.DeploymentRefused, match="救济途径"):
        release.hand_over(office("manager"), 1, NOTE, found)
    assert {each.file for each in found.errors} == {LETTER}


def test_what_was_checked_is_what_is_published(office: Desk):
    drafts.save_file(office("manager"), LETTER, edited(office), NONE)
    earlier = proof(office)
    drafts.save_file(office("manager"), LETTER, edited(office, new="已经"), 1)
    with pytest.raises(release.NotProven):
        release.hand_over(office("manager"), 2, NOTE, earlier)


def test_a_change_that_only_fails_in_one_layout_is_found(office: Desk):
    wrong = "{% if letter.form == 'redhead' %}{{ case.extended_to }}{% endif %}经"
    drafts.save_file(office("manager"), LETTER, edited(office, new=wrong), NONE)
    (error,) = proof(office).errors
    assert (error.file, error.rule) == (LETTER, "sample_prints")
    assert "文件格式（红头）" in error.message


def republish(office: Desk, path: str, content: bytes) -> Deployment:
    """Another version is published meanwhile, by the operator's command."""
    bundle = repository.current_bundle(office("manager"))
    assert bundle is not None
    return repository.deploy(office("manager"), bundle.with_file(path, content), ACTIONS)


def test_a_draft_is_carried_over_to_a_version_that_touches_other_files(office: Desk):
    drafts.save_file(office("manager"), LETTER, edited(office), NONE)
    newer = republish(office, OTHER, edited(office, OTHER))
    with pytest.raises(release.OtherVersionPublished, match="第2版"):
        release.hand_over(office("manager"), 1, NOTE, proof(office))
    apart = merging.meanwhile(office("manager"), opened(office))
    assert apart is not None
    assert (apart.conflicts, apart.others) == ((), (OTHER,))
    merging.carry_over(office("manager"), 1, {})
    assert opened(office).base is newer
    assert opened(office).bundle.files[OTHER] == edited(office, OTHER, old="依法经", new="依法经")
    release.hand_over(office("manager"), 2, NOTE, proof(office))


@pytest.mark.parametrize("side", [merging.MINE, merging.THEIRS])
def test_a_file_that_both_changed_is_decided_by_a_person(office: Desk, side: str):
    before, mine = published(office, LETTER), edited(office)
    theirs = edited(office, new="已经")
    drafts.save_file(office("manager"), LETTER, mine, NONE)
    republish(office, LETTER, theirs)
    apart = merging.meanwhile(office("manager"), opened(office))
    assert apart is not None
    (conflict,) = apart.conflicts
    assert (conflict.before, conflict.draft, conflict.published) == (before, mine, theirs)
    with pytest.raises(merging.ConflictUndecided, match="F12"):
        merging.carry_over(office("manager"), 1, {})
    merging.carry_over(office("manager"), 1, {LETTER: side})
    kept = opened(office).bundle.files[LETTER]
    assert kept == (mine if side == merging.MINE else theirs)


def test_an_earlier_version_comes_back_as_a_draft(office: Desk):
    original = published(office, LETTER)
    republish(office, LETTER, edited(office))
    draft = drafts.restore_as_draft(office("manager"), 1)
    assert opened(office).changes == {LETTER: original}
    release.hand_over(office("manager"), draft.version, NOTE, proof(office))
    restored = release.publish(office("head"), draft.version, proof(office))
    assert (restored.number, restored.restored_from) == (3, 1)
    drafts.save_file(office("manager"), LETTER, edited(office), NONE)
    with pytest.raises(drafts.DraftExists):
        drafts.restore_as_draft(office("manager"), 2)


def test_running_cases_stay_on_their_version(office: Desk, deployed: Deployment):
    early = Story(office, MOMENT).receive().case
    newer = release.publish(office("head"), handed(office), proof(office))
    late = Story(office, MOMENT).receive().case
    assert (early.deployment_id, late.deployment_id) == (deployed.id, newer.id)
    assert running.open_cases(office("manager")) == {deployed.id: 1, newer.id: 1}


def test_the_draft_of_another_agency_does_not_exist(office: Desk):
    drafts.save_file(office("manager"), LETTER, edited(office), NONE)
    office.person("manager").agency_id = office.other_agency().id
    office.session.flush()
    with pytest.raises(working.DraftMissing):
        working.opened(office("manager"))
    with pytest.raises(working.DraftMissing):
        drafts.discard(office("manager"), 1)

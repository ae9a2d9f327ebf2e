"""From a draft to the next version: one hands it over, another publishes it, or sends it back."""

from collections.abc import Collection

from sqlalchemy import select

from engine.errors import OfficeError
from engine.office import Office
from engine.repository.bundle import Bundle
from engine.repository.chronicle import tell
from engine.repository.deploy import DeploymentRefused, keep
from engine.repository.merging import meanwhile
from engine.repository.proving import Proof
from engine.repository.working import Working, held, moved, opened, refuse_handed, remove, require
from engine.roles import Permission, Role, may
from engine.store.deployments import Deployment
from engine.store.drafts import Draft
from engine.store.people import Person, RoleGrant

LONGEST_NOTE = 500


class NoteMissing(OfficeError):
    """Whoever looks back must be able to read why the package was changed."""

    code = "note_missing"
    message = "请填写{what}（不超过{longest}个字），供核准人和以后查阅版本的人了解。草稿没有变化。"


class NothingChanged(OfficeError):
    """A draft without a change makes no version."""

    code = "nothing_changed"
    message = "草稿与第{number}版完全相同，没有可以发布的修改。"


class NotHandedOver(OfficeError):
    """Only what its authors have finished is judged by a second person."""

    code = "not_handed_over"
    message = "草稿尚未提交，或者已被修改人撤回，不能办理。请刷新后查看最新情况。"


class SameHandPublishes(OfficeError):
    """Who changed the package does not also let it come into force."""

    code = "same_hand_publishes"
    message = "修改和发布须由不同人员办理：您修改过这份草稿，不能由您发布。{now}"


class OtherVersionPublished(OfficeError):
    """The draft does not stand on what is in force."""

    code = "other_version_published"
    message = (
        "草稿以第{base}版为基础，其后已发布第{current}版。"
        "请先在“发布”页将修改移到第{current}版上，再办理。草稿没有变化。"
    )


class NotProven(OfficeError):
    """What was checked is not what would be published."""

    code = "not_proven"
    message = "检查之后内容又有变化，没有办理。请重新检查。"


def publishers(office: Office, besides: Collection[int | None] = ()) -> list[Person]:
    """List who may publish what the people `besides` have changed."""
    roles = [role for role in Role if may([role], Permission.RELEASE)]
    rows = (
        select(Person)
        .join(RoleGrant)
        .where(
            Person.agency_id == office.actor.agency_id,
            Person.active,
            RoleGrant.role.in_(roles),
        )
        .order_by(Person.id)
    )
    return [person for person in office.session.scalars(rows).unique() if person.id not in besides]


def hand_over(office: Office, version: int, note: str, proof: Proof) -> Draft:
    """Give a finished draft to whoever publishes it; it is not changed any more until then.

    Raises:
        MayNotPublish, DraftMissing, DraftChanged, DraftHandedOver, NoteMissing, NothingChanged.
        OtherVersionPublished: the draft must be carried over first.
        DeploymentRefused, NotProven: the package has errors, or is not what was checked.
    """
    require(office, Permission.PUBLISH)
    draft = held(office, version)
    refuse_handed(draft)
    draft.comment = _said(note, "修改说明")
    current = opened(office)
    _refuse_unready(office, current, proof)
    draft.handed_by, draft.handed_at, draft.returned = office.actor.name, office.at, ""
    moved(office, draft)
    files = list(current.changes)
    tell(office, "handed_over", "提交草稿，等待核准发布", {"note": draft.comment, "files": files})
    return draft


def take_back(office: Office, version: int) -> Draft:
    """Take a draft back from the second person, to change it further.

    Raises:
        MayNotPublish, DraftMissing, DraftChanged, NotHandedOver.
    """
    require(office, Permission.PUBLISH)
    draft = _handed(office, version)
    _reopen(office, draft, "")
    tell(office, "taken_back", "撤回已提交的草稿，继续修改")
    return draft


def send_back(office: Office, version: int, reason: str) -> Draft:
    """Send a draft back to its authors, with the reason.

    Raises:
        MayNotPublish, DraftMissing, DraftChanged, NotHandedOver, NoteMissing.
    """
    require(office, Permission.RELEASE)
    draft = _handed(office, version)
    _reopen(office, draft, _said(reason, "退回的理由"))
    tell(office, "sent_back", "退回已提交的草稿", {"reason": draft.returned})
    return draft


def publish(office: Office, version: int, proof: Proof) -> Deployment:
    """Publish a draft that others have changed; running cases stay on their versions.

    Raises:
        MayNotPublish, DraftMissing, DraftChanged, NotHandedOver, SameHandPublishes.
        OtherVersionPublished, NothingChanged, DeploymentRefused, NotProven.
    """
    require(office, Permission.RELEASE)
    draft = _handed(office, version)
    if office.actor.id in draft.hands:
        raise SameHandPublishes(now=who_else(office, draft))
    current = opened(office)
    _refuse_unready(office, current, proof)
    authors = ["、".join(sorted({file.changed_by for file in current.files}))]
    tell(office, "approved", "核准发布草稿", {"note": draft.comment, "authors": authors})
    deployment = keep(office, current.bundle, draft.comment, draft.restored_from)
    remove(office, draft)
    return deployment


def who_else(office: Office, draft: Draft) -> str:
    """Say in words who may publish this draft, and what to do when nobody may."""
    others = "、".join(person.name for person in publishers(office, draft.hands))
    if others:
        return f"请由{others}核准发布。"
    return (
        "本机关目前没有其他可以核准发布的人员。请系统管理员在“人员与岗位”中"
        "再指定一名流程管理员或者负责人，由其核准发布；草稿会一直保留。"
    )


def _handed(office: Office, version: int) -> Draft:
    draft = held(office, version)
    if draft.handed_at is None:
        raise NotHandedOver
    return draft


def _reopen(office: Office, draft: Draft, reason: str) -> None:
    draft.handed_by, draft.handed_at, draft.returned = None, None, reason
    moved(office, draft)


def _said(text: str, what: str) -> str:
    words = text.strip()
    if not words or len(words) > LONGEST_NOTE:
        raise NoteMissing(what=what, longest=LONGEST_NOTE)
    return words


def _refuse_unready(office: Office, current: Working, proof: Proof) -> None:
    if not current.files:
        raise NothingChanged(number=current.base.number)
    apart = meanwhile(office, current)
    if apart is not None:
        raise OtherVersionPublished(base=current.base.number, current=apart.current.number)
    bundle: Bundle = current.bundle
    if proof.content_hash != bundle.content_hash:
        raise NotProven
    if proof.errors:
        raise DeploymentRefused(proof.findings)

"""The working copy (草稿) of a package as it stands, and the rules of laying hands on it.

A draft keeps only what differs from the deployment it began with. Every change names the
version of the draft that its page showed, so that nobody overwrites what another has written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import delete

from engine.errors import OfficeError
from engine.office import Office
from engine.repository.bundle import Bundle
from engine.repository.deploy import MayNotPublish
from engine.roles import Permission, may
from engine.store import drafts as store
from engine.store.agencies import Agency
from engine.store.deployments import Deployment, files_of
from engine.store.drafts import Draft, DraftFile

NONE = 0
"""The version a page names when it saw no draft: its first change begins one."""

APART = 10_000
"""How far apart drafts begin to count: a page that shows a gone draft must not meet another."""


class DraftMissing(OfficeError):
    """There is no draft: it was published or discarded, or never begun."""

    code = "draft_not_found"
    message = "本机关目前没有草稿，可能已由他人发布或者放弃。请返回文书模板列表查看。"


class DraftChanged(OfficeError):
    """Somebody else changed the draft after the page was shown."""

    code = "draft_changed"
    message = (
        "草稿已由{who}于{when}改动，本次操作没有生效。"
        "请核对最新的草稿后再办；您填写的内容仍保留在本页。"
    )


class PublishedMeanwhile(DraftChanged):
    """Another version came into force after the page was shown, which saw no draft."""

    code = "published_meanwhile"
    message = (
        "本页打开之后，{who}已发布第{number}版，本次操作没有生效。"
        "请核对第{number}版的内容后再办；您填写的内容仍保留在本页。"
    )


class DraftHandedOver(OfficeError):
    """What waits for a second person is not changed under their eyes."""

    code = "draft_handed_over"
    message = "草稿已由{who}提交，正在等待他人核准发布，暂不能修改。需要修改的，请先撤回。"


@dataclass(frozen=True)
class Working:
    """A draft over the deployment it began with."""

    draft: Draft
    base: Deployment
    published: Bundle
    files: tuple[DraftFile, ...]

    @cached_property
    def changes(self) -> Mapping[str, bytes | None]:
        """The changed files; None for one that is taken out."""
        return {file.path: file.content for file in self.files}

    @cached_property
    def bundle(self) -> Bundle:
        """The package as it would be published."""
        return changed(self.published, self.changes)


def changed(bundle: Bundle, changes: Mapping[str, bytes | None]) -> Bundle:
    """Give a package with some of its files changed, added or taken out."""
    files = {**bundle.files, **changes}
    return Bundle({path: content for path, content in files.items() if content is not None})


def working(office: Office) -> Working | None:
    """Give the agency's draft with all its files; None if there is none.

    Raises:
        MayNotPublish: the actor has no part in publishing.
    """
    require(office, Permission.RELEASE)
    draft = store.draft_of(office.session, office.actor.agency_id)
    if draft is None:
        return None
    base = office.session.get_one(Deployment, draft.base_id)
    files = store.changed_files(office.session, draft.id)
    return Working(draft, base, Bundle(files_of(office.session, base.id)), tuple(files))


def opened(office: Office) -> Working:
    """Give the agency's draft.

    Raises:
        MayNotPublish, DraftMissing.
    """
    found = working(office)
    if found is None:
        raise DraftMissing
    return found


def require(office: Office, permission: Permission) -> None:
    """Refuse whoever has no part in changing or publishing packages.

    Raises:
        MayNotPublish.
    """
    if not may(office.actor.roles, permission):
        raise MayNotPublish


def held(office: Office, version: int) -> Draft:
    """Hold the draft until the transaction ends, if it is still as its page showed it.

    Raises:
        DraftMissing, DraftChanged.
    """
    lock(office)
    draft = store.draft_of(office.session, office.actor.agency_id, to_change=True)
    if draft is None:
        raise DraftMissing
    if draft.version != version:
        raise DraftChanged(who=draft.updated_by, when=f"{draft.updated_at:%H:%M}")
    return draft


def refuse_handed(draft: Draft) -> None:
    """Refuse to change what waits for a second person.

    Raises:
        DraftHandedOver.
    """
    if draft.handed_at is not None:
        raise DraftHandedOver(who=draft.handed_by)


def touch(office: Office, draft: Draft) -> None:
    """Count a change of the draft, and know whose hand it was."""
    if office.actor.id not in draft.hands:
        draft.hands = [*draft.hands, office.actor.id]
    moved(office, draft)


def moved(office: Office, draft: Draft) -> None:
    """Count a step of the draft that changed none of its files."""
    draft.version += 1
    draft.updated_by, draft.updated_at = office.actor.name, office.at
    office.session.flush()


def remove(office: Office, draft: Draft) -> None:
    """Take the draft away, after it was published or discarded."""
    office.session.execute(delete(DraftFile).where(DraftFile.draft_id == draft.id))
    office.session.delete(draft)
    office.session.flush()


def lock(office: Office) -> None:
    """Let one act on drafts and versions happen at a time."""
    office.session.get_one(Agency, office.actor.agency_id, with_for_update=True)

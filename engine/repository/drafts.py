"""Change the working copy (草稿) of the agency's package, one file at a time, and put it back."""

from engine.documents import LARGEST_SOURCE
from engine.errors import OfficeError
from engine.office import Office
from engine.repository.bundle import Bundle
from engine.repository.chronicle import tell
from engine.repository.deploy import bundle_of
from engine.repository.working import (
    APART,
    NONE,
    DraftMissing,
    PublishedMeanwhile,
    held,
    lock,
    refuse_handed,
    remove,
    require,
    touch,
)
from engine.roles import Permission
from engine.store import drafts as store
from engine.store.deployments import current_deployment, file_of, files_of
from engine.store.drafts import Draft, DraftFile

_TEMPLATES = "templates/"
_PLAIN_CONTROLS = "\t\n\r"


class DraftExists(OfficeError):
    """An earlier version is restored into an empty hand only."""

    code = "draft_exists"
    message = "本机关已有{who}开始的草稿，不能再恢复第{number}版。请先发布或者放弃该草稿。"


class FileRefused(OfficeError):
    """What was typed can be no file of a package."""

    code = "file_refused"
    message = "没有保存：{problem}。您填写的内容仍保留在本页，请更正后重新保存。"


def save_file(
    office: Office, path: str, content: bytes, version: int, base: int | None = None
) -> Draft:
    """Keep one file of the draft; what equals the published file is no change.

    `base` is the number of the version in force that a page showed when it saw no draft.

    Raises:
        MayNotPublish, DraftMissing, DraftChanged, DraftHandedOver, FileRefused, BundleRefused.
        PublishedMeanwhile: a draft begun now would take back what was published since.
    """
    _check(path, content)
    draft = _to_edit(office, version, base)
    _put(office, draft, path, content)
    touch(office, draft)
    tell(office, "file_saved", f"修改草稿文件 {path}", {"file": path, "size": len(content)})
    return draft


def revert_file(office: Office, path: str, version: int) -> Draft:
    """Put one file back to how it is published.

    Raises:
        MayNotPublish, DraftMissing, DraftChanged, DraftHandedOver.
    """
    require(office, Permission.PUBLISH)
    draft = held(office, version)
    refuse_handed(draft)
    row = office.session.get(DraftFile, (draft.id, path))
    if row is not None:
        office.session.delete(row)
        touch(office, draft)
        tell(office, "file_reverted", f"撤销对草稿文件 {path} 的修改", {"file": path})
    return draft


def discard(office: Office, version: int) -> None:
    """Throw the draft away.

    Raises:
        MayNotPublish, DraftMissing, DraftChanged, DraftHandedOver.
    """
    require(office, Permission.PUBLISH)
    draft = held(office, version)
    refuse_handed(draft)
    paths = [file.path for file in store.changed_files(office.session, draft.id)]
    remove(office, draft)
    tell(office, "discarded", f"放弃草稿，涉及文件{len(paths)}个", {"files": paths})


def restore_as_draft(office: Office, number: int) -> Draft:
    """Begin a draft that would make the package what it was in an earlier version.

    Raises:
        MayNotPublish, DeploymentNotFound, DraftExists.
    """
    require(office, Permission.PUBLISH)
    earlier = bundle_of(office, number).files
    lock(office)
    found = store.draft_of(office.session, office.actor.agency_id)
    if found is not None:
        raise DraftExists(who=found.author, number=number)
    draft = _begin(office)
    draft.restored_from = number
    now = files_of(office.session, draft.base_id)
    for path in sorted(now.keys() | earlier.keys()):
        if now.get(path) != earlier.get(path):
            _write(office, draft, path, earlier.get(path))
    touch(office, draft)
    tell(office, "restored", f"以第{number}版的内容建立草稿", {"version": number})
    return draft


def _to_edit(office: Office, version: int, base: int | None) -> Draft:
    require(office, Permission.PUBLISH)
    if version == NONE:
        lock(office)
        if store.draft_of(office.session, office.actor.agency_id) is None:
            return _begin(office, base)
    draft = held(office, version)
    refuse_handed(draft)
    return draft


def _begin(office: Office, shown: int | None = None) -> Draft:
    base = current_deployment(office.session, office.actor.agency_id)
    if base is None:
        raise DraftMissing
    if shown not in {None, base.number}:
        raise PublishedMeanwhile(who=base.published_by, number=base.number)
    draft = Draft(
        agency_id=office.actor.agency_id,
        base_id=base.id,
        version=NONE,
        author=office.actor.name,
        hands=[],
        started_at=office.at,
        updated_by=office.actor.name,
        updated_at=office.at,
    )
    office.session.add(draft)
    office.session.flush()
    draft.version = (draft.id - 1) * APART
    tell(office, "started", f"在第{base.number}版的基础上建立草稿", {"version": base.number})
    return draft


def _put(office: Office, draft: Draft, path: str, content: bytes) -> None:
    if file_of(office.session, draft.base_id, path) != content:
        _write(office, draft, path, content)
    elif (row := office.session.get(DraftFile, (draft.id, path))) is not None:
        office.session.delete(row)


def _write(office: Office, draft: Draft, path: str, content: bytes | None) -> None:
    row = office.session.get(DraftFile, (draft.id, path))
    if row is None:
        row = DraftFile(draft_id=draft.id, path=path)
        office.session.add(row)
    row.content, row.changed_by, row.changed_at = content, office.actor.name, office.at


def _check(path: str, content: bytes) -> None:
    Bundle({path: content})
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise FileRefused(problem="内容不是 UTF-8 编码的文字") from None
    if path.startswith(_TEMPLATES) and len(text) > LARGEST_SOURCE:
        raise FileRefused(problem=f"内容有{len(text)}个字符，超过{LARGEST_SOURCE}个字符的上限")
    odd = next(
        (c for c in text if not c.isprintable() and c < " " and c not in _PLAIN_CONTROLS), ""
    )
    if odd:
        line = text.count("\n", 0, text.index(odd)) + 1
        raise FileRefused(problem=f"第{line}行有不可见的控制字符，可能粘贴了文件而不是文字")

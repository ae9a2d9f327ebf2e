"""When another version was published meanwhile: whether a draft fits on it, file by file."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import OfficeError
from engine.office import Office
from engine.repository.chronicle import tell
from engine.repository.working import Working, held, opened, refuse_handed, require, touch
from engine.roles import Permission
from engine.store.deployments import Deployment, current_deployment, files_of
from engine.store.drafts import Draft

MINE, THEIRS = "draft", "published"


class ConflictUndecided(OfficeError):
    """Both sides changed the same file, and nobody has said which one stays."""

    code = "conflict_undecided"
    message = "{count}个文件在草稿和新版本中都有改动，请逐个选择保留哪一份：{files}。草稿没有变化。"


@dataclass(frozen=True)
class Conflict:
    """A file that both the draft and the newer version changed; None where it is gone."""

    path: str
    before: bytes | None
    draft: bytes | None
    published: bytes | None


@dataclass(frozen=True)
class Meanwhile:
    """What was published after a draft was begun, beside what the draft changes."""

    current: Deployment
    conflicts: tuple[Conflict, ...]
    others: tuple[str, ...]
    """Files changed by the newer version alone."""


def meanwhile(office: Office, working: Working) -> Meanwhile | None:
    """Say what was published since the draft was begun; None if its base is in force."""
    current = current_deployment(office.session, office.actor.agency_id)
    if current is None or current.id == working.base.id:
        return None
    before, now = working.published.files, files_of(office.session, current.id)
    moved = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
    both = [
        Conflict(path, before.get(path), mine, now.get(path))
        for path, mine in working.changes.items()
        if path in moved and mine != now.get(path)
    ]
    return Meanwhile(current, tuple(both), tuple(sorted(moved - working.changes.keys())))


def carry_over(office: Office, version: int, choices: Mapping[str, str]) -> Draft:
    """Put the draft's changes on the version in force; `choices` decides each conflict.

    Raises:
        MayNotPublish, DraftMissing, DraftChanged, DraftHandedOver.
        ConflictUndecided: a file that both changed was not decided.
    """
    require(office, Permission.PUBLISH)
    draft = held(office, version)
    refuse_handed(draft)
    working = opened(office)
    apart = meanwhile(office, working)
    if apart is None:
        return draft
    open_paths = [each.path for each in apart.conflicts if choices.get(each.path) not in _SIDES]
    if open_paths:
        raise ConflictUndecided(count=len(open_paths), files="、".join(open_paths))
    given_up = {each.path for each in apart.conflicts if choices[each.path] == THEIRS}
    now = files_of(office.session, apart.current.id)
    for file in working.files:
        if file.path in given_up or file.content == now.get(file.path):
            office.session.delete(file)
    draft.base_id = apart.current.id
    touch(office, draft)
    told = {"version": apart.current.number, "files": sorted(given_up)}
    tell(office, "carried_over", f"将草稿移到第{apart.current.number}版上", told)
    return draft


_SIDES = (MINE, THEIRS)

"""Who may see and do what: every query of the work layer is scoped here, in one place."""

from sqlalchemy import ColumnElement, Select, and_, or_, select

from engine.errors import OfficeError
from engine.office import Office
from engine.roles import LABELS, Permission, Role, may
from engine.store.cases import Case
from engine.store.instances import OpenTask


class NotAllowed(OfficeError):
    """The person's roles do not carry the permission."""

    code = "not_allowed"
    message = "您的岗位没有“{what}”的权限。如确需办理，请联系系统管理员调整岗位。"


class CaseNotFound(OfficeError):
    """No such case in the person's agency (or none that the person may know of)."""

    code = "not_found"
    message = "没有找到该案件。它可能属于其他机关，或者编号有误；请从案件列表重新进入。"


class TaskNotFound(OfficeError):
    """The task is finished, or was never the person's to see."""

    code = "task_not_found"
    message = "该事项已经办结或已转到其他环节，无需再办理。请返回案件页查看最新进展。"


class NotYourTask(OfficeError):
    """The task belongs to another role, department or person."""

    code = "not_your_task"
    message = "“{task}”应由{who}办理，您不能代为办理。"


class SameHand(OfficeError):
    """Drafter, reviewer and signer must be different people."""

    code = "same_hand"
    message = "“{task}”与“{earlier}”须由不同人员办理（拟稿、审核、签发相分离），请交由他人办理。"


_WORDS = {
    Permission.WORK: "办理案件",
    Permission.INTAKE: "登记申请",
    Permission.READ_CASE: "查阅案件",
    Permission.ASSIGN: "转办事项",
    Permission.REPAIR: "处理故障环节",
    Permission.HOLDINGS: "维护本机关文件目录",
    Permission.WITHDRAW: "撤销、更正文书",
    Permission.NUMBERS: "查阅文号登记簿",
    Permission.REVEAL: "查看完整身份信息",
    Permission.PUBLISH: "发布流程",
    Permission.RELEASE: "核准发布",
    Permission.ADMINISTER: "系统管理",
    Permission.JOURNAL: "查阅审计日志",
    Permission.AUDIT: "导出审计日志",
    Permission.SIGNED_IN: "登录",
}


def require(office: Office, permission: Permission) -> None:
    """Refuse the act unless the actor's roles carry `permission`.

    Raises:
        NotAllowed: they do not.
    """
    if not may(office.actor.roles, permission):
        raise NotAllowed(what=_WORDS[permission])


def my_cases(office: Office) -> ColumnElement[bool]:
    """Say in SQL which cases the actor may know of.

    A department sees the cases in which it has been asked; staff see their agency's.
    """
    own = Case.agency_id == office.actor.agency_id
    if may(office.actor.roles, Permission.READ_CASE):
        return own
    return and_(own, Case.id.in_(_case_ids_of_department(office.actor.department_id or -1)))


def case_of(office: Office, case_id: int) -> Case:
    """Give a case that the actor may see.

    Raises:
        CaseNotFound: there is none, or not for this person.
    """
    case = office.session.get(Case, case_id)
    if case is None or case.agency_id != office.actor.agency_id:
        raise CaseNotFound
    if not may(office.actor.roles, Permission.READ_CASE) and not _asked(office, case_id):
        raise CaseNotFound
    return case


def task_of(office: Office, task_id: int) -> OpenTask:
    """Give an open task of a case that the actor may see.

    Raises:
        TaskNotFound: it is finished, or not this person's to know of.
    """
    task = office.session.get(OpenTask, task_id)
    if task is None or task.agency_id != office.actor.agency_id:
        raise TaskNotFound
    return task


def my_tasks(office: Office) -> ColumnElement[bool]:
    """Say in SQL which open tasks the actor may take: by role, department, assignment."""
    actor = office.actor
    roles = or_(*(("," + OpenTask.role + ",").contains(f",{role},") for role in _groups(office)))
    department = or_(
        OpenTask.department_id.is_(None), OpenTask.department_id == actor.department_id
    )
    free = or_(OpenTask.assignee_id.is_(None), OpenTask.assignee_id == actor.id)
    mine = OpenTask.assignee_id == actor.id if actor.id is not None else OpenTask.id < 0
    return and_(OpenTask.agency_id == actor.agency_id, or_(mine, and_(roles, department, free)))


def check_hand(office: Office, task: OpenTask) -> None:
    """Refuse a person who may not finish this task.

    Raises:
        NotYourTask: another role, department or person has it.
    """
    actor = office.actor
    if task.assignee_id is not None:
        if task.assignee_id == actor.id:
            return
        raise NotYourTask(task=task.name, who="已认领该事项的人员")
    wanted = set(task.role.split(",")) & set(_groups(office))
    if not wanted:
        raise NotYourTask(task=task.name, who=role_words(task.role))
    if task.department_id is not None and task.department_id != actor.department_id:
        raise NotYourTask(task=task.name, who=task.note or "指定科室")


def role_words(groups: str) -> str:
    """Name candidate groups in Chinese, such as 登记窗口、经办人."""
    return "、".join(LABELS[Role(group)] for group in groups.split(",") if group)


def _groups(office: Office) -> list[str]:
    return sorted(office.actor.roles)


def _asked(office: Office, case_id: int) -> bool:
    department = office.actor.department_id
    if department is None:
        return False
    found = _case_ids_of_department(department).where(OpenTask.case_id == case_id).limit(1)
    return office.session.scalar(found) is not None


def _case_ids_of_department(department_id: int) -> Select[int]:
    return select(OpenTask.case_id).where(OpenTask.department_id == department_id)

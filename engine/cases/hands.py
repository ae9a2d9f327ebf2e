"""Who has a task: claimed, given back, handed to a colleague."""

from sqlalchemy import select

from engine.cases import access
from engine.cases.separation import refuse_same_hand
from engine.cases.sitting import hold, look_at
from engine.errors import OfficeError
from engine.office import Office
from engine.roles import Permission
from engine.store.events import Entry, Recorder, append
from engine.store.instances import OpenTask
from engine.store.people import Person


class NoSuchColleague(OfficeError):
    """The person is not of this agency, or not of a role that may do the task."""

    code = "no_such_colleague"
    message = "不能转给该人员：“{task}”应由{who}办理。请在本机关相应岗位中选择。"


def claim(office: Office, task_id: int) -> OpenTask:
    """Take a task of one's own role for oneself.

    Raises:
        SameHand: the actor did a step that must be another's.
    """
    task = _task_in_hand(office, task_id)
    access.check_hand(office, task)
    if task.assignee_id == office.actor.id:
        return task
    _refuse_same_hand(office, task, office.actor.id)
    task.assignee_id = office.actor.id
    _record(office, task, f"认领“{task.name}”")
    return task


def release(office: Office, task_id: int) -> OpenTask:
    """Give a task back to its role."""
    task = _task_in_hand(office, task_id)
    if task.assignee_id != office.actor.id:
        access.require(office, Permission.ASSIGN)
    task.assignee_id = None
    _record(office, task, f"退回“{task.name}”至待认领")
    return task


def reassign(office: Office, task_id: int, person_id: int) -> OpenTask:
    """Give a task to a colleague of a role that may do it.

    Raises:
        NotAllowed: the actor may not assign.
        NoSuchColleague: the person cannot take it.
        SameHand: the person did a step that must be another's.
    """
    task = _task_in_hand(office, task_id)
    if task.assignee_id != office.actor.id:
        access.require(office, Permission.ASSIGN)
    person = office.session.get(Person, person_id)
    if person is None or person not in colleagues(office, task):
        raise NoSuchColleague(task=task.name, who=access.role_words(task.role))
    _refuse_same_hand(office, task, person.id)
    task.assignee_id = person.id
    _record(office, task, f"将“{task.name}”转由{person.name}办理")
    return task


def colleagues(office: Office, task: OpenTask) -> list[Person]:
    """List who may be given a task: active people of its roles (and its department)."""
    people = office.session.scalars(
        select(Person)
        .where(Person.agency_id == office.actor.agency_id, Person.active)
        .order_by(Person.id)
    )
    wanted = set(task.role.split(","))
    return [
        person
        for person in people
        if wanted & person.roles
        and (task.department_id is None or person.department_id == task.department_id)
    ]


def _refuse_same_hand(office: Office, task: OpenTask, person_id: int | None) -> None:
    refuse_same_hand(look_at(office, task.case_id), task, person_id)


def _task_in_hand(office: Office, task_id: int) -> OpenTask:
    """Give a task as it stands now that nobody else can touch its case.

    Raises:
        TaskNotFound: somebody finished it while we waited.
    """
    hold(office, access.task_of(office, task_id).case_id)
    task = office.session.get(OpenTask, task_id, populate_existing=True)
    if task is None:
        raise access.TaskNotFound
    return task


def _record(office: Office, task: OpenTask, summary: str) -> None:
    actor = office.actor
    entry = Entry("task:assigned", office.today, summary, node_id=task.node_id)
    append(office.session, task.case_id, entry, Recorder(actor.id, actor.name, office.at))

"""A task in hand: its form, its draft, and handing it in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.bpmn.model import Node
from engine.cases import access, steps
from engine.cases.checking import LetterFaulty
from engine.cases.choices import choices_for, files_and_documents
from engine.cases.files import Upload, keep_uploads, problems_of, with_uploads
from engine.cases.rehearsal import drafts_letter
from engine.cases.separation import refuse_same_hand
from engine.cases.sitting import Sitting, hold, look_at
from engine.errors import OfficeError
from engine.forms import (
    CALENDAR,
    Form,
    FormErrors,
    FormView,
    load_submission,
    present,
    typed_values,
)
from engine.office import Office
from engine.store.cases import Case
from engine.store.events import CaseEvent
from engine.store.instances import Draft, OfferedMessage, OpenTask

Raw = Mapping[str, Any]
"""A form as the browser sends it: name → text or list of texts."""


class FormRefused(OfficeError):
    """What was typed cannot be taken yet; `view` shows it with its errors."""

    code = "form_refused"
    message = "有{count}处需要更正，填写的内容均已保留。请按提示修改后重新提交。"

    def __init__(self, view: FormView, count: int) -> None:
        super().__init__(count=count)
        self.view = view


class LetterHeld(FormRefused):
    """The step would sign a letter with errors, or hand it on to be signed; nothing was done."""

    code = "letter_held"
    article = LetterFaulty.article
    message = "{told}"

    def __init__(self, view: FormView, refusal: LetterFaulty) -> None:
        """Show the form as it was typed, with what was found above it."""
        OfficeError.__init__(self, told=refusal)
        errors = tuple(("", f"{each.place}：{each.message}") for each in refusal.findings)
        self.view = replace(view, errors=errors)


class DoneBefore(OfficeError):
    """The task was finished before, by this or another person: a second press, a stale tab."""

    code = "done_before"
    message = "“{task}”已由{who}于{at}办理完毕，本次提交未重复办理。请返回案件页查看最新进展。"


@dataclass(frozen=True)
class TaskView:
    """What the page of a task shows."""

    task: OpenTask | OfferedMessage
    case: Case
    title: str
    form: FormView
    legal_basis: str
    documentation: str
    mine: bool
    why_not: str
    saved_at: datetime | None
    drafts_letter: bool


def task_view(office: Office, task_id: int, raw: Raw | None = None) -> TaskView:
    """Show a task's form: with what is being typed, else with the person's draft."""
    task = access.task_of(office, task_id)
    sitting = look_at(office, access.case_of(office, task.case_id).id)
    node = sitting.package.definition.nodes[task.node_id]
    draft = _draft_of(office, task_id)
    typed = raw if raw is not None else (draft.content if draft else None)
    why_not = _why_not(sitting, task)
    return TaskView(
        task=task,
        case=sitting.case,
        title=task.name,
        form=_form_view(sitting, node, task.step_key, typed),
        legal_basis=node.properties.get("statutory", ""),
        documentation=node.documentation,
        mine=not why_not,
        why_not=why_not,
        saved_at=draft.saved_at if draft else None,
        drafts_letter=drafts_letter(sitting.package.definition, node),
    )


def _why_not(sitting: Sitting, task: OpenTask) -> str:
    try:
        access.check_hand(sitting.office, task)
        refuse_same_hand(sitting, task, sitting.office.actor.id)
    except OfficeError as refusal:
        return str(refusal)
    return ""


def _form_view(sitting: Sitting, node: Node, key: str | None, typed: Raw | None) -> FormView:
    form = sitting.package.form(node.form_key or node.properties.get("formKey", ""))
    context = form_context(sitting, key, form)
    options = choices_for(sitting.office)
    values = typed_values(form, typed) if typed is not None else _known_values(sitting, node)
    return present(form, values, {}, context, options)


def _known_values(sitting: Sitting, node: Node) -> dict[str, Any]:
    """Start from what was handed in at this step before: a returned task keeps its text."""
    name = node.properties.get("resultVariable") or node.result_variable or node.id
    before = sitting.instance.variables.get(name)
    return dict(before) if isinstance(before, dict) else {}


def form_context(sitting: Sitting, key: str | None, form: Form) -> dict[str, Any]:
    """Give what a form's conditions and defaults may ask: facts, variables, loop locals, inputs."""
    facts = sitting.facts()
    step = next((s for s in sitting.instance.steps() if s.key == key), None)
    known: dict[str, Any] = {name: facts[name] for name in facts}
    known |= dict(sitting.instance.variables)
    if step is not None:
        known |= dict(step.local)
        known |= sitting.instance.inputs(step.key, sitting.world()) if step.node.inputs else {}
    known |= files_and_documents(sitting.office, sitting.case_id, form)
    return known | {CALENDAR: sitting.office.calendar}


def complete_task(
    office: Office, task_id: int, raw: Raw, files: Mapping[str, list[Upload]] | None = None
) -> Case:
    """Check a task's form and hand it in; the case goes on as its diagram says.

    Raises:
        DoneBefore: it was handed in before.
        NotYourTask, SameHand: the person may not do it.
        FormRefused: something typed cannot be taken.
    """
    task = _task_in_hand(office, task_id)
    access.check_hand(office, task)
    sitting = look_at(office, access.case_of(office, task.case_id).id)
    node = sitting.package.definition.nodes[task.node_id]
    result = _taken(sitting, (node, task.step_key), raw, files or {})
    try:
        return steps.finish_task(office, task, result).case
    except LetterFaulty as refusal:
        raise LetterHeld(_form_view(sitting, node, task.step_key, raw), refusal) from refusal


def _task_in_hand(office: Office, task_id: int) -> OpenTask:
    """Give a task that is still open now that nobody else can finish it.

    Raises:
        DoneBefore: somebody has, perhaps while we waited.
    """
    task = office.session.get(OpenTask, task_id)
    if task is None:
        raise _done_before(office, task_id)
    hold(office, access.case_of(office, task.case_id).id)
    task = office.session.get(OpenTask, task_id, populate_existing=True)
    if task is None:
        raise _done_before(office, task_id)
    return task


def _taken(
    sitting: Sitting, at: tuple[Node, str | None], raw: Raw, files: Mapping[str, list[Upload]]
) -> dict[str, Any]:
    """Check what was typed and sent, and keep the files with the case."""
    node, key = at
    form = sitting.package.form(node.form_key or node.properties.get("formKey", ""))
    context = form_context(sitting, key, form)
    options = choices_for(sitting.office)
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    try:
        values = load_submission(form, with_uploads(raw, files), context, options)
    except FormErrors as refusal:
        errors = refusal.errors
    if errors := errors | problems_of(files):
        view = present(form, typed_values(form, raw), errors, context, options)
        raise FormRefused(view, len(errors))
    keep_uploads(sitting.office, sitting.case, form, values)
    return values


def _done_before(office: Office, task_id: int) -> OfficeError:
    """Say who finished a task that is no longer open."""
    done = office.session.scalars(
        select(CaseEvent)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(Case.agency_id == office.actor.agency_id, CaseEvent.tag == "task:done")
        .where(CaseEvent.payload["task"].as_integer() == task_id)
        .limit(1)
    ).first()
    if done is None:
        return access.TaskNotFound()
    task = done.summary
    return DoneBefore(task=task, who=done.actor, at=f"{done.at:%m月%d日%H:%M}")


def message_view(office: Office, offer_id: int, raw: Raw | None = None) -> TaskView:
    """Show the form behind a button such as 申请延期 or 申请人撤回."""
    offer, sitting, node = offer_of(office, offer_id)
    form = sitting.package.form(offer.form_key)
    context = form_context(sitting, None, form)
    return TaskView(
        task=offer,
        case=sitting.case,
        title=offer.label,
        form=present(form, typed_values(form, raw or {}), {}, context, choices_for(office)),
        legal_basis=node.properties.get("statutory", ""),
        documentation=node.documentation,
        mine=_may_offer(office, offer),
        why_not="",
        saved_at=None,
        drafts_letter=drafts_letter(sitting.package.definition, node),
    )


def send_message(
    office: Office, offer_id: int, raw: Raw, files: Mapping[str, list[Upload]] | None = None
) -> Case:
    """Check the form behind a button and hand its message in.

    Raises:
        MessageNotOffered, NotYourTask, FormRefused: it cannot be done (any more).
    """
    offer, sitting, node = offer_of(office, offer_id)
    if not _may_offer(office, offer):
        raise access.NotYourTask(task=offer.label, who=access.role_words(offer.role))
    result = _taken(sitting, (node, None), raw, files or {})
    try:
        return steps.raise_message(office, offer, result).case
    except LetterFaulty as refusal:
        raise LetterHeld(_form_view(sitting, node, None, raw), refusal) from refusal


def offer_of(office: Office, offer_id: int) -> tuple[OfferedMessage, Sitting, Node]:
    """Give a message that is offered, with its case and the node that listens for it.

    Raises:
        MessageNotOffered: it is offered no more.
    """
    offer = office.session.get(OfferedMessage, offer_id)
    if offer is None:
        raise steps.MessageNotOffered
    sitting = look_at(office, access.case_of(office, offer.case_id).id)
    return offer, sitting, sitting.package.definition.nodes[offer.node_id]


def _may_offer(office: Office, offer: OfferedMessage) -> bool:
    return not offer.role or bool(set(offer.role.split(",")) & office.actor.roles)


def offers_of(office: Office, case_id: int) -> list[OfferedMessage]:
    """List the buttons the diagram offers this person on a case now."""
    access.case_of(office, case_id)
    rows = office.session.scalars(
        select(OfferedMessage).where(OfferedMessage.case_id == case_id).order_by(OfferedMessage.id)
    )
    return [offer for offer in rows if _may_offer(office, offer)]


def save_draft(office: Office, task_id: int, raw: Raw) -> datetime:
    """Keep what a person has typed so far; only that person sees it."""
    task = access.task_of(office, task_id)
    person = office.actor.id
    held = select(OpenTask.id).where(OpenTask.id == task.id).with_for_update()
    if person is None or office.session.scalar(held) is None:  # finished while we waited
        raise access.TaskNotFound
    draft = _draft_of(office, task.id)
    if draft is None:
        draft = Draft(task_id=task.id, person_id=person, content={}, saved_at=office.at)
        office.session.add(draft)
    draft.content, draft.saved_at = dict(raw), office.at
    office.session.flush()
    return office.at


def _draft_of(office: Office, task_id: int) -> Draft | None:
    return office.session.scalar(
        select(Draft).where(Draft.task_id == task_id, Draft.person_id == office.actor.id)
    )

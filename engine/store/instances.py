"""Where each case stands in its procedure: saved state, open tasks, timers, incidents."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables import NEVER_REUSED, Base, Moment

FIRST_STAGE = "receive"
"""Where every case begins (接收)."""


class ProcessInstance(Base):
    """The saved state of a case's process; `version` grows by one with every act.

    `stage` and `position` say in words where it stands, for lists and headings. `projected`
    repeats, in brief, the rows that were written from the state (tasks, timers, buttons,
    incidents), so that the next act need not read them to see what has changed.
    """

    __tablename__ = "process_instance"

    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    state: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    completed: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[str] = mapped_column(default=FIRST_STAGE)
    position: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime] = mapped_column(Moment)
    projected: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)


class OpenTask(Base):
    """A worklist row: a step at which somebody has something to do."""

    __tablename__ = "open_task"
    __table_args__ = (
        UniqueConstraint("case_id", "step_key"),
        Index("ix_open_task_agency", "agency_id", "case_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"), index=True)
    step_key: Mapped[str]
    node_id: Mapped[str]
    name: Mapped[str]
    stage: Mapped[str]
    form_key: Mapped[str]
    role: Mapped[str]  # comma-separated candidate groups
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    note: Mapped[str] = mapped_column(default="")  # e.g. the department or third party meant
    due_on: Mapped[date | None]
    returned: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime] = mapped_column(Moment)


class OfferedMessage(Base):
    """A message the diagram listens for now, such as 撤回 or 延期: a button on the case."""

    __tablename__ = "offered_message"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"), index=True)
    name: Mapped[str]
    node_id: Mapped[str]
    label: Mapped[str]
    form_key: Mapped[str]
    role: Mapped[str]


class DueTimer(Base):
    """A timer the diagram waits for; the worker finds due ones by this index."""

    __tablename__ = "due_timer"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"), index=True)
    timer_key: Mapped[str]
    node_id: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(Moment, index=True)


class Draft(Base):
    """What a person has typed into a form and not yet handed in."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("task_id", "person_id"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("open_task.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    content: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime] = mapped_column(Moment)


class StepIncident(Base):
    """A step that failed; it waits to be retried or moved by an authorised person."""

    __tablename__ = "step_incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"), index=True)
    step_key: Mapped[str]
    node_id: Mapped[str]
    node_name: Mapped[str]
    message: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=1)
    raised_at: Mapped[datetime] = mapped_column(Moment)
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    resolution: Mapped[str] = mapped_column(default="")


class Notice(Base):
    """A message to the people of a role: a deadline warning or a supervision order (督办)."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("disclosure_case.id"), index=True)
    kind: Mapped[str]
    role: Mapped[str]
    text: Mapped[str]
    raised_at: Mapped[datetime] = mapped_column(Moment, index=True)

"""Keep where each case stands, and its letters."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables import Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables in the order of their references."""
    _process_instance()
    _open_task()
    _offered_message()
    _due_timer()
    _draft()
    _step_incident()
    _notice()
    _letter()
    _number_series()
    _delivery()


def _process_instance() -> None:
    op.create_table(
        "process_instance",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("disclosure_case.id"), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("completed", sa.Boolean(), nullable=False),
        sa.Column("projected", sa.JSON(), nullable=False),
    )


def _open_task() -> None:
    op.create_table(
        "open_task",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("disclosure_case.id"), nullable=False),
        sa.Column("step_key", sa.String(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("department_id", sa.Integer(), sa.ForeignKey("department.id"), nullable=True),
        sa.Column("assignee_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.UniqueConstraint("case_id", "step_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_open_task_agency", "open_task", ["agency_id", "case_id"])
    op.create_index("ix_open_task_assignee_id", "open_task", ["assignee_id"])
    op.create_index("ix_open_task_case_id", "open_task", ["case_id"])


def _offered_message() -> None:
    op.create_table(
        "offered_message",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("disclosure_case.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_offered_message_case_id", "offered_message", ["case_id"])


def _due_timer() -> None:
    op.create_table(
        "due_timer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("disclosure_case.id"), nullable=False),
        sa.Column("timer_key", sa.String(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_due_timer_case_id", "due_timer", ["case_id"])
    op.create_index("ix_due_timer_due_at", "due_timer", ["due_at"])


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "task_id",
            sa.Integer(),
            sa.ForeignKey("open_task.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.UniqueConstraint("task_id", "person_id"),
        sqlite_autoincrement=True,
    )


def _step_incident() -> None:
    op.create_table(
        "step_incident",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("disclosure_case.id"), nullable=False),
        sa.Column("step_key", sa.String(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("node_name", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
        sa.Column("resolved_at", Moment(), nullable=True),
        sa.Column("resolution", sa.String(), nullable=False),
    )
    op.create_index("ix_step_incident_case_id", "step_incident", ["case_id"])


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("disclosure_case.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
    )
    op.create_index("ix_notice_case_id", "notice", ["case_id"])
    op.create_index("ix_notice_raised_at", "notice", ["raised_at"])


def _letter() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("disclosure_case.id"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("step_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("pdf_sha256", sa.String(), sa.ForeignKey("blob.sha256"), nullable=True),
        sa.Column("drafted_by", sa.String(), nullable=False),
        sa.Column("drafted_at", Moment(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.UniqueConstraint("agency_id", "year", "series", "sequence"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_letter_case_id", "letter", ["case_id"])
    op.create_index("ix_letter_status", "letter", ["status"])


def _number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), primary_key=True),
        sa.Column("year", sa.Integer(), primary_key=True),
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
    )


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("letter_id", sa.Integer(), sa.ForeignKey("letter.id"), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("tracking_no", sa.String(), nullable=False),
        sa.Column("received_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
    )
    op.create_index("ix_delivery_letter_id", "delivery", ["letter_id"])

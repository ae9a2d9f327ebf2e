"""Keep cases, what happened to them, and what is held."""

import sqlalchemy as sa
from alembic import op

from engine.store.schema import append_only_statements
from engine.store.tables import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables in the order of their references."""
    _applicant()
    _disclosure_case()
    _attachment()
    _case_event()
    _held_document()
    for statement in append_only_statements("case_event", op.get_bind().dialect.name):
        op.execute(statement)


def _applicant() -> None:
    op.create_table(
        "applicant",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id_type", sa.String(), nullable=False),
        sa.Column("id_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("org_code", sa.String(), nullable=False),
        sa.Column("contact", sa.JSON(), nullable=False),
    )
    op.create_index("ix_applicant_agency_id", "applicant", ["agency_id"])
    op.create_index("ix_applicant_name", "applicant", ["name"])


def _disclosure_case() -> None:
    op.create_table(
        "disclosure_case",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("disclosure_case.id"), nullable=True),
        sa.Column("deployment_id", sa.Integer(), sa.ForeignKey("deployment.id"), nullable=False),
        sa.Column("applicant_id", sa.Integer(), sa.ForeignKey("applicant.id"), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("department_id", sa.Integer(), sa.ForeignKey("department.id"), nullable=True),
        sa.Column("handler_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("query_code", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_provisional", sa.Boolean(), nullable=False),
        sa.Column("clock_state", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.UniqueConstraint("agency_id", "number"),
        sa.UniqueConstraint("query_code"),
    )
    op.create_index("ix_case_list", "disclosure_case", ["agency_id", "id"])
    op.create_index("ix_case_open_due", "disclosure_case", ["agency_id", "open", "due_on", "id"])
    op.create_index("ix_disclosure_case_applicant_id", "disclosure_case", ["applicant_id"])


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("disclosure_case.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), sa.ForeignKey("blob.sha256"), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
    )
    op.create_index("ix_attachment_case_id", "attachment", ["case_id"])


def _case_event() -> None:
    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("disclosure_case.id"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("legal_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.UniqueConstraint("case_id", "seq"),
    )
    op.create_index("ix_case_event_case_id", "case_event", ["case_id"])


def _held_document() -> None:
    op.create_table(
        "held_document",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("attribute_reason", sa.String(), nullable=False),
        sa.Column("public_way", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), sa.ForeignKey("blob.sha256"), nullable=True),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
    )
    op.create_index("ix_held_document_list", "held_document", ["agency_id", "id"])

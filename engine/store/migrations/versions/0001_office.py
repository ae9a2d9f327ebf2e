"""Keep agencies, people, sign-ins, holidays and published packages."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables import Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables in the order of their references."""
    _agency()
    _department()
    _person()
    _role_grant()
    _web_session()
    _login_attempt()
    _idempotency()
    _holiday_year()
    _blob()
    _deployment()
    _deployment_file()


def _agency() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("code_word", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("signing_entity", sa.String(), nullable=False),
        sa.Column("review_body", sa.String(), nullable=False),
        sa.Column("court", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("online_review_url", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
    )


def _department() -> None:
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("agency_id", "name"),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("department_id", sa.Integer(), sa.ForeignKey("department.id"), nullable=True),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.UniqueConstraint("login"),
    )
    op.create_index("ix_person_agency_id", "person", ["agency_id"])


def _role_grant() -> None:
    op.create_table(
        "role_grant",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("role", sa.String(), primary_key=True),
    )


def _web_session() -> None:
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.String(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("csrf", sa.String(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
    )
    op.create_index("ix_web_session_expires_at", "web_session", ["expires_at"])
    op.create_index("ix_web_session_person_id", "web_session", ["person_id"])


def _login_attempt() -> None:
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_login_attempt_at", "login_attempt", ["at"])
    op.create_index("ix_login_attempt_login", "login_attempt", ["login", "at"])


def _idempotency() -> None:
    op.create_table(
        "idempotency",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
    )
    op.create_index("ix_idempotency_at", "idempotency", ["at"])


def _holiday_year() -> None:
    op.create_table(
        "holiday_year",
        sa.Column("year", sa.Integer(), primary_key=True),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", Moment(), nullable=False),
    )


def _blob() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )


def _deployment() -> None:
    op.create_table(
        "deployment",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.UniqueConstraint("agency_id", "number"),
    )


def _deployment_file() -> None:
    op.create_table(
        "deployment_file",
        sa.Column("deployment_id", sa.Integer(), sa.ForeignKey("deployment.id"), primary_key=True),
        sa.Column("path", sa.String(), primary_key=True),
        sa.Column("sha256", sa.String(), sa.ForeignKey("blob.sha256"), nullable=False),
    )

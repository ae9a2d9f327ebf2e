"""Who works here: accounts, their roles, their open sessions and their attempts to sign in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.store.tables import Base, Moment


class Person(Base):
    """An account of somebody who works for an agency; accounts are disabled, never deleted."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)

    grants: Mapped[list["RoleGrant"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="RoleGrant.role"
    )

    @property
    def roles(self) -> frozenset[str]:
        """The roles granted now, as `engine.roles.Role` spells them."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def titled(self) -> str:
        """The name with the login, which no two share."""
        return f"{self.name}（{self.login}）"


class RoleGrant(Base):
    """One role of one person."""

    __tablename__ = "role_grant"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class WebSession(Base):
    """A browser that has signed in; its cookie is kept only as a hash."""

    __tablename__ = "web_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    csrf: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)

    person: Mapped[Person] = relationship(lazy="joined")


class LoginAttempt(Base):
    """One attempt to sign in under a name, whether or not the name exists."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index("ix_login_attempt_login", "login", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    succeeded: Mapped[bool]

"""Signing in: the right password, not too many wrong ones before it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.errors import OfficeError
from engine.people import passwords
from engine.store.people import LoginAttempt, Person

FREE_FAILURES = 5
"""Wrong passwords in a row before the account rests (GB/T 22239 第8.1.4.1条b项)."""

FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=30)
REMEMBERED = timedelta(days=1)
"""Failures older than this no longer count."""

ADDRESS_WINDOW = timedelta(minutes=10)
ADDRESS_FAILURES = 50
"""Failures from one address, under whatever names, before the address rests."""


class WrongLogin(OfficeError):
    """Name or password is wrong; which of the two is not said."""

    code = "wrong_login"
    message = "登录名或密码不正确。请核对后重试；连续多次错误将暂停登录。"


class LoginResting(OfficeError):
    """Too many wrong passwords; even the right one is refused for a while."""

    code = "login_resting"
    article = "GB/T 22239—2019第8.1.4.1条"
    message = (
        "连续登录失败次数过多，请于{until:%H:%M:%S}之后再试；如忘记密码，请联系系统管理员重置。"
    )


@dataclass(frozen=True)
class Visitor:
    """What somebody who wants to sign in gives: a name, a password, and an address unasked."""

    login: str
    password: str
    address: str = ""


@dataclass(frozen=True)
class SignIn:
    """The outcome of an attempt: a person, or the refusal to show."""

    person: Person | None
    refusal: OfficeError | None


def authenticate(session: Session, visitor: Visitor, at: datetime) -> SignIn:
    """Check a visitor, and keep the attempt.

    A refusal is returned and not raised, because the attempt has to be committed with it.
    """
    login = visitor.login.strip()[:100]
    until = resting_until(session, login, at) or _address_resting_until(session, visitor, at)
    if until is not None and at < until:
        return SignIn(None, LoginResting(until=until))
    person = session.scalar(select(Person).where(Person.login == login))
    known = person.password_hash if person is not None and person.active else None
    right = passwords.matches(known, visitor.password[: passwords.LONGEST])
    session.add(LoginAttempt(login=login, address=visitor.address, at=at, succeeded=right))
    session.flush()
    return SignIn(person, None) if right else SignIn(None, WrongLogin())


def resting_until(session: Session, login: str, at: datetime) -> datetime | None:
    """Say until when a login rests: five failures cost a minute, each further one doubles it."""
    last_success = (
        select(func.max(LoginAttempt.id))
        .where(LoginAttempt.login == login, LoginAttempt.succeeded)
        .scalar_subquery()
    )
    failures = session.scalars(
        select(LoginAttempt.at)
        .where(
            LoginAttempt.login == login,
            LoginAttempt.at > at - REMEMBERED,
            LoginAttempt.id > func.coalesce(last_success, 0),
        )
        .order_by(LoginAttempt.id.desc())
        .limit(FREE_FAILURES + 10)
    ).all()
    if len(failures) < FREE_FAILURES:
        return None
    return failures[0] + min(FIRST_REST * (1 << len(failures) - FREE_FAILURES), LONGEST_REST)


def forget_attempts(session: Session, login: str) -> None:
    """Let an account start anew, as after a reset by the administrator."""
    session.execute(
        delete(LoginAttempt).where(LoginAttempt.login == login, LoginAttempt.succeeded.is_(False))
    )


def _address_resting_until(session: Session, visitor: Visitor, at: datetime) -> datetime | None:
    if not visitor.address:
        return None
    failures = session.scalars(
        select(LoginAttempt.at)
        .where(
            LoginAttempt.address == visitor.address,
            LoginAttempt.at > at - ADDRESS_WINDOW,
            LoginAttempt.succeeded.is_(False),
        )
        .order_by(LoginAttempt.id.desc())
        .limit(ADDRESS_FAILURES)
    ).all()
    return failures[0] + FIRST_REST if len(failures) == ADDRESS_FAILURES else None

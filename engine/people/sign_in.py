"""Signing in and out: the right password, not too many wrong ones before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.errors import OfficeError
from engine.people import passwords
from engine.store.chain import Recorder
from engine.store.journal import Note, record
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
    message = "登录名或密码不正确，没有登录。请核对后重试；连续多次错误将暂停登录。"


class LoginResting(OfficeError):
    """Too many wrong passwords; even the right one is refused for a while."""

    code = "login_resting"
    article = "GB/T 22239—2019第8.1.4.1条"
    message = (
        "连续登录失败次数过多，为防止猜测密码，暂停登录。请于{until:%H:%M:%S}之后再试；"
        "如忘记密码，请联系系统管理员重置。"
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
    """Check a visitor, keep the attempt, and tell the journal of it.

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
    if person is not None and right:
        by = Recorder(person.id, person.name, at)
        facts = {"from": visitor.address}
        record(session, Note("sign_in:done", f"{person.titled}登录", person.agency_id, facts), by)
        return SignIn(person, None)
    _tell_of_failure(session, visitor, person, at)
    return SignIn(None, WrongLogin())


def leave(session: Session, person: Person, address: str, at: datetime) -> None:
    """Tell the journal that somebody signed out; their session is the door's to close."""
    by = Recorder(person.id, person.name, at)
    facts = {"from": address}
    record(session, Note("sign_in:ended", f"{person.titled}退出登录", person.agency_id, facts), by)


def _tell_of_failure(
    session: Session, visitor: Visitor, person: Person | None, at: datetime
) -> None:
    """Record a failure, and the rest it brings.

    What was typed as a name nobody has is not repeated: it may be somebody's password.
    """
    by = Recorder(None, "未登录者", at)
    agency_id = person.agency_id if person else None
    login = visitor.login.strip()[:100]
    times = len(_failures(session, login, at))
    who = f"以{person.titled}的名义" if person else "以不存在的登录名"
    facts = {"from": visitor.address, "failures": times}
    record(session, Note("sign_in:failed", f"{who}登录未成功", agency_id, facts), by)
    until = resting_until(session, login, at)
    if until is not None:
        words = f"{who}连续登录未成功，暂停登录至{until:%H:%M:%S}"
        record(session, Note("sign_in:rested", words, agency_id, facts), by)
    if _address_resting_until(session, visitor, at) is not None:
        words = f"同一地址{ADDRESS_FAILURES}次登录未成功，暂停该地址登录"
        record(session, Note("sign_in:rested", words, None, {"from": visitor.address}), by)


def resting_until(session: Session, login: str, at: datetime) -> datetime | None:
    """Say until when a login rests: five failures cost a minute, each further one doubles it."""
    failures = _failures(session, login, at)
    if len(failures) < FREE_FAILURES:
        return None
    return failures[0] + min(FIRST_REST * (1 << len(failures) - FREE_FAILURES), LONGEST_REST)


def _failures(session: Session, login: str, at: datetime) -> Sequence[datetime]:
    """Give the failures since the last success, the newest first, as far as they count."""
    last_success = (
        select(func.max(LoginAttempt.id))
        .where(LoginAttempt.login == login, LoginAttempt.succeeded)
        .scalar_subquery()
    )
    rows = (
        select(LoginAttempt.at)
        .where(
            LoginAttempt.login == login,
            LoginAttempt.at > at - REMEMBERED,
            LoginAttempt.id > func.coalesce(last_success, 0),
        )
        .order_by(LoginAttempt.id.desc())
        .limit(FREE_FAILURES + 10)
    )
    return session.scalars(rows).all()


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

"""Who has signed in: the row on our side, the cookie on theirs.

The cookie is `token.seen.seal`. The row keeps the token only as a hash. `seen` is the
moment of the last answer, sealed under the row's secret, so that reading pages need not
write to the records to keep the idle period (等保 8.1.4.1.b).
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Request, Response
from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine.store.people import Person, WebSession

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_STAMP_EVERY = 60  # seconds between two refreshed cookies


@dataclass(frozen=True)
class SignedIn:
    """A live session: its row, its token, and when it was last seen."""

    row: WebSession
    token: str
    seen: datetime

    def cookie(self, at: datetime) -> str:
        """Write the cookie's value as of `at`."""
        seen = int(at.timestamp())
        return f"{self.token}.{seen}.{_seal(self.row.csrf, self.token, seen)}"


def begin(session: Session, person: Person, at: datetime) -> SignedIn:
    """Open a session for somebody whose password was right; its token is always new."""
    token = secrets.token_urlsafe(32)
    row = WebSession(
        token_hash=_hash(token),
        person_id=person.id,
        csrf=secrets.token_urlsafe(32),
        created_at=at,
        seen_at=at,
        expires_at=at + LONGEST,
    )
    session.add(row)
    session.flush()
    return SignedIn(row, token, at)


def find(session: Session, cookie: str | None, at: datetime) -> SignedIn | None:
    """Give the live session of a cookie; None if it is forged, idle, expired or revoked."""
    token, seen, seal = _parts(cookie)
    row = session.get(WebSession, _hash(token)) if token else None
    if row is None or not row.person.active:
        return None
    if not hmac.compare_digest(seal, _seal(row.csrf, token, seen)):
        return None
    last = max(row.seen_at, datetime.fromtimestamp(seen, UTC))
    if at >= row.expires_at or at - last >= IDLE:
        return None
    return SignedIn(row, token, last)


def end(session: Session, token: str) -> None:
    """Close one session: its cookie opens nothing any more."""
    session.execute(delete(WebSession).where(WebSession.token_hash == _hash(token)))


def end_all(session: Session, person_id: int) -> None:
    """Close every session of a person, as after a change of password."""
    session.execute(delete(WebSession).where(WebSession.person_id == person_id))


@dataclass(frozen=True)
class Cookie:
    """The two cookies: of a session, and of a visitor who is about to sign in."""

    secure: bool

    @property
    def session(self) -> str:
        """The name of the session's cookie."""
        return "__Host-sid" if self.secure else "sid"

    @property
    def visitor(self) -> str:
        """The name of the visitor's cookie, which only ties forms to a browser."""
        return "__Host-visitor" if self.secure else "visitor"

    def read(self, request: Request) -> str | None:
        """Give the session cookie as it was sent."""
        return request.cookies.get(self.session)

    def refresh(self, response: Response, signed_in: SignedIn, at: datetime) -> None:
        """Carry the moment of this answer in the cookie, at most once a minute."""
        if (at - signed_in.seen).total_seconds() >= _STAMP_EVERY:
            self.hand_out(response, signed_in, at)

    def hand_out(self, response: Response, signed_in: SignedIn, at: datetime) -> None:
        """Give the browser its session."""
        self._set(response, self.session, signed_in.cookie(at))

    def hand_out_visitor(self, response: Response, secret: str) -> None:
        """Give a browser without a session something to tie its forms to."""
        self._set(response, self.visitor, secret)

    def take_back(self, response: Response) -> None:
        """Clear both cookies."""
        for name in (self.session, self.visitor):
            response.delete_cookie(
                name, path="/", secure=self.secure, httponly=True, samesite="Lax"
            )

    def _set(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(
            name, value, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _seal(secret: str, token: str, seen: int) -> str:
    return hmac.digest(secret.encode(), f"{token}.{seen}".encode(), "sha256").hex()


def _parts(cookie: str | None) -> tuple[str, int, str]:
    token, _, rest = (cookie or "").partition(".")
    seen, _, seal = rest.partition(".")
    if not (seen.isascii() and seen.isdigit() and len(seen) < 12):  # noqa: PLR2004
        return "", 0, ""
    return token, int(seen), seal

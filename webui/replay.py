"""One press of a button has one effect: a second press is answered with the first's answer."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Request, Response, redirect
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.errors import OfficeError
from engine.store.idempotency import Idempotency
from webui import forgery

FIELD = "once"
"""The hidden field of every rendered form: 128 random bits."""

_NOT_HASHED = {FIELD, forgery.FIELD}


class FormUsedTwice(OfficeError):
    """The same form came again with other content."""

    code = "form_used_twice"
    message = (
        "这一页已经提交过一次，且前后两次填写的内容不同，第二次没有生效。"
        "请返回查看第一次提交的结果，如需更改请重新打开。"
    )


class ShownOnce(OfficeError):
    """The answer to the first press was shown once and is kept nowhere."""

    code = "shown_once"
    message = "这一页已经提交并生效，其结果只显示一次。如未看清，请返回列表重新操作。"


def fresh_key() -> str:
    """Draw the key of a form that is being shown."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Press:
    """A form as it arrived: its key, who sent it where, and a hash of what it says."""

    key: str
    person_id: int | None
    route: str
    request_hash: str

    @classmethod
    def of(cls, request: Request, person_id: int | None) -> "Press | None":
        """Read the press, or None if the form carries no key."""
        key = request.form.get(FIELD, "")
        if not key:
            return None
        return cls(key[:64], person_id, request.path, _hash(request))

    def answer_given(self, session: Session) -> Response | None:
        """Give the answer to the first press, or None if this is the first.

        Raises:
            FormUsedTwice: the first press said something else, elsewhere or by another.
        """
        row = session.get(Idempotency, self.key)
        if row is None:
            return None
        if (row.person_id, row.route, row.request_hash) != (
            self.person_id,
            self.route,
            self.request_hash,
        ):
            raise FormUsedTwice
        if not row.location:
            raise ShownOnce
        return _as_response(redirect(row.location, row.status))

    def claim(self, session: Session, at: datetime) -> Response | None:
        """Take the key before acting; give the answer instead if another press has it.

        Of two presses at the same moment the second waits here until the first is through.

        Raises:
            FormUsedTwice, ShownOnce: as `answer_given`.
        """
        given = self.answer_given(session)
        if given is not None:
            return given
        row = {
            "key": self.key,
            "person_id": self.person_id,
            "route": self.route,
            "request_hash": self.request_hash,
            "status": 0,
            "location": "",
            "at": at,
        }
        try:
            with session.begin_nested():
                session.execute(insert(Idempotency).values(row))
        except IntegrityError:
            return self.answer_given(session)
        return None

    def keep(self, session: Session, response: Response) -> None:
        """Remember the answer, in the transaction of the act itself."""
        session.execute(
            update(Idempotency)
            .where(Idempotency.key == self.key)
            .values(status=response.status_code, location=response.location or "")
        )


def _hash(request: Request) -> str:
    digest = hashlib.sha256()
    fields: Iterable[tuple[str, str]] = request.form.items(multi=True)
    for name, value in sorted(fields):
        if name not in _NOT_HASHED:
            digest.update(f"{len(name)}:{name}={len(value)}:{value};".encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
        digest.update(f"{name}:{file.filename}:".encode())
        digest.update(hashlib.sha256(file.stream.read()).digest())
        file.stream.seek(0)
    return digest.hexdigest()


def _as_response(answer: object) -> Response:
    if not isinstance(answer, Response):
        raise TypeError("a redirect is a response")
    return answer

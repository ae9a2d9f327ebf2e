"""Who asks, whether they may, and the one transaction in which the answer is given."""

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial, update_wrapper
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Flask, Response, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from engine.cases.access import require
from engine.cases.printing import finish_rendering
from engine.cases.recounting import running_cases
from engine.cases.steps import wake
from engine.office import Actor, Office
from engine.people.calendars import calendar_of
from engine.roles import LABELS, Permission, Role, may
from engine.settings import Settings
from engine.store.agencies import Agency
from engine.store.vault import Vault
from webui import forgery, sessions
from webui.database import READER, db
from webui.replay import Press
from webui.sent import LARGEST_KEY, leave_out_nothings

log = logging.getLogger(__name__)

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN: Final = "open"
"""The declaration of a page for everybody: written out, so that it is never forgotten."""

TEXT_BYTES: Final = 2 * 1024 * 1024
"""What a form without files may weigh: it is read into memory whole."""

_REFUSED = 400
_HTML = "text/html"


@dataclass(frozen=True)
class Route:
    """One row of the site map: an address, what answers it, and who may ask.

    `reads` marks a form that is sent by POST because it is long, and changes nothing;
    `bare` a file that is the same for everybody, for which nobody is looked up.
    """

    path: str
    view: Callable[..., ResponseReturnValue]
    permission: Permission | str
    methods: tuple[str, ...] = ("GET",)
    reads: bool = False
    bare: bool = False


@dataclass(frozen=True)
class Door:
    """What a page for everybody is given: no person, but a moment and the records."""

    session: Session
    at: datetime
    signed_in: sessions.SignedIn | None


@dataclass(frozen=True)
class Visit:
    """What the pages know about whoever asks."""

    at: datetime
    form_token: str = ""
    person: Actor | None = None
    agency: str = ""
    staged: bool = False
    """Whether the moment is a fixed one, which every page must say."""

    @property
    def roles(self) -> str:
        """Name the roles in Chinese."""
        held = self.person.roles if self.person else frozenset()
        return "、".join(LABELS[role] for role in Role if role in held)

    def may(self, permission: str) -> bool:
        """Say whether the visitor carries a permission, for what a page shows."""
        return self.person is not None and may(self.person.roles, Permission(permission))


class Guard:
    """Stands before every route."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._vault = Vault(settings.vault_key())

    def blueprint(self, name: str, routes: Sequence[Route]) -> Blueprint:
        """Turn a table of routes into a blueprint whose every view is guarded."""
        blueprint = Blueprint(name, __name__)
        for route in routes:
            blueprint.add_url_rule(
                route.path,
                route.view.__name__,
                self._guarded(route),
                methods=list(route.methods),
            )
        return blueprint

    def _guarded(self, route: Route) -> Callable[..., Response]:
        def enter(**arguments: object) -> Response:
            return self._answer(route, arguments)

        update_wrapper(enter, route.view)
        enter.permission = route.permission  # type: ignore[attr-defined]
        return enter

    def _answer(self, route: Route, arguments: Mapping[str, object]) -> Response:
        """Answer inside one transaction: it commits unless the answer is a refusal."""
        g.writes = request.method not in SAFE and not route.reads
        kept = False
        try:
            response = self._admit(route, arguments)
            if g.writes and (response.status_code < _REFUSED or g.get("keep", False)):
                db.session.commit()
                kept = True
        finally:
            db.session.rollback()
            g.writes = False
        if kept and "print_case" in g:
            self._print(g.office.actor, g.print_case)
        if kept and "recount" in g:
            self._recount(g.office.actor.agency_id)
        return response

    @contextmanager
    def _open_office(self, actor: Actor, writer: bool) -> Iterator[Office]:  # noqa: FBT001
        """Open an office of its own, after the act that was asked for."""
        engine = db.engines[None if writer else READER]
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield self._seat(session, actor, self._settings.now())

    def _print(self, actor: Actor, case_id: int) -> None:
        """Print the letters the act has signed; what fails now, the worker prints later."""
        try:
            finish_rendering(partial(self._open_office, actor), case_id)
        except Exception:  # the act itself is done and kept
            log.exception("printing failed", extra={"case": case_id})

    def _recount(self, agency_id: int) -> None:
        """Count the open cases anew by what the act has changed, one short act for each."""
        system = Actor(None, "系统", agency_id, None, frozenset({Role.MANAGER}))
        with self._open_office(system, False) as office:  # noqa: FBT003
            running = running_cases(office)
        for case_id in running:
            try:
                with self._open_office(system, True) as office:  # noqa: FBT003
                    wake(office, case_id)
            except Exception:  # the change itself is done; this case is counted at its next step
                log.exception("recounting failed", extra={"case": case_id})

    def _seat(self, session: Session, actor: Actor, at: datetime) -> Office:
        session.info["vault"] = self._vault
        return Office(session, calendar_of(session, actor.agency_id), actor, at)

    def _admit(self, route: Route, arguments: Mapping[str, object]) -> Response:
        if any(isinstance(value, int) and value > LARGEST_KEY for value in arguments.values()):
            raise NotFound
        if request.mimetype != "multipart/form-data":
            request.max_content_length = TEXT_BYTES
        at = self._settings.now()
        if route.bare:
            return make_response(route.view(**arguments))
        cookie = sessions.Cookie(secure=request.is_secure)
        signed_in = sessions.find(db.session(), cookie.read(request), at)
        visitor = request.cookies.get(cookie.visitor)
        fresh = signed_in is None and visitor is None
        secret = signed_in.row.csrf if signed_in else visitor or secrets.token_urlsafe(32)
        g.visit = self._visit(at, signed_in, forgery.token_for(secret))
        if route.permission != OPEN and signed_in is None:
            return _to_sign_in()
        if request.method not in SAFE:
            forgery.check(request, None if fresh else secret)
        leave_out_nothings()
        response = self._open(route, arguments, signed_in)
        if signed_in is not None:
            cookie.refresh(response, signed_in, at)
        elif fresh and response.mimetype == _HTML:
            cookie.hand_out_visitor(response, secret)
        return response

    def _open(
        self,
        route: Route,
        arguments: Mapping[str, object],
        signed_in: sessions.SignedIn | None,
    ) -> Response:
        if route.permission == OPEN or signed_in is None:
            door = Door(db.session(), g.visit.at, signed_in)
            return make_response(route.view(door, **arguments))
        if signed_in.row.person.must_change_password and not request.path.startswith("/account"):
            return make_response(redirect("/account?first=1", 303))
        office = self._seat(db.session(), _actor(signed_in), g.visit.at)
        g.office = office
        require(office, Permission(route.permission))
        return _once(route, office, arguments)

    def _visit(self, at: datetime, signed_in: sessions.SignedIn | None, token: str) -> Visit:
        staged = self._settings.moment is not None
        if signed_in is None:
            return Visit(at, token, staged=staged)
        person = signed_in.row.person
        agency = db.session.get_one(Agency, person.agency_id)
        return Visit(at, token, _actor(signed_in), agency.name, staged)


def verify(app: Flask) -> None:
    """Refuse to start with a route that names no permission.

    Raises:
        RuntimeError: naming the routes.
    """
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "permission")
    ]
    if silent:
        raise RuntimeError(f"routes without a permission: {', '.join(sorted(silent))}")


def _once(route: Route, office: Office, arguments: Mapping[str, object]) -> Response:
    """Do an act once per rendered form, however often the button is pressed."""
    press = Press.of(request, office.actor.id) if g.writes else None
    given = press.claim(office.session, office.at) if press else None
    if given is not None:
        return given
    response = make_response(route.view(office, **arguments))
    if press is not None and response.status_code < _REFUSED:
        press.keep(office.session, response)
    return response


def _actor(signed_in: sessions.SignedIn) -> Actor:
    person = signed_in.row.person
    return Actor(person.id, person.name, person.agency_id, person.department_id, person.roles)


def _to_sign_in() -> Response:
    if request.headers.get("X-Fragment"):
        return make_response({"message": "登录已超时，请在新窗口重新登录后继续"}, 401)
    wanted = request.full_path.rstrip("?") if request.method in SAFE else "/"
    return make_response(redirect(f"/sign-in?next={quote(wanted, safe='/')}", 303))

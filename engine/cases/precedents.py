"""同类答复: how this agency has replied before on the same result or the same ground."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.cases import access
from engine.cases.letters import letter_of
from engine.cases.sitting import look_at
from engine.law.letters import LETTERS
from engine.office import Office
from engine.store.cases import Case
from engine.store.letters import Letter

SHOWN = 8
_LOOKED_THROUGH = 200
_SNIPPET = 160
_DENIALS = "deny."
_PARTIAL = "partial"
_FINAL = tuple(code for code, kind in LETTERS.items() if kind.final)


@dataclass(frozen=True)
class Precedent:
    """An earlier reply: what it shares with this one, and how it gives its reasons."""

    letter: Letter
    case: Case
    same_result: bool
    articles: tuple[str, ...]
    snippet: str


def precedents_of(office: Office, letter_id: int) -> list[Precedent]:
    """List earlier replies of the same result or on the same ground, newest first.

    Only replies that count, and only of cases the actor may see.

    Raises:
        LetterNotFound.
    """
    letter = letter_of(office, letter_id)
    reply = _reply(office, letter)
    code, grounds = str(reply.get("code") or ""), set(_grounds(reply))
    if letter.code not in _FINAL or not code:
        return []
    related = {code, *grounds} | ({_PARTIAL} if grounds else set())
    rows = office.session.execute(
        select(Letter, Case)
        .join(Case, Case.id == Letter.case_id)
        .where(access.my_cases(office), Letter.status == "issued", Letter.code.in_(_FINAL))
        .where(Letter.case_id != letter.case_id, Case.result.in_(related))
        .order_by(Letter.issued_on.desc(), Letter.id.desc())
        .limit(_LOOKED_THROUGH)
    )
    alike = (
        _precedent(earlier, case, code)
        for earlier, case in rows
        if _is_alike(_kept(earlier), code, grounds)
    )
    return [each for each, _ in zip(alike, range(SHOWN), strict=False)]


def _reply(office: Office, letter: Letter) -> Mapping[str, Any]:
    if letter.status != "draft":
        return _kept(letter)
    found = look_at(office, letter.case_id).instance.variables.get("reply")
    return found if isinstance(found, Mapping) else {}


def _kept(letter: Letter) -> Mapping[str, Any]:
    found = letter.content.get("reply")
    return found if isinstance(found, Mapping) else {}


def _grounds(reply: Mapping[str, Any]) -> Iterator[str]:
    """Name the grounds on which something is withheld: of the whole, or of parts."""
    if str(reply.get("code") or "").startswith(_DENIALS):
        yield str(reply["code"])
    for part in reply.get("withheld") or ():
        if isinstance(part, Mapping) and part.get("ground"):
            yield str(part["ground"])


def _is_alike(reply: Mapping[str, Any], code: str, grounds: set[str]) -> bool:
    return reply.get("code") == code or bool(grounds & set(_grounds(reply)))


def _precedent(letter: Letter, case: Case, code: str) -> Precedent:
    reply = _kept(letter)
    parts = [str(part.get("reason") or "") for part in reply.get("withheld") or ()]
    said = "；".join(filter(None, (str(reply.get("reasons") or ""), *parts)))
    snippet = said if len(said) <= _SNIPPET else f"{said[: _SNIPPET - 1]}…"
    articles = tuple(str(each) for each in reply.get("articles") or ())
    return Precedent(letter, case, reply.get("code") == code, articles, snippet)

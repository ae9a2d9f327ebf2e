"""Letters inside a case: drafted, numbered on signature, printed outside the lock, served.

The number is drawn in the act that signs (gap-free, with everything else or not at all); the
PDF is printed afterwards from the HTML that was frozen with it, and only then does the step
finish. A crash in between loses nothing: the letter stays `numbered` and is printed next.
"""

from datetime import date
from typing import Any

from sqlalchemy import delete, select

from engine.cases import numbers
from engine.cases.checking import refuse_draft, refuse_errors
from engine.cases.draft_texts import keep_text
from engine.cases.drafting import CONTROL, write
from engine.cases.enclosures import content_with, enclosures_for, enclosures_of
from engine.cases.exchange import exchanged
from engine.cases.facts import agency_of
from engine.cases.sealing import await_seal
from engine.cases.turn import Turn, Waiting
from engine.cases.values import frozen, letter_page, letter_values, style_in
from engine.documents import missing_glyphs, with_data
from engine.errors import OfficeError
from engine.law.letter_style import Style
from engine.law.letters import drafted_anew_with
from engine.store.letters import Delivery, Letter


class CharactersMissing(OfficeError):
    """A character no face can print must never leave as an empty box."""

    code = "characters_missing"
    message = (
        "文书中有字库不能打印的字符：{characters}。"
        "请核对姓名、名称，改用规范字后重试，或请管理员补充字库。"
    )


class NoSuchLetter(OfficeError):
    """The step speaks of a letter that has not been issued."""

    code = "no_such_letter"
    message = "本案尚无已签发的“{letter}”，不能登记送达。请先完成该文书的签发。"


def draft(turn: Turn) -> dict[str, Any]:
    """Draft a letter from the facts of the case; a former draft of it goes."""
    letter = _draft(turn)
    return {"letter_id": letter.id, "letter": letter.code, "title": letter.title}


def issue(turn: Turn) -> dict[str, Any] | Waiting:
    """Number and freeze a letter, drafting it first if need be; wait for its print."""
    signed = _signed_here(turn)
    if signed is None:
        signed = _reviewed_draft(turn) or _draft(turn)
        _freeze(turn, signed)
    if signed.status != "issued":
        return Waiting(signed.id)
    return {
        "letter_id": signed.id,
        "letter": signed.code,
        "number": signed.number,
        "issued_on": signed.issued_on,
    }


def record_delivery(turn: Turn) -> dict[str, Any]:
    """Record how and when a letter was served, with its evidence, and what went out with it.

    Inputs: `together`, the codes of letters that go out in the same envelope if there are any.

    Raises:
        NoSuchLetter: it has not been issued.
    """
    letter = _in_force(turn, _code(turn))
    if letter is None:
        raise NoSuchLetter(letter=_code(turn))
    with_it = (_in_force(turn, str(code)) for code in turn.inputs.get("together") or ())
    served = (letter, *(each for each in with_it if each is not None))
    services = [_serve(turn, each) for each in served]
    return _proof(turn, served, services[0])


def _in_force(turn: Turn, code: str) -> Letter | None:
    return turn.office.session.scalar(
        select(Letter)
        .where(Letter.case_id == turn.case.id, Letter.code == code)
        .where(Letter.party == turn.text("party"), Letter.status == "issued")
        .order_by(Letter.id.desc())
        .limit(1)
    )


def _serve(turn: Turn, letter: Letter) -> Delivery:
    service = Delivery(
        letter_id=letter.id,
        method=turn.text("method"),
        sent_on=turn.optional_day("sent_on"),
        delivered_on=turn.optional_day("delivered_on"),
        tracking_no=turn.text("tracking_no"),
        received_by=turn.text("received_by"),
        note=turn.text("note"),
        evidence=[str(each) for each in turn.inputs.get("evidence") or ()],
        recorded_by=turn.office.actor.name,
        recorded_at=turn.office.at,
    )
    turn.office.session.add(service)
    on = service.delivered_on or service.sent_on or turn.office.today
    turn.record("letter:served", on, f"《{letter.title}》送达登记", "国办公开办函〔2016〕235号")
    return service


def _proof(turn: Turn, served: tuple[Letter, ...], service: Delivery) -> dict[str, Any]:
    """Say of a service what a proof of service (送达回证) must say."""
    letter, applicant = served[0], turn.case.applicant
    return {
        "receiver": letter.party or applicant.name,
        "address": None if letter.party else applicant.contact.get("address"),
        "title": "、".join(each.title for each in served),
        "number": "、".join(each.number for each in served if each.number) or None,
        "method": service.method,
        "sent_on": service.sent_on,
        "delivered_on": service.delivered_on,
        "tracking_no": service.tracking_no or None,
        "received_by": service.received_by or None,
        "note": service.note or None,
    }


def _code(turn: Turn) -> str:
    return str(turn.inputs.get("letter") or turn.step.node.properties.get("letter") or "")


def _signed_here(turn: Turn) -> Letter | None:
    """Give the letter this very step has numbered before, if it was interrupted."""
    return turn.office.session.scalar(
        select(Letter).where(
            Letter.case_id == turn.case.id, Letter.step_key == _visit(turn), Letter.status != "void"
        )
    )


def _visit(turn: Turn) -> str:
    return f"{turn.step.node.id}:{turn.step.key}"


def _standing_draft(turn: Turn) -> Letter | None:
    return turn.office.session.scalar(
        select(Letter)
        .where(Letter.case_id == turn.case.id, Letter.code == _code(turn))
        .where(Letter.party == turn.text("party"), Letter.status == "draft")
        .order_by(Letter.id.desc())
        .limit(1)
    )


def _reviewed_draft(turn: Turn) -> Letter | None:
    """Give the draft that was read, if what was read is still right."""
    letter = _standing_draft(turn)
    if letter is not None:
        refuse_draft(turn.sitting, letter)
    return letter


def _draft(turn: Turn) -> Letter:
    draft = write(turn.sitting, _code(turn), turn.inputs)
    _check_characters(draft.html)
    session = turn.office.session
    session.execute(
        delete(Letter).where(
            Letter.case_id == turn.case.id,
            Letter.code.in_(drafted_anew_with(draft.code)),
            Letter.party == draft.party,
            Letter.status == "draft",
        )
    )
    letter = Letter(
        agency_id=turn.case.agency_id,
        case_id=turn.case.id,
        code=draft.code,
        party=draft.party,
        title=draft.title,
        content=content_with(
            frozen({"notice": draft.notice}),
            enclosures_for(turn.office, turn.case, draft.code, draft.values["reply"]),
        ),
        html=draft.html,
        drafted_by=turn.office.actor.name,
        drafted_at=turn.office.at,
    )
    session.add(letter)
    session.flush()
    turn.sitting.drafted.add(letter.id)
    keep_text(turn.office, letter)
    turn.record("letter:drafted", turn.office.today, f"拟制《{letter.title}》")
    return letter


def _freeze(turn: Turn, letter: Letter) -> None:
    """Number the letter and freeze its text; from here on it can only be printed or withdrawn."""
    style = style_in(turn.sitting, letter.code)
    letter.title = style.title
    letter.issued_on = turn.office.today
    letter.signed_by = turn.sitting.signer
    letter.step_key = _visit(turn)
    if style.numbered:
        _number(turn, letter, style)
    face = {
        "code": letter.code,
        "title": letter.title,
        "number": letter.number,
        "date": letter.issued_on,
        "copy": "final",
    }
    values = letter_values(turn.sitting, face, _thawed(letter.content["notice"], turn))
    letter.html = letter_page(turn.sitting, values)
    if agency_of(turn.office, turn.case).settings.get("letter_data"):
        letter.html = with_data(letter.html, exchanged(turn.sitting, values))
    letter.content = content_with(frozen(values), enclosures_of(letter))
    _check_characters(letter.html)
    refuse_errors(turn.sitting, letter, values)
    letter.status = "numbered"
    turn.office.session.flush()
    await_seal(turn.office, letter, style)
    turn.record("letter:signed", letter.issued_on, f"签发《{letter.title}》{letter.number or ''}")


def _thawed(notice: dict[str, Any], turn: Turn) -> dict[str, Any]:
    """Give back a draft's notice values; days are days again."""
    now = {key: value for key, value in turn.inputs.items() if key not in CONTROL}
    return {key: _day_again(value) for key, value in notice.items()} | now


def _day_again(value: Any) -> Any:  # noqa: ANN401  (a JSON value)
    if isinstance(value, str) and len(value) == 10 and value[4] == "-":  # noqa: PLR2004
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _number(turn: Turn, letter: Letter, style: Style) -> None:
    """Draw the next number of the series; a record (内部表单、记录) has no series and gets none."""
    year = turn.office.today.year
    letter.year, letter.series = year, style.series
    letter.sequence = numbers.draw(turn.office, letter.agency_id, year, style.series)
    code_word = agency_of(turn.office, turn.case).code_word
    letter.number = style.number(code_word, year, letter.sequence)


def _check_characters(html: str) -> None:
    missing = missing_glyphs(html)
    if missing:
        raise CharactersMissing(characters="、".join(str(each) for each in missing))

"""A letter read by the rules before it is signed, beside what its case says.

Whoever reviews sees what was found; a letter with errors is neither handed on to be signed nor
numbered. The person who would do so is told at once, and nothing is done.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select

from engine.cases.facts import reading_of
from engine.cases.letters import letter_of
from engine.cases.sitting import Sitting, look_at
from engine.cases.values import letter_values
from engine.checking import Finding, Finished, Severity, check
from engine.documents import missing_glyphs, text_of
from engine.errors import OfficeError
from engine.law.letters import letter_kind
from engine.law.reading import Reading
from engine.office import Office
from engine.store.letters import Letter

_REACHED = ("phone", "email", "address", "fax", "agent_name", "contact_name")
_LONG_ENOUGH = 6  # characters; a shorter answer may be a part of anything


class LetterFaulty(OfficeError):
    """A letter with errors may not be signed."""

    code = "letter_faulty"
    article: ClassVar[str | None] = "条例第三十六条、第四十五条"
    message = (
        "签发前检查发现《{title}》有{count}处错误，不能送签或者签发，本次提交未生效，"
        "已填写的内容没有丢失。{told}请将文书退回修改后重新提交。"
    )

    def __init__(self, title: str, errors: tuple[Finding, ...]) -> None:
        """Keep the findings; the sentence lists them."""
        self.findings = errors
        told = "".join(
            f"（{number}）{each.place}：{each.message}"
            for number, each in enumerate(errors, start=1)
        )
        super().__init__(title=title, count=len(errors), told=told)


@dataclass(frozen=True)
class Checked:
    """A draft as its reviewer reads it: the paragraphs, and what was found in them."""

    paragraphs: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Give what keeps the letter from being signed."""
        return _errors(self.findings)

    def at(self, paragraph: int) -> tuple[Finding, ...]:
        """Give what was found in one paragraph."""
        return tuple(each for each in self.findings if each.paragraph == paragraph)


def checked(office: Office, letter_id: int) -> Checked:
    """Read a draft that stands; a letter that is signed is what it is."""
    letter = letter_of(office, letter_id)
    if letter.status != "draft":
        return Checked()
    sitting = look_at(office, letter.case_id)
    return Checked(_paragraphs(letter.html), _read_draft(sitting, letter))


def refuse_errors(sitting: Sitting, letter: Letter, values: Mapping[str, Any]) -> None:
    """Let a finished letter pass only without errors.

    Raises:
        LetterFaulty: it has some.
    """
    _pass(letter, _read(sitting, letter, values))


def refuse_draft(sitting: Sitting, letter: Letter) -> None:
    """Let a draft pass only as its reader saw it: without errors, beside the case of today.

    Raises:
        LetterFaulty: it has some.
    """
    _pass(letter, _read_draft(sitting, letter))


def refuse_to_hand_on(sitting: Sitting, reviewed_at: str) -> None:
    """Let a review that is over hand on only drafts without errors to whoever signs.

    A step is followed by a further pair of eyes when one that is open now must not be done by
    the same hand (拟审签分离). Whoever drafts in this very act is not yet held to it.

    Raises:
        LetterFaulty: a draft has errors.
    """
    awaited = (step.node.properties.get("separateFrom", "") for step in sitting.instance.steps())
    if not any(reviewed_at in names.split() for names in awaited):
        return
    for letter in _standing(sitting):
        refuse_draft(sitting, letter)


def _standing(sitting: Sitting) -> Iterator[Letter]:
    rows = sitting.office.session.scalars(
        select(Letter)
        .where(Letter.case_id == sitting.case_id, Letter.status == "draft")
        .order_by(Letter.id)
    )
    return (letter for letter in rows if letter.id not in sitting.drafted)


def _pass(letter: Letter, findings: tuple[Finding, ...]) -> None:
    if errors := _errors(findings):
        raise LetterFaulty(letter.title, errors)


def _errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(each for each in findings if each.severity is Severity.ERROR)


def _read_draft(sitting: Sitting, letter: Letter) -> tuple[Finding, ...]:
    face = {"code": letter.code, "title": letter.title, "copy": "draft"}
    try:
        values = letter_values(sitting, face, letter.content["notice"])
    except OfficeError as refusal:  # such as a review body that the settings no longer name
        return (Finding("facts", Severity.ERROR, str(refusal)),)
    return _read(sitting, letter, values)


def _read(sitting: Sitting, letter: Letter, values: Mapping[str, Any]) -> tuple[Finding, ...]:
    return check(
        Finished(
            code=letter.code,
            addressee=letter_kind(letter.code).addressee,
            paragraphs=_paragraphs(letter.html),
            facts=values,
            remedy=tuple(values["remedy"]["paragraphs"]),
            on=letter.issued_on or sitting.office.today,
            ends=_ends(reading_of(sitting.office, sitting.case)),
            secrets=tuple(_secrets(sitting, values)),
            missing=missing_glyphs,
        )
    )


def _paragraphs(html: str) -> tuple[str, ...]:
    return tuple(text_of(html).split("\n"))


def _ends(reading: Reading) -> frozenset[date]:
    """Collect the last days of the periods that run in the case."""
    days = (
        *(reading.base_due, reading.reply_due, reading.pending_due),
        *(reading.correction_due, reading.fee_payment_due, reading.reasons_due),
        *reading.third_party_due.values(),
        *reading.agency_due.values(),
    )
    return frozenset(day for day in days if day is not None)


def _secrets(sitting: Sitting, values: Mapping[str, Any]) -> Iterator[str]:
    """Give what identifies the applicant beside the name, unless it is the office's own too."""
    applicant = sitting.case.applicant
    known = (*(applicant.contact.get(name) for name in _REACHED), applicant.org_code)
    ours = "\n".join(str(value) for value in values["agency"].values())
    for each in known:
        if isinstance(each, str) and len(each) > _LONG_ENOUGH and each not in ours:
            yield each

"""批注: what reviewers remark on passages of a draft, and what becomes of it.

A remark is tied to the words it is about. When the draft comes back it is found again by them;
where they stand no more, the remark says so and stays. Nothing is changed or taken out: an
answer, a settlement and a second look are further entries, each also on the case's record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from engine.cases import access
from engine.cases.anchors import Passage, Span, find, passage_at, spans
from engine.cases.letters import letter_in_hand, letter_of
from engine.cases.sitting import hold
from engine.documents import text_of
from engine.errors import OfficeError
from engine.law.letters import same_letter
from engine.office import Office
from engine.roles import Permission
from engine.store.events import Entry, Recorder, append
from engine.store.instances import OpenTask
from engine.store.letters import Letter
from engine.store.remarks import Remark

MOST_WORDS = 1000
MOST_QUOTED = 500
_SHORT = 30


class Kind(StrEnum):
    """What an entry of a thread is."""

    REMARK = "remark"
    ANSWER = "answer"
    SETTLED = "settled"
    REOPENED = "reopened"


KINDS = {
    Kind.REMARK: "批注",
    Kind.ANSWER: "答复批注",
    Kind.SETTLED: "批注已处理",
    Kind.REOPENED: "批注仍须处理",
}
_FURTHER = frozenset({Kind.ANSWER, Kind.SETTLED, Kind.REOPENED})


class RemarkEmpty(OfficeError):
    """There is nothing to keep."""

    code = "remark_empty"
    message = "尚未填写{what}，未作保存。请填写后再提交。"


class RemarkTooLong(OfficeError):
    """A remark is about a passage, not a letter of its own."""

    code = "remark_too_long"
    message = "{what}有{count}字，超过{most}字。请精简，或者写入审核意见；填写的内容没有丢失。"


class PassageUnknown(OfficeError):
    """The draft does not have these words (any more)."""

    code = "passage_unknown"
    message = (
        "所引文字“{quote}”不在《{title}》当前的文稿中，批注未保存。"
        "文稿可能已重新拟制；请刷新本页后重新选取文字。"
    )


class NotADraft(OfficeError):
    """What is signed is remarked on no more."""

    code = "not_a_draft"
    message = "《{title}》已经签发，不能再加批注。确有错误的，应当依规定撤销或者更正。"


class NotAtWork(OfficeError):
    """Only whoever has something to do on the case remarks on its draft."""

    code = "not_at_work"
    message = "本案目前没有由您办理的环节，不能批注或者处理批注。请由正在审核或者修改的人员办理。"


class RemarkNotFound(OfficeError):
    """No such remark, or not for this person."""

    code = "remark_not_found"
    message = "没有找到该批注。请从文书审阅页或者案件页重新打开。"


@dataclass(frozen=True)
class Thread:
    """A remark with everything said about it, and where its passage stands now."""

    number: int
    first: Remark
    later: tuple[Remark, ...]
    at: int | None  # None: the words it is about stand there no more (原文已改)

    @property
    def open(self) -> bool:
        """Whether somebody still has to deal with it."""
        turns = [each.kind for each in self.later if each.kind != Kind.ANSWER]
        return not turns or turns[-1] == Kind.REOPENED


@dataclass(frozen=True)
class Marked:
    """A letter's words cut where remarks begin and end, and the remarks themselves."""

    paragraphs: tuple[tuple[Span, ...], ...]
    threads: tuple[Thread, ...]

    @property
    def open(self) -> tuple[Thread, ...]:
        """Give what is still to be dealt with."""
        return tuple(each for each in self.threads if each.open)


def paragraphs_of(letter: Letter) -> tuple[str, ...]:
    """Give a letter's words, one paragraph or line to an entry."""
    return tuple(text_of(letter.html).split("\n"))


def marked(office: Office, letter_id: int) -> Marked:
    """Read a letter with the remarks on it.

    Raises:
        LetterNotFound.
    """
    letter = letter_of(office, letter_id)
    paragraphs = paragraphs_of(letter)
    threads = _threads(office, letter, "\n".join(paragraphs))
    ends = {
        each.number: (each.at, each.at + len(each.first.quote))
        for each in threads
        if each.at is not None
    }
    return Marked(spans(paragraphs, ends), threads)


def open_remarks(office: Office, case_id: int) -> list[tuple[Letter, tuple[Thread, ...]]]:
    """Give the drafts of a case on which remarks are still open, with these.

    Raises:
        CaseNotFound.
    """
    access.case_of(office, case_id)
    rows = select(Letter).where(Letter.case_id == case_id, Letter.status == "draft")
    newest = {_which(each.code, each.party): each for each in office.session.scalars(rows)}
    found = [(each, marked(office, each.id).open) for each in newest.values()]
    return [(letter, threads) for letter, threads in found if threads]


def remark(office: Office, letter_id: int, quote: str, near: int, words: str) -> Remark:
    """Remark on a passage of a draft; `near` is where it begins, spaces and line ends not counted.

    Raises:
        NotAllowed, LetterNotFound, NotADraft, NotAtWork.
        RemarkEmpty, RemarkTooLong, PassageUnknown.
    """
    letter = letter_in_hand(office, letter_id)
    _at_work(office, letter.case_id)
    if letter.status != "draft":
        raise NotADraft(title=letter.title)
    quote, words = _cleaned(quote), _cleaned(words)
    _check(quote, "所引文字", MOST_QUOTED)
    _check(words, "批注内容", MOST_WORDS)
    passage = passage_at("\n".join(paragraphs_of(letter)), quote, near)
    if passage is None:
        raise PassageUnknown(quote=_short(quote), title=letter.title)
    made = _entry(office, letter, Kind.REMARK, words)
    made.quote, made.before, made.after = passage.quote, passage.before, passage.after
    made.start = passage.start
    return _kept(office, made, made.quote)


def respond(office: Office, remark_id: int, kind: str, words: str) -> Remark:
    """Answer a remark, say that it has been dealt with, or that it has not.

    Raises:
        NotAllowed, RemarkNotFound, NotAtWork, RemarkEmpty, RemarkTooLong.
    """
    first = office.session.get(Remark, remark_id)
    if first is None or first.thread_id is not None or kind not in _FURTHER:
        raise RemarkNotFound
    access.case_of(office, first.case_id)
    _at_work(office, first.case_id)
    words = _cleaned(words)
    if kind != Kind.SETTLED or words:
        _check(words, "答复" if kind != Kind.REOPENED else "仍须处理的理由", MOST_WORDS)
    made = _entry(office, first, Kind(kind), words)
    made.thread_id = first.id
    return _kept(office, made, first.quote)


def may_remark(office: Office, case_id: int) -> bool:
    """Say whether the actor has something to do on the case now."""
    mine = select(OpenTask.id).where(OpenTask.case_id == case_id, access.my_tasks(office))
    return office.session.scalar(mine.limit(1)) is not None


def told(threads: Sequence[Thread]) -> str:
    """List remarks in one sentence, as a return names them."""
    return "；".join(
        f"（{number}）“{_short(each.first.quote)}”：{each.first.words}"
        for number, each in enumerate(threads, 1)
    )


def _threads(office: Office, letter: Letter, text: str) -> tuple[Thread, ...]:
    rows = office.session.scalars(
        select(Remark).where(Remark.case_id == letter.case_id).order_by(Remark.id)
    ).all()
    which = _which(letter.code, letter.party)
    firsts = [
        each for each in rows if each.thread_id is None and _which(each.code, each.party) == which
    ]
    return tuple(
        Thread(
            number,
            first,
            tuple(each for each in rows if each.thread_id == first.id),
            find(text, Passage(first.quote, first.before, first.after, first.start)),
        )
        for number, first in enumerate(firsts, 1)
    )


def _which(code: str, party: str) -> tuple[str, str]:
    """Say which letter of its case it is: a reply stays the reply when its result changes."""
    return same_letter(code)[0], party


def _entry(office: Office, about: Letter | Remark, kind: Kind, words: str) -> Remark:
    return Remark(
        case_id=about.case_id,
        kind=kind.value,
        code=about.code,
        party=about.party,
        title=about.title,
        drafted_at=about.drafted_at,
        words=words,
        by_id=office.actor.id,
        by=office.actor.name,
        at=office.at,
    )


def _kept(office: Office, made: Remark, quote: str) -> Remark:
    """Keep an entry, and put it on the record of the case."""
    hold(office, made.case_id)
    office.session.add(made)
    office.session.flush()
    said = f"：{made.words}" if made.words else ""
    entry = Entry(
        tag=f"remark:{made.kind}",
        on=office.today,
        summary=f"{KINDS[Kind(made.kind)]}《{made.title}》“{_short(quote)}”{said}",
        payload={"remark": made.id, "thread": made.thread_id or made.id, "quote": quote},
    )
    by = Recorder(office.actor.id, office.actor.name, office.at)
    append(office.session, made.case_id, entry, by)
    return made


def _at_work(office: Office, case_id: int) -> None:
    access.require(office, Permission.READ_CASE)  # a department asked on a case sees no letters
    if not may_remark(office, case_id):
        raise NotAtWork


def _cleaned(typed: str) -> str:
    return typed.replace("\r\n", "\n").strip()


def _check(words: str, what: str, most: int) -> None:
    if not words:
        raise RemarkEmpty(what=what)
    if len(words) > most:
        raise RemarkTooLong(what=what, count=len(words), most=most)


def _short(words: str) -> str:
    flat = words.replace("\n", " ")
    return flat if len(flat) <= _SHORT else f"{flat[: _SHORT - 1]}…"

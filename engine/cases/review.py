"""待审文书: what waits for a reviewer's or signer's judgement, and what they need to judge it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engine.cases import access
from engine.cases.checking import checked
from engine.cases.files import attachments_of
from engine.cases.labels import Record, records_of
from engine.cases.letters import LetterRow, letters_of
from engine.cases.package import shelved
from engine.cases.remarks import Marked, marked
from engine.cases.separation import judged_by
from engine.cases.worklist import days_left, sort_day
from engine.checking import Severity
from engine.documents import Passage, Run, Spot, place, render_proof
from engine.office import Office
from engine.store.cases import Attachment, Case
from engine.store.deployments import Deployment
from engine.store.instances import OpenTask
from engine.store.letters import Letter

MOST = 200
THOUSAND = 1000
_FOUND_OUT = "investigate"  # the stage of the chain whose records bear the decision


@dataclass(frozen=True)
class Waiting:
    """A draft that waits for this person's judgement, and the task to give it in."""

    task: OpenTask
    case: Case
    letter: Letter


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue."""

    waiting: Waiting
    left: int | None
    errors: int
    warnings: int
    remarks: int


@dataclass(frozen=True)
class Groundwork:
    """What was asked and what was found out, for whoever judges the letter."""

    records: tuple[tuple[Record, bool], ...]  # and whether it bears the decision
    files: tuple[Attachment, ...]
    letters: tuple[LetterRow, ...]


@dataclass(frozen=True)
class Words:
    """A piece of a line on a page, in thousandths of the page's width and height."""

    at: int  # characters of the letter before it, spaces not counted
    words: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class PageView:
    """A page as a picture, its words to be marked, and the marks that are on it."""

    picture: bytes
    words: tuple[Words, ...]
    marks: tuple[tuple[int, Words], ...]  # with the number of the remark


def waiting_for(office: Office) -> list[Waiting]:
    """List the drafts the actor is to judge, by what is left of the statutory period.

    A step judges when the diagram says whose work it must not be done by (`separateFrom`).
    """
    rows = office.session.execute(
        select(OpenTask, Case, Letter, Deployment.content_hash)
        .join(Case, Case.id == OpenTask.case_id)
        .join(Deployment, Deployment.id == Case.deployment_id)
        .join(Letter, Letter.case_id == Case.id)
        .where(access.my_tasks(office), Letter.status == "draft")
        .order_by(sort_day(), OpenTask.id, Letter.id)
        .limit(MOST)
    ).all()
    return [
        Waiting(task, case, letter)
        for task, case, letter, content in rows
        if _judges(office, task, case, content)
    ]


def _judges(office: Office, task: OpenTask, case: Case, content: str) -> bool:
    nodes = shelved(office.session, case.deployment_id, content).definition.nodes
    return bool(judged_by(nodes[task.node_id]))


def queue_rows(office: Office, waiting: Sequence[Waiting]) -> list[QueueRow]:
    """Say of each draft what the rules find in it, and what is still to be dealt with."""
    return [_row(office, each) for each in waiting]


def _row(office: Office, waiting: Waiting) -> QueueRow:
    findings = checked(office, waiting.letter.id).findings
    errors = sum(each.severity is Severity.ERROR for each in findings)
    return QueueRow(
        waiting,
        days_left(office, waiting.case),
        errors,
        len(findings) - errors,
        len(marked(office, waiting.letter.id).open),
    )


def groundwork(office: Office, case_id: int) -> Groundwork:
    """Gather what was filled in, sent and received on a case so far.

    Raises:
        CaseNotFound.
    """
    case = access.case_of(office, case_id)
    content = select(Deployment.content_hash).where(Deployment.id == case.deployment_id)
    package = shelved(office.session, case.deployment_id, office.session.scalars(content).one())
    stages = {node.id: node.stage for node in package.definition.nodes.values()}
    return Groundwork(
        records=tuple(
            (each, stages.get(each.event.node_id) == _FOUND_OUT)
            for each in records_of(office, case_id)
            if each.answers
        ),
        files=tuple(attachments_of(office, case_id)),
        letters=tuple(each for each in letters_of(office, case_id) if each.letter.number),
    )


def pages_of(letter: Letter, read: Marked) -> tuple[PageView, ...]:
    """Show the pages of a draft with the remarks on them; call it outside every transaction."""
    proof = render_proof(letter.html, f"draft-{letter.id}", letter.drafted_at.date())
    numbers = [span.numbers for row in read.paragraphs for span in row]
    passages = [tuple(Passage(span.words) for span in row) for row in read.paragraphs]
    marks: list[list[tuple[int, Words]]] = [[] for _ in proof.pages]
    for spot in place(passages, proof):
        marks[spot.page] += [(number, _box(spot)) for number in numbers[spot.passage]]
    lines: list[list[Words]] = [[] for _ in proof.pages]
    before = 0
    for run in proof.runs:
        lines[run.page].append(_box(run, before, run.words))
        before += len("".join(run.words.split()))
    return tuple(
        PageView(picture, tuple(lines[page]), tuple(marks[page]))
        for page, picture in enumerate(proof.pages)
    )


def _box(of: Spot | Run, at: int = 0, words: str = "") -> Words:
    sides = (of.left, of.top, of.width, of.height)
    left, top, width, height = (round(each * THOUSAND, 1) for each in sides)
    return Words(at, words, left, top, width, height)

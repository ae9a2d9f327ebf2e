"""The letter beside the form: what the answers typed so far would make, before they are handed in.

Nothing here changes anything: no number is drawn, nothing is kept, and the letter bears 草稿.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engine.bpmn.model import Node
from engine.cases import access
from engine.cases.choices import choices_for
from engine.cases.drafting import write
from engine.cases.files import Upload, with_uploads
from engine.cases.rehearsal import Rehearsed, rehearse
from engine.cases.sitting import Sitting, look_at
from engine.cases.sources import Source, Sources
from engine.cases.tasks import Raw, form_context, offer_of, offers_of
from engine.checking.passages import places_in
from engine.documents import Paragraph, Passage, Proof, Spot, place, render_proof, trace_letter
from engine.errors import OfficeError
from engine.forms import Form, FormErrors, Kind, load_submission
from engine.office import Office

_SENTENCE = re.compile(r"[^。；]*[。；]?")
_SENT_LATER = Upload("随表单提交的文件", b"")
"""Stands for a file that goes with the form itself: a letter names documents, not files."""


@dataclass(frozen=True)
class Told:
    """A passage of the letter: its words, where they come from, what its sentence cites."""

    words: str
    source: Source
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A letter to be looked at: everything its pages are made from, and nothing alive."""

    code: str
    party: str
    title: str
    html: str
    identity: str
    on: date
    paragraphs: tuple[Paragraph, ...]
    told: tuple[Told, ...]

    @property
    def key(self) -> str:
        """Tell this letter from the others the step makes."""
        return f"{self.code}:{self.party}"


@dataclass(frozen=True)
class Look:
    """What the answers make: letters, or why there are none yet."""

    sheets: tuple[Sheet, ...] = ()
    problems: tuple[str, ...] = ()

    def chosen(self, key: str) -> Sheet | None:
        """Give the letter that was asked for, else the first."""
        return next(
            (each for each in self.sheets if each.key == key), next(iter(self.sheets), None)
        )


@dataclass(frozen=True)
class Pages:
    """A letter as pictures, with its passages where they stand."""

    proof: Proof
    spots: tuple[Spot, ...]


def look(office: Office, task_id: int, raw: Raw) -> Look:
    """Write the letters that the answers at a task would make, if they can be taken.

    Raises:
        TaskNotFound, NotYourTask: it is not this person's to draft.
    """
    task = access.task_of(office, task_id)
    access.check_hand(office, task)
    sitting = look_at(office, access.case_of(office, task.case_id).id)
    return _look(sitting, sitting.package.definition.nodes[task.node_id], task.step_key, raw)


def look_behind(office: Office, offer_id: int, raw: Raw) -> Look:
    """Do the same for the form behind a button such as 申请延期.

    Raises:
        MessageNotOffered, NotYourTask: it is offered no more, or not to this person.
    """
    offer, sitting, node = offer_of(office, offer_id)
    if offer not in offers_of(office, offer.case_id):
        raise access.NotYourTask(task=offer.label, who=access.role_words(offer.role))
    return _look(sitting, node, None, raw)


def _look(sitting: Sitting, node: Node, key: str | None, raw: Raw) -> Look:
    form = sitting.package.form(node.form_key or node.properties.get("formKey", ""))
    try:
        answers = _taken(form, raw, form_context(sitting, key, form), sitting.office)
        made = rehearse(sitting, node, key, answers)
    except FormErrors as refusal:
        return Look(problems=tuple(said for each in refusal.errors.values() for said in each))
    except OfficeError as refusal:
        return Look(problems=(str(refusal),))
    return _written(made, node)


def print_sheet(sheet: Sheet) -> Pages:
    """Print a letter to be looked at; call it outside every transaction."""
    proof = render_proof(sheet.html, sheet.identity, sheet.on)
    return Pages(proof, place(sheet.paragraphs, proof))


def _taken(form: Form, raw: Raw, context: Mapping[str, Any], office: Office) -> dict[str, Any]:
    """Check the answers as the step itself would, files apart."""
    options = choices_for(office)
    files = {each.key for each in form.walk() if each.kind is Kind.FILEPICKER}
    try:
        return load_submission(form, raw, context, options)
    except FormErrors as refusal:
        later = [name for name in refusal.errors if name.rpartition(".")[2] in files]
        if not later:
            raise
        sent = with_uploads(raw, {name: [_SENT_LATER] for name in later})
        return load_submission(form, sent, context, options)


def _written(made: list[Rehearsed], at_hand: Node) -> Look:
    """Write every letter that can be; what one lacks is told only where there is no other."""
    sheets, problems = [], []
    for each in made:
        try:
            sheets.append(_sheet(each, at_hand))
        except OfficeError as refusal:
            problems.append(str(refusal))
    if not made:
        problems.append("按现在所填的内容，本环节不产生文书。")
    return Look(tuple(sheets), () if sheets else tuple(dict.fromkeys(problems)))


def _sheet(made: Rehearsed, at_hand: Node) -> Sheet:
    office = made.sitting.office
    draft = write(made.sitting, made.code, made.inputs)
    template = made.sitting.package.template(made.code)
    paragraphs = tuple(_divided(each) for each in trace_letter(template, draft.values))
    sources = Sources(made, at_hand, office.actor.name)
    return Sheet(
        code=draft.code,
        party=draft.party,
        title=draft.title,
        html=draft.html,
        identity=f"proof-{made.sitting.case_id}",
        on=office.today,
        paragraphs=paragraphs,
        told=tuple(told for each in paragraphs for told in _told(each, sources)),
    )


def _divided(paragraph: Paragraph) -> Paragraph:
    """Divide fixed wording into its sentences; what was filled in stays in one piece."""
    pieces: list[Passage] = []
    for passage in paragraph:
        if passage.path:
            pieces.append(passage)
        else:
            pieces += (replace(passage, words=words) for words in _sentences(passage.words))
    return tuple(pieces)


def _told(paragraph: Paragraph, sources: Sources) -> list[Told]:
    """Say of each passage where it comes from, and which articles its sentence cites."""
    whole = "".join(passage.words for passage in paragraph)
    cited: list[tuple[str, ...]] = []
    for sentence in _sentences(whole):
        cited += [_cites(sentence)] * len(sentence)
    told, at = [], 0
    for passage in paragraph:
        told.append(Told(passage.words, sources.of(passage.path), cited[at]))
        at += len(passage.words)
    return told


def _sentences(words: str) -> list[str]:
    return [each for each in _SENTENCE.findall(words) if each]


def _cites(sentence: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"《{each.title}》{each.words}" for each in places_in(sentence)))

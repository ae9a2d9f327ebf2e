"""Letters issued by the agency's settings: number, title, remedy; records bear no number."""

import io
import json
import re

import pikepdf
import pytest
from sqlalchemy import select

from engine.cases.actions import ACTIONS
from engine.cases.letters import NoLargePrint, file_name, large_copy, large_pdf
from engine.cases.verifying import Verdict, verify_file
from engine.documents import text_of
from engine.people.agencies import read_settings, save_settings
from engine.people.lettering import read_lettering, save_lettering
from engine.repository import deploy as repository
from engine.store.cases import Blob
from engine.store.events import events_of
from engine.store.letters import NumberSeries
from tests import answers
from tests.conftest import MOMENT, Desk
from tests.plots import not_held
from tests.story import Story, moment

pytestmark = pytest.mark.usefixtures("deployed")
DIAGRAM = "processes/disclosure.bpmn"
RECEIPT = re.compile(
    r'(id="issue_receipt".*?<bpmn:extensionElements>)(.*?name="letter" value=")R02', re.DOTALL
)
ASKED = (
    *("contact", "agent", "identity_checked", "wanted_form", "wanted_way"),
    *("topics", "department", "duplicate_note", "recorder"),
)
INPUTS = "".join(
    f'<camunda:inputParameter name="{name}">null</camunda:inputParameter>' for name in ASKED
)
INPUTS = f"<camunda:inputOutput>{INPUTS}</camunda:inputOutput>"


def choose(office: Desk, **typed: str) -> None:
    administrator = office("administrator")
    changes = {f"letters.{key.replace('_', '.')}": value for key, value in typed.items()}
    save_lettering(administrator, read_lettering(administrator) | changes)
    office.commit()


def test_a_change_of_settings_numbers_no_letter_anew(office: Desk):
    first = Story(office, MOMENT).receive().letters()["R02"]
    choose(office, R02_series="收", R02_number="{code_word}{series}〔{year}〕第{seq}号")
    second = Story(office, MOMENT).receive().letters()["R02"]
    choose(office, R02_series="", R02_number="")
    third = Story(office, MOMENT).receive().letters()["R02"]
    assert [letter.number for letter in (first, second, third)] == [
        *("示政办回〔2026〕1号", "示政办收〔2026〕第1号", "示政办回〔2026〕2号"),
    ]
    assert "示政办收〔2026〕第1号" in second.html


def test_a_reply_is_called_in_its_title_and_its_remedy_as_the_agency_chose(office: Desk):
    choose(office, F12_word="答复书", F12_form="letter")
    story = Story(office, moment("2024-01-02"))
    not_held(story)
    letter = story.letters()["F12"]
    assert letter.title == "政府信息不存在答复书"
    assert "如不服本答复书" in letter.html
    assert "本告知书" not in letter.html
    assert 'class="letter"' in letter.html


def test_a_record_is_frozen_without_drawing_a_number(office: Desk):
    bundle = repository.current_bundle(office("manager"))
    assert bundle is not None
    diagram = bundle.files[DIAGRAM].decode()
    assert RECEIPT.search(diagram)
    changed = RECEIPT.sub(rf"\1{INPUTS}\2R01", diagram).encode()
    repository.deploy(office("manager"), bundle.with_file(DIAGRAM, changed), ACTIONS)
    letter = Story(office, MOMENT).receive().letters()["R01"]
    assert letter.status == "issued"
    assert (letter.number, letter.year, letter.series, letter.sequence) == (None,) * 4
    assert file_name(letter) == "政府信息公开申请登记表.pdf"
    assert set(office.session.scalars(select(NumberSeries.series))) == {"case"}
    pdf = office.session.get_one(Blob, letter.pdf_sha256).content
    assert verify_file(office.session, pdf).verdict is Verdict.AUTHENTIC


def test_an_applicant_who_reads_with_difficulty_gets_large_print_and_nobody_else(office: Desk):
    wishes = {"needs_help": True, "large_print": True}
    large = Story(office, MOMENT).receive(**wishes).letters()["R02"]
    usual = Story(office, MOMENT).receive(large_print=True).letters()["R02"]
    assert 'class="plain large"' in large.html
    assert 'class="plain"' in usual.html
    assert text_of(large.html).replace("1号", "2号", 1).split("\n")[2] == "示政办回〔2026〕2号"


def test_a_copy_in_large_print_leaves_the_letter_as_it_was_signed(office: Desk):
    story = Story(office, MOMENT).receive()
    letter = story.letters()["R02"]
    before = (letter.html, letter.pdf_sha256)
    _, page = large_copy(story.office(), letter.id)
    assert text_of(page) == text_of(letter.html)
    assert large_pdf(letter, page) == large_pdf(letter, page)
    assert (letter.html, letter.pdf_sha256) == before
    wished = Story(office, MOMENT).receive(needs_help=True, large_print=True)
    with pytest.raises(NoLargePrint):
        large_copy(wished.office(), wished.letters()["R02"].id)


def test_a_letter_carries_its_data_and_the_head_of_its_record_and_no_applicant(office: Desk):
    administrator = office("administrator")
    save_settings(administrator, read_settings(administrator) | {"letter_data": "json"})
    story = Story(office, MOMENT).receive()
    letter = story.letters()["R02"]
    pdf = office.session.get_one(Blob, letter.pdf_sha256).content
    assert verify_file(office.session, pdf).verdict is Verdict.AUTHENTIC
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        written = opened.attachments["letter.json"].get_file().read_bytes().decode()
    data = json.loads(written)
    said = data["letter"]
    assert (said["code"], said["title"]) == ("R02", "政府信息公开申请收件回执")
    assert (said["number"], said["date"]) == ("示政办回〔2026〕1号", "2026-03-02")
    events = {event.seq: event for event in events_of(office.session, story.case_id)}
    assert events[data["record"]["seq"]].digest == data["record"]["digest"]
    assert events[data["record"]["seq"] + 1].tag == "letter:signed"
    applicant = story.case.applicant
    assert applicant.name not in written
    assert answers.APPLICATION["id_number"] not in written

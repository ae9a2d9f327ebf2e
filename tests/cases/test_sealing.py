"""用印: recorded by an officer or put by a provider after the print; what fails waits on."""

import hashlib
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.cases.downloads import archive_of
from engine.cases.evidence import gather
from engine.cases.evidence_matter import Signed
from engine.cases.history import first_broken_link
from engine.cases.letters import frozen_pdf
from engine.cases.printing import finish_rendering
from engine.cases.sealing import NothingToSeal, record_stamp, sealed_as
from engine.cases.verifying import Verdict, verify_file
from engine.documents import PROVIDERS, sealing
from engine.people.agencies import SettingsRefused, read_settings, save_settings
from engine.people.lettering import read_lettering, save_lettering
from engine.people.sealing import certificates_of, make_test_certificates
from engine.store.engines import SessionFactory
from engine.store.events import events_of
from engine.store.journal import HouseEvent
from engine.store.letters import Letter
from engine.store.seals import LetterSeal, SealCertificate
from engine.store.vault import Vault
from tests.conftest import MOMENT, Desk
from tests.story import Story

pytestmark = pytest.mark.usefixtures("deployed")


def choose(office: Desk, **changes: str) -> None:
    administrator = office("administrator")
    save_settings(administrator, read_settings(administrator) | changes)
    office.commit()


def with_keys(office: Desk) -> None:
    make_test_certificates(office("administrator"))
    choose(office, letter_sealing="pades")


def receipt(office: Desk) -> tuple[Story, Letter]:
    story = Story(office, MOMENT).receive()
    return story, story.letters()["R02"]


def test_an_officer_records_the_seal_once(office: Desk):
    story, letter = receipt(office)
    before = sealed_as(story.office(), letter)
    assert (before.kind, before.way, before.at, before.can_stamp) == (
        *("政府信息公开专用章", "打印盖章", None, True),
    )
    record_stamp(story.office("registrar"), letter.id)
    after = sealed_as(story.office(), letter)
    assert (after.by, after.at, after.can_stamp) == ("甲登记", MOMENT, False)
    last = events_of(office.session, story.case_id)[-1]
    assert (last.tag, last.summary) == (
        "letter:sealed",
        f"《{letter.title}》{letter.number}加盖政府信息公开专用章",
    )
    assert first_broken_link(story.office("auditor"), story.case_id) is None
    with pytest.raises(NothingToSeal):
        record_stamp(story.office(), letter.id)


def test_a_letter_that_was_taken_back_meanwhile_is_not_recorded_as_sealed(
    office: Desk, sessions: SessionFactory
):
    story, letter = receipt(office)
    office.commit()
    with sessions.writing() as session:
        session.get_one(Letter, letter.id).status = "revoked"
    with pytest.raises(NothingToSeal):
        record_stamp(story.office("registrar"), letter.id)


def test_a_letter_the_agency_does_not_seal_waits_for_nothing(office: Desk):
    administrator = office("administrator")
    save_lettering(administrator, read_lettering(administrator) | {"letters.R02.seal": "none"})
    story, letter = receipt(office)
    assert sealed_as(story.office(), letter) is None
    with pytest.raises(NothingToSeal):
        record_stamp(story.office(), letter.id)


def test_an_electronic_seal_is_put_after_the_print_and_verified(office: Desk):
    with_keys(office)
    story, letter = receipt(office)
    seal = office.session.get_one(LetterSeal, letter.id)
    assert (seal.sealed_at, seal.problem) == (MOMENT, "")
    served = frozen_pdf(story.office(), letter.id).pdf
    answer = verify_file(office.session, served)
    assert answer.verdict is Verdict.AUTHENTIC
    assert (answer.seal.is_valid, answer.seal.is_test) == (True, True)
    assert "测试证书，不具有法律效力" in answer.seal_words
    unsealed = served[: -(len(served) - served.index(b"%%EOF") - 6)]
    assert verify_file(office.session, unsealed).verdict is Verdict.AUTHENTIC
    assert verify_file(office.session, unsealed).seal is None
    altered = bytearray(served)
    altered[2000] ^= 1
    assert verify_file(office.session, bytes(altered)).verdict is Verdict.ALTERED
    with pytest.raises(NothingToSeal):
        record_stamp(story.office(), letter.id)


def test_what_is_taken_away_bears_the_seal(office: Desk):
    with_keys(office)
    story, letter = receipt(office)
    sealed = frozen_pdf(story.office(), letter.id).pdf or b""
    assert sealed_as(story.office(), letter).at == MOMENT
    with archive_of(story.office(), [letter.id]) as made, zipfile.ZipFile(made) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith(".pdf")]
        assert archive.read(name) == sealed
        assert hashlib.sha256(sealed).hexdigest() in archive.read("目录.csv").decode()
    last = events_of(office.session, story.case_id)[-1]
    assert last.payload["sha256"] == hashlib.sha256(sealed).hexdigest()
    dossier = gather(story.office(), story.case_id, "行政复议答复")
    bodies = [piece.body for section in dossier.sections for piece in section.pieces]
    assert sealed in [body.pdf for body in bodies if isinstance(body, Signed)]


def test_a_seal_that_fails_is_told_and_tried_again_without_holding_up_the_case(
    office: Desk, monkeypatch
):
    with_keys(office)

    def fails(*_: object) -> bytes:
        raise ConnectionError

    monkeypatch.setattr(sealing, "sign", fails)
    story, letter = receipt(office)
    assert "register" in story.open_nodes()
    assert "签章服务出现故障" in sealed_as(story.office(), letter).problem
    monkeypatch.undo()
    story.at += timedelta(minutes=5)
    finish_rendering(story.open_office)
    done = sealed_as(story.office(), letter)
    assert (done.at, done.problem) == (story.at, "")


def test_a_key_that_does_not_open_is_told_on_the_letter(office: Desk):
    with_keys(office)
    office.session.info["vault"] = Vault(b"another key, after a restoration".ljust(32)[:32])
    story, letter = receipt(office)
    assert "register" in story.open_nodes()
    assert "签名密钥无法解密" in sealed_as(story.office(), letter).problem
    make_test_certificates(office("administrator"))
    story.settle()
    assert sealed_as(story.office(), letter).problem == ""


def test_a_provider_that_changes_what_was_frozen_is_not_believed(office: Desk, monkeypatch):
    with_keys(office)
    monkeypatch.setattr(sealing, "sign", lambda pdf, *_: pdf[1:])
    story, letter = receipt(office)
    told = sealed_as(story.office(), letter)
    assert told.at is None
    assert "改动了已签发的文书" in told.problem


def test_without_a_key_an_electronic_seal_cannot_be_chosen(office: Desk):
    with pytest.raises(SettingsRefused, match="还没有签名证书"):
        choose(office, letter_sealing="pades")


def test_the_key_is_kept_sealed_and_its_making_told(office: Desk):
    subjects = make_test_certificates(office("administrator"))
    assert len(subjects) == len(certificates_of(office.session, office.agency_id)) == 2
    for row in office.session.scalars(select(SealCertificate)):
        assert b"PRIVATE KEY" not in row.key_sealed
    entry = office.session.scalars(select(HouseEvent).order_by(HouseEvent.seq.desc())).first()
    assert (entry.tag, entry.summary) == ("seal:certificates", "制作电子签章测试证书2张")
    assert "PRIVATE" not in str(entry.payload)


def test_every_way_of_sealing_has_a_name():
    assert [each.label for each in PROVIDERS.values()] == [
        *("打印盖章", "本系统电子签名（PAdES，仅供测试）"),
    ]

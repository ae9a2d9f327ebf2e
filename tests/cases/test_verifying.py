"""文书验证: what was signed is known, what was changed is told, what counts no longer is said."""

import io
import time
from datetime import timedelta

import pikepdf
import pytest

from engine.cases.letters import frozen_pdf
from engine.cases.numbers import verification_code
from engine.cases.verifying import (
    MISSES,
    REST,
    WINDOW,
    Verdict,
    VerificationRests,
    note_miss,
    refuse_in_haste,
    verify_copy,
    verify_file,
)
from engine.documents import render_pdf
from engine.people.agencies import read_settings, save_settings
from engine.store.fingerprints import identifiers_of
from engine.store.letters import Letter
from tests.conftest import MOMENT, Desk
from tests.story import Story
from tests.withdrawal import receipts, receive_twice

pytestmark = pytest.mark.usefixtures("deployed")
MODES = [pikepdf.ObjectStreamMode.preserve, pikepdf.ObjectStreamMode.generate]


def signed(office: Desk) -> tuple[Letter, bytes]:
    """Issue a receipt; give it with its bytes."""
    letter = Story(office, MOMENT).receive().letters()["R02"]
    pdf = frozen_pdf(office("clerk"), letter.id).pdf
    assert pdf is not None
    return letter, pdf


def edited(pdf: bytes, **options: object) -> bytes:
    """Change a PDF as an editor does, which keeps its identifier."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.pages[0].rotate(90, relative=True)
        opened.save(made, **options)
    return made.getvalue()


def test_a_letter_as_it_was_signed_is_named_with_number_title_day_and_agency(office: Desk):
    letter, pdf = signed(office)
    answer = verify_file(office.session, pdf)
    assert (answer.verdict, answer.words) == (Verdict.AUTHENTIC, "与存档一致")
    assert answer.letter is not None
    assert answer.letter.number == letter.number == "示政办回〔2026〕1号"
    assert (answer.letter.title, answer.letter.issued_on) == (letter.title, MOMENT.date())
    assert answer.letter.agency == "示例县人民政府办公室"


@pytest.mark.parametrize("mode", MODES)
def test_a_letter_that_an_editor_changed_is_told_from_a_strange_one(
    office: Desk, mode: pikepdf.ObjectStreamMode
):
    letter, pdf = signed(office)
    answer = verify_file(office.session, edited(pdf, object_stream_mode=mode))
    assert answer.verdict is Verdict.ALTERED
    assert f"《{letter.title}》{letter.number}" in answer.words


def test_a_single_byte_makes_the_difference(office: Desk):
    _, pdf = signed(office)
    for changed in (pdf + b"\n", pdf.replace(b"%PDF-1.7", b"%PDF-1.6"), pdf[:-9]):
        assert verify_file(office.session, changed).verdict is Verdict.ALTERED


def test_a_letter_of_another_house_is_unknown(office: Desk):
    signed(office)
    strange = render_pdf("<html><body>答复</body></html>", "示政办回〔2026〕1号", MOMENT.date())
    for content in (strange, b"", b"%PDF-1.7 /ID [()()]", b"/ID [<4>" * 1000):
        answer = verify_file(office.session, content)
        assert (answer.verdict, answer.letter) == (Verdict.UNKNOWN, None)


@pytest.mark.parametrize(
    "hostile", [b"/ID[(" + b"a" * 2**24, b"/ID[(" + rb"\a" * 2**23, b"/ID[(" * 2**21]
)
def test_a_file_made_to_keep_the_search_busy_is_done_with_at_once(hostile: bytes):
    started = time.process_time()
    assert identifiers_of(hostile) == ()
    assert time.process_time() - started < 2


def test_a_corrected_letter_is_known_and_its_successor_named(office: Desk):
    story = receive_twice(office)
    pdf = frozen_pdf(office("clerk"), receipts(office, story.case)[0].id).pdf or b""
    assert verify_file(office.session, pdf).verdict is Verdict.AUTHENTIC
    story.do("head", "decide", manner="corrected", reason="收到日期有误", replaced="是")
    answer = verify_file(office.session, pdf)
    assert answer.verdict is Verdict.WITHDRAWN
    assert answer.words.startswith("与存档一致，但该文书已更正，不再有效；替代文书：《")
    assert answer.replacement is not None
    assert answer.replacement.number == "示政办回〔2026〕2号"
    assert "收到日期有误" not in answer.words  # why is the parties' business


def test_a_revoked_letter_without_a_successor_says_so(office: Desk):
    story = receive_twice(office)
    pdf = frozen_pdf(office("clerk"), receipts(office, story.case)[0].id).pdf or b""
    story.do("head", "decide", manner="revoked", reason="决定撤销")
    assert verify_file(office.session, pdf).words.endswith("已撤销，不再有效；替代文书：无")


def test_a_printed_copy_is_checked_by_number_and_code_however_typed(office: Desk):
    letter, _ = signed(office)
    code = verification_code(letter.pdf_sha256 or "")
    for number in ("示政办回〔2026〕1号", "示政办回[2026]1号", " 示政办回（２０２６） 1 号 "):  # noqa: RUF001
        for typed in (code, code.lower(), code.replace("-", "")):
            answer = verify_copy(office.session, number, typed)
            assert answer.verdict is Verdict.AUTHENTIC, (number, typed)


@pytest.mark.parametrize(
    "pattern",
    [
        "{code_word}{series}（{year}）{seq}号",
        "{code_word}{series}[{year}]{seq}号",
        "{code_word}{series}【{year}】第{seq}号",
        "{code_word} {series}〔{year}〕{seq} 号",
    ],
)
def test_a_printed_copy_is_known_however_its_agency_writes_numbers(office: Desk, pattern: str):
    administrator = office("administrator")
    save_settings(administrator, read_settings(administrator) | {"letter_number": pattern})
    letter, _ = signed(office)
    number, code = letter.number or "", verification_code(letter.pdf_sha256 or "")
    assert verify_copy(office.session, number, code).verdict is Verdict.AUTHENTIC
    assert verify_copy(office.session, number, "2222-2222-2222").verdict is Verdict.UNKNOWN


def test_neither_the_number_nor_the_code_alone_tells_anything(office: Desk):
    letter, _ = signed(office)
    code = verification_code(letter.pdf_sha256 or "")
    for number, typed in (
        ("示政办回〔2026〕1号", "2222-2222-2222"),
        ("示政办回〔2026〕2号", code),
        ("示政办回〔2026〕1号", ""),
        ("%", code),
    ):
        answer = verify_copy(office.session, number, typed)
        assert (answer.verdict, answer.letter) == (Verdict.UNKNOWN, None)


def test_codes_differ_with_the_bytes():
    codes = {verification_code(f"{number:064x}") for number in range(500)}
    assert len(codes) == 500
    assert {tuple(map(len, code.split("-"))) for code in codes} == {(4, 4, 4)}


def test_an_address_that_asks_in_vain_too_often_rests_a_while(office: Desk):
    for _ in range(MISSES):
        refuse_in_haste(office.session, "192.0.2.1", MOMENT)
        note_miss(office.session, "192.0.2.1", MOMENT)
    with pytest.raises(VerificationRests, match="09:01:00"):
        refuse_in_haste(office.session, "192.0.2.1", MOMENT)
    refuse_in_haste(office.session, "192.0.2.2", MOMENT)
    refuse_in_haste(office.session, "192.0.2.1", MOMENT + REST)
    refuse_in_haste(office.session, "192.0.2.1", MOMENT + WINDOW + timedelta(seconds=1))

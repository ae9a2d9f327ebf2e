"""Electronic seals: appended to the frozen bytes, over the signature, and told when broken."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pikepdf
import pytest

from engine.documents import (
    PADES,
    PROVIDERS,
    SealOrder,
    enlarged,
    make_test_certificate,
    read_template,
    render_html,
    subject_of,
)
from engine.documents.placing_seal import ACROSS, seal_face, seal_place
from engine.documents.signing import TEST, read_seal, sign
from engine.documents.template import letter_files
from tests.conftest import MOMENT
from tests.documents.layout import DAY, MM, read_pages

ORGAN, SEAL = "示例县人民政府办公室", "政府信息公开专用章"


@pytest.fixture(scope="module")
def pair():
    return make_test_certificate(ORGAN, SEAL, MOMENT)


def printed(letters, press, code: str = "F12", form: str = "plain", *, large: bool = False):
    template = read_template(letter_files(letters, code))
    letter = {**dict(template.sample["letter"]), "form": form}
    page = render_html(template, {**template.sample, "letter": letter})
    return press.print(enlarged(page, template.large) if large else page, code, MOMENT.date())


def signed(pdf: bytes, press, pair, at: datetime = MOMENT) -> bytes:
    face = press.print(seal_face(ORGAN, SEAL), "face", MOMENT.date())
    return sign(pdf, pair, at, seal_place(pdf), face)


def test_what_was_frozen_is_the_beginning_of_what_is_sealed(letters, press, pair):
    pdf = printed(letters, press)
    sealed = signed(pdf, press, pair)
    assert sealed.startswith(pdf)
    reading = read_seal(sealed, [pair.certificate], MOMENT)
    assert (reading.is_valid, reading.is_test, reading.at) == (True, True, MOMENT)
    assert reading.signer == f"{ORGAN} {SEAL}（测试证书） {TEST}"
    assert read_seal(pdf, [pair.certificate], MOMENT) is None


def test_a_changed_byte_or_anything_appended_breaks_the_seal(letters, press, pair):
    sealed = signed(printed(letters, press), press, pair)
    changed = bytearray(sealed)
    changed[2000] ^= 1
    assert not read_seal(bytes(changed), [pair.certificate], MOMENT).is_valid
    assert not read_seal(sealed, [], MOMENT).is_valid
    other = make_test_certificate(ORGAN, SEAL, MOMENT)
    assert not read_seal(sealed, [other.certificate], MOMENT).is_valid


def test_a_seal_leaves_the_metadata_of_the_archive_file_alone(letters, press, pair):
    pdf = printed(letters, press)
    with (
        pikepdf.open(io.BytesIO(pdf)) as before,
        pikepdf.open(io.BytesIO(signed(pdf, press, pair))) as after,
    ):
        assert dict(after.docinfo) == dict(before.docinfo)
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()


@pytest.mark.parametrize(
    ("form", "size"), [("plain", ""), ("letter", ""), ("redhead", ""), ("plain", "large")]
)
def test_the_seal_stands_over_name_and_day_beside_text(letters, press, form: str, size: str):
    pdf = printed(letters, press, "F12", form, large=bool(size))
    place = seal_place(pdf)
    page = read_pages(pdf)[place.page]
    day = next(line for line in reversed(page) if DAY.fullmatch(line.text))
    left, bottom, right, top = (each / MM for each in place.box)
    assert (left + right) / 2 == pytest.approx((day.left + day.right) / 2, abs=0.6)
    assert right - left == pytest.approx(ACROSS, abs=0.4)
    assert 297 - top < day.baseline < 297 - bottom
    assert any(line.baseline < 297 - top + 12 for line in page), "the seal stands alone"


def test_a_certificate_made_here_says_that_it_is_a_test_wherever_it_is_shown(press, pair):
    assert TEST in subject_of(pair.certificate)
    page = seal_face(ORGAN, SEAL)
    lines = [line.text for line in read_pages(press.print(page, "f", MOMENT.date()))[0]]
    assert "测试证书" in lines
    assert "不具有法律效力" in lines


def test_a_letter_without_a_place_is_signed_out_of_sight(press, pair):
    pdf = press.print(seal_face(ORGAN, SEAL), "any", MOMENT.date())
    assert seal_place(pdf) is None
    sealed = sign(pdf, pair, MOMENT + timedelta(hours=1), None, None)
    assert read_seal(sealed, [pair.certificate], MOMENT).is_valid
    with pikepdf.open(io.BytesIO(sealed)) as opened:
        assert list(opened.Root.AcroForm.Fields[0].Rect) == [0, 0, 0, 0]


def test_a_seal_is_put_on_and_read_where_an_event_loop_runs_already(letters, press, pair):
    pdf = printed(letters, press)

    async def in_a_loop() -> bool:
        await asyncio.sleep(0)
        sealed = sign(pdf, pair, MOMENT, None, None)
        return read_seal(sealed, [pair.certificate], MOMENT).is_valid

    with ThreadPoolExecutor(1) as apart:  # browser tests leave a loop in this thread
        assert apart.submit(lambda: asyncio.run(in_a_loop())).result()


def test_a_way_that_needs_a_key_refuses_to_work_without():
    with pytest.raises(ValueError, match="no key"):
        PROVIDERS[PADES].seal(SealOrder(b"", ORGAN, SEAL, MOMENT))

"""Printing: the same letter is the same file, and no letter can stop or open the house."""

import ctypes
import gc
import hashlib
import io
import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pypdf
import pytest

from engine.documents import letter_files, read_template, render_html
from engine.documents.fonts import FONTS
from engine.documents.press import PooledPress, PressBusy, PrintingFailed
from engine.documents.template import LetterTooLong, TemplateRefused
from engine.documents.typesetter import GlyphsMissing, ResourceRefused

DAY = date(2026, 3, 5)


@pytest.fixture(scope="module")
def pool():
    pool = PooledPress(FONTS, workers=2)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def reply(letters):
    return read_template(letter_files(letters, "F12"))


def with_content(template, content: str, copy: str = "final", name: str = "甲某"):
    sample = template.sample
    return render_html(
        template,
        {
            **sample,
            "letter": {**sample["letter"], "copy": copy},
            "case": {**sample["case"], "content": content},
            "applicant": {**sample["applicant"], "name": name},
        },
    )


def words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


class Heap(ctypes.Structure):
    """What the C library says of its memory (struct mallinfo2)."""

    _fields_ = (
        ("arenas", ctypes.c_size_t * 7),
        ("used", ctypes.c_size_t),
        ("free", ctypes.c_size_t * 2),
    )


def held() -> int:
    """Count the bytes taken from the C library and not given back."""
    gc.collect()
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = Heap
    return int(ask().used)


def test_every_process_prints_the_same_bytes(pool, press, reply):
    html = render_html(reply, reply.sample)
    with ThreadPoolExecutor(6) as threads:
        pooled = list(threads.map(lambda _: pool.print(html, "F12", DAY), range(6)))
    sums = {hashlib.sha256(pdf).hexdigest() for pdf in [*pooled, press.print(html, "F12", DAY)]}
    assert len(sums) == 1


def test_letter_after_letter_leaves_nothing_in_memory(press, reply):
    html = render_html(reply, reply.sample)
    for _ in range(3):
        press.print(html, "F12", DAY)
    before = held()
    for _ in range(15):
        press.print(html, "F12", DAY)
    assert held() - before < 200_000  # bytes; the attributes of the lines alone would be 670,000


def test_another_identity_or_day_gives_another_file(press, reply):
    html = render_html(reply, reply.sample)
    files = {
        press.print(html, *other) for other in (("a", DAY), ("b", DAY), ("a", date(2026, 3, 6)))
    }
    assert len(files) == 3


def test_a_letter_is_a_tagged_archive_file_that_names_its_agency(press, reply):
    reader = pypdf.PdfReader(io.BytesIO(press.print(render_html(reply, reply.sample), "F12", DAY)))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert 'part="2"' in xmp or "<pdfaid:part>2</pdfaid:part>" in xmp
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert reader.metadata.title == "政府信息不存在告知书"
    assert reader.metadata.author == "示例县人民政府办公室"
    assert str(reader.metadata.creation_date).startswith("2026-03-05")
    assert "/OpenAction" not in root
    assert "/AcroForm" not in root


def test_a_draft_is_marked_and_has_no_number(press, reply):
    html = with_content(reply, "甲", copy="draft")
    text = words(press.print(html, "F12", DAY))
    assert "〔2026〕" not in text
    assert "草　稿" in html
    assert "草　稿" not in with_content(reply, "甲")
    assert "样　稿" in with_content(reply, "甲", copy="sample")


class Canary:
    """Listens where hostile content points to, and counts who comes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.visits = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                visitor, _ = self.socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()


@pytest.fixture
def canary():
    canary = Canary()
    yield canary
    canary.socket.close()


HOSTILE = (
    '<img src="http://127.0.0.1:{port}/x.png">',
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/x.css">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<style>@import url("http://127.0.0.1:{port}/");</style>',
    "<style>@font-face{{font-family:Z;src:url(http://127.0.0.1:{port}/)}}p{{font-family:Z}}</style>",
    '<p style="background:url(file:///etc/passwd)">x</p>',
    '<object data="file:///etc/passwd"></object>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:{port}/"/></svg>',
    '<img src="data:image/svg+xml,%3Csvg/%3E">',
    '<base href="file:///etc/"><img src="passwd">',
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_printed_as_text_and_fetches_nothing(hostile, press, reply, canary):
    text = hostile.format(port=canary.port)
    printed = words(press.print(with_content(reply, text, name=text), "F12", DAY))
    assert "".join(text.split()) in "".join(printed.split())
    assert "root:" not in printed
    assert canary.visits == 0


@pytest.mark.parametrize("hostile", HOSTILE)
def test_even_a_page_made_of_it_fetches_nothing(hostile, press, canary):
    page = f"<html><body>{hostile.format(port=canary.port)}文</body></html>"
    try:
        pdf = press.print(page, "x", DAY)
    except ResourceRefused:
        pdf = b""
    assert b"root:" not in pdf
    assert b"EmbeddedFile" not in pdf
    time.sleep(0.02)
    assert canary.visits == 0


def test_a_letter_too_long_to_print_is_refused_in_words(reply):
    with pytest.raises(LetterTooLong, match="改为附件"):
        with_content(reply, "水" * 60_001)


def test_characters_no_face_has_are_refused_by_name(pool, reply):
    with pytest.raises(GlyphsMissing, match=r"U\+E863，自造字"):
        pool.print(with_content(reply, "甲", name="王\ue863"), "F12", DAY)
    with pytest.raises(GlyphsMissing, match=r"U\+202E，不可见"):
        pool.print(with_content(reply, "甲\u202e乙"), "F12", DAY)


def test_a_broken_page_does_not_stop_the_press(pool, reply):
    with pytest.raises(PrintingFailed):
        pool.print("<div>" * 4000 + "文", "x", DAY)
    assert pool.print(with_content(reply, "甲"), "F12", DAY).startswith(b"%PDF")


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_printed(reply):
    press = PooledPress(FONTS, workers=1, patience=8)
    try:
        with pytest.raises(PrintingFailed, match="超过时间"):
            press.print("<p>" + "水" * 600_000 + "</p>", "x", DAY)
        assert press.print(with_content(reply, "甲"), "F12", DAY).startswith(b"%PDF")
    finally:
        press.close()


def test_a_process_that_is_killed_is_replaced(reply):
    press = PooledPress(FONTS, workers=1)
    try:
        (pid,) = press.idle
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(PrintingFailed):
            press.print(with_content(reply, "甲"), "F12", DAY)
        assert press.print(with_content(reply, "甲"), "F12", DAY).startswith(b"%PDF")
    finally:
        press.close()


def test_a_closed_press_leaves_no_process_behind():
    press = PooledPress(FONTS, workers=1)
    (pid,) = press.idle
    press.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(PressBusy):
        press.print("x", "x", DAY)


def test_a_template_with_a_missing_file_is_refused():
    with pytest.raises(TemplateRefused, match=r"letter\.css"):
        read_template({"letter.html": b"", "about.json": b"{}", "sample.json": b"{}"})

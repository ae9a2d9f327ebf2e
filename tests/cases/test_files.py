"""Uploads are hostile until proven otherwise."""

import io
import zipfile

import pikepdf
import pytest

from engine.cases.files import (
    MOST_BYTES,
    FileBroken,
    FileKindRefused,
    FileTooLarge,
    Upload,
    examine,
)


def pdf(**root: object) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    for name, value in root.items():
        made.Root[f"/{name}"] = value
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def archive(**parts: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("__", "/"), text)
    return kept.getvalue()


TYPES = {"[Content_Types].xml": "<Types/>"}
SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("申请表.pdf", pdf()),
        ("申请表.txt", "申请公开".encode()),
        ("扫描件.png", b"\x89PNG\r\n\x1a\n..."),
        ("扫描件.JPG", b"\xff\xd8\xff\xe0"),
        ("申请表.docx", archive(**TYPES)),
    ],
)
def test_an_ordinary_document_is_taken(name: str, content: bytes):
    assert examine(Upload(name, content))[0] == name


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.exe", b"MZ", FileKindRefused),
        ("a.html", b"<script>", FileKindRefused),
        ("a.svg", b"<svg/>", FileKindRefused),
        ("a.zip", archive(a="b"), FileKindRefused),
        ("a", b"", FileKindRefused),
        ("a.pdf", b"%PDF-1.7 broken", FileBroken),
        ("a.pdf", b"<html>", FileBroken),
        ("a.pdf", pdf(OpenAction=SCRIPT), FileBroken),
        ("a.pdf", pdf(Names=pikepdf.Dictionary(JavaScript=SCRIPT)), FileBroken),
        ("a.png", b"\xff\xd8\xff", FileBroken),
        ("a.txt", b"\x00\x01", FileBroken),
        ("a.txt", b"\xff\xfe\xff", FileBroken),
        ("a.docx", b"PK\x03\x04", FileBroken),
        ("a.docx", archive(**TYPES, word__vbaProject_bin="x"), FileBroken),
        ("a.docx", archive(**TYPES, bomb="0" * (201 * 1024 * 1024)), FileBroken),
        ("a.txt", b"a" * (MOST_BYTES + 1), FileTooLarge),
    ],
)
def test_a_hostile_upload_is_refused(name: str, content: bytes, refusal: type[Exception]):
    with pytest.raises(refusal):
        examine(Upload(name, content))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\申请.txt", "申请.txt"),
        ('a"b\r\nX: y.txt', "a_b__X_ y.txt"),
    ],
)
def test_a_file_keeps_only_the_harmless_part_of_its_name(sent: str, kept: str):
    assert examine(Upload(sent, b"text"))[0] == kept

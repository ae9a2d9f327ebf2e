"""The words of a Word document that somebody sent: a stranger's file, read and nothing more."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from engine.errors import OfficeError

MOST_PARTS: Final = 500
MOST_UNPACKED: Final = 40 * 1024 * 1024
MOST_TEXT: Final = 10 * 1024 * 1024
MOST_PARAGRAPHS: Final = 3_000
MOST_CHARACTERS: Final = 200_000
"""Limits far above any letter, and far below what would keep the machine busy."""

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TYPES, _TEXT = "[Content_Types].xml", "word/document.xml"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ACTIVE: Final = ("vbaproject", "/activex/", "/embeddings/", "/customui/", ".bin", ".exe")
_WAYS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_FETCHES: Final = re.compile(
    r"\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b", re.IGNORECASE
)
"""Fields that have a reader's Word run a program or fetch a file."""
_LEFT_OUT: Final = frozenset(
    {f"{_W}del", f"{_W}moveFrom"}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)


_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError),
    *(KeyError, EOFError, OSError, ValueError),
)
"""What a torn archive may raise, wherever it is torn."""


class WordRefused(OfficeError):
    """The file is no plain Word document."""

    code = "word_refused"
    message = "该 Word 文件不能接收：{reason}。请在 Word 中另存为普通的 .docx 文档后重新上传。"


def read_word(content: bytes) -> tuple[str, ...]:
    """Give the paragraphs of a .docx as they read with every tracked change accepted.

    Raises:
        WordRefused: it is broken, too large, has macros or embedded programs, or reaches out.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive)
            _check_kind(archive)
            _check_links(archive)
            _check_fields(archive)
            return tuple(_paragraphs(_xml(archive, _TEXT)))
    except _BROKEN as broken:
        raise WordRefused(reason="文件已损坏、加密或者不是 Word 文档") from broken


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise WordRefused(reason="解压后的内容过大")
    if any(part.compress_type not in _WAYS for part in parts):
        raise WordRefused(reason="文件的压缩方式不是 Word 所用的")
    names = [f"/{part.filename.lower()}" for part in parts]
    if any(mark in name for name in names for mark in _ACTIVE):
        raise WordRefused(reason="含有宏、控件或者嵌入的程序")


def _check_kind(archive: zipfile.ZipFile) -> None:
    kinds = {
        part.get("PartName", "").lstrip("/"): part.get("ContentType", "")
        for part in _xml(archive, _TYPES).iter(etree.Element)
    }
    if kinds.get(_TEXT) != _MAIN:
        raise WordRefused(reason="不是普通的 .docx 文档（可能是启用宏的文档或者模板）")


def _check_links(archive: zipfile.ZipFile) -> None:
    """Refuse what a reader's Word would fetch: templates, pictures, frames from elsewhere."""
    for part in archive.namelist():
        if not part.endswith(".rels"):
            continue
        for link in _xml(archive, part).iter(etree.Element):
            outside = link.get("TargetMode", "").lower() == "external"
            if outside and not link.get("Type", "").endswith("/hyperlink"):
                raise WordRefused(reason="引用了外部的模板、图片或者文件")


def _check_fields(archive: zipfile.ZipFile) -> None:
    """Refuse fields that reach out, and documents within, whose words are not read here."""
    for part in archive.namelist():
        if not (part.startswith("word/") and part.endswith(".xml")):
            continue
        root = _xml(archive, part)
        if next(root.iter(f"{_W}altChunk", f"{_W}subDoc"), None) is not None:
            raise WordRefused(reason="嵌入了其他文档")
        told = [field.get(f"{_W}instr") or "" for field in root.iter(f"{_W}fldSimple")]
        split = [piece.text or "" for piece in root.iter(f"{_W}instrText")]
        if _FETCHES.search(" ".join((*told, *split, "".join(split)))):
            raise WordRefused(reason="含有引用外部文件或者程序的域")


def _xml(archive: zipfile.ZipFile, part: str) -> "etree._Element":
    """Parse one part; nothing is resolved, fetched or expanded."""
    with archive.open(part) as file:
        text = file.read(MOST_TEXT + 1)
    if len(text) > MOST_TEXT:
        raise WordRefused(reason="解压后的内容过大")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as broken:
        raise WordRefused(reason="文件的内容已损坏") from broken
    if root.getroottree().docinfo.doctype:
        raise WordRefused(reason="含有外部实体声明")
    return root


def _paragraphs(root: "etree._Element") -> Iterator[str]:
    found = length = 0
    for paragraph in root.iter(f"{_W}p"):
        if any(above.tag in _LEFT_OUT for above in paragraph.iterancestors()):
            continue  # the same text box once more, for an older Word
        words = "".join(_words(paragraph)).strip()
        if not words:
            continue
        found, length = found + 1, length + len(words)
        if found > MOST_PARAGRAPHS or length > MOST_CHARACTERS:
            raise WordRefused(reason="文字过多")
        yield from (line.strip() for line in words.split("\n") if line.strip())


def _words(element: "etree._Element") -> Iterator[str]:
    """Read the words in order; what was deleted, and paragraphs within, are left to themselves."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if child.tag in _LEFT_OUT or child.tag == f"{_W}p":
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in {f"{_W}br", f"{_W}cr"}:
            yield "\n"
        else:
            waiting += reversed(child)

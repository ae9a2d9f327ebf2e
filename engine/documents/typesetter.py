"""HTML in, PDF/A out, in this process: WeasyPrint behind one door.

One set of fonts and one parsed style sheet serve a whole process and belong to one
thread; several letters at once are the business of `engine.documents.press`.
"""

import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NoReturn

from typing_extensions import override
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from engine.documents.attaching import WITH_DATA, attachments_of
from engine.documents.fonts import font_configuration
from engine.documents.freeing import free_attributes
from engine.documents.glyphs import MissingGlyph, coverage, missing_from
from engine.documents.justification import justify_chinese
from engine.documents.placing_seal import anchored
from engine.documents.proofs import Proof, pictures_of, runs_of
from engine.documents.settling import settle
from engine.documents.template import SHEET_END, SHEET_START
from engine.documents.words import text_of
from engine.errors import OfficeError

VARIANT: Final = "pdf/a-2a"
_NOTDEF = re.compile(r"\.notdef.*\(U\+([0-9A-F]{4,6})\)")
_SHEETS_KEPT = 8


class GlyphsMissing(OfficeError):
    """The text has characters that would come out as boxes, or not at all."""

    code = "letter.glyphs_missing"
    message = "文书中有不能印出的字符：{characters}。请改用规范汉字，或者安装收录该字的字库。"


class ResourceRefused(OfficeError):
    """The page asks for something from outside itself."""

    code = "letter.resource_refused"
    message = "文书引用了外部资源，已拒绝打印；文书只能由文字组成。"


class SubsetterMissing(OfficeError):
    """The library that embeds fonts at a bearable price is not installed."""

    code = "letter.subsetter_missing"
    message = (
        "本机缺少 libharfbuzz-subset，打印一份文书要多用五十倍时间，因此不予启动；"
        "请安装系统软件包 libharfbuzz-subset0 后重新启动。"
    )


class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Fetches nothing, whatever the address."""

    def __init__(self) -> None:
        """Allow no protocol and no redirect."""
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    @override
    def fetch(self, url: str, headers: object = None) -> NoReturn:
        """Refuse."""
        raise FatalURLFetchingError("refused")


class Typesetter:
    """Prints letters with one closed set of fonts, one letter at a time."""

    def __init__(self, fonts: Path) -> None:
        """Read the fonts; raise `SubsetterMissing` or `FontsMissing` at once."""
        if ffi.harfbuzz_subset is None:
            raise SubsetterMissing
        justify_chinese()
        free_attributes()
        self._room = tempfile.TemporaryDirectory(prefix="mingda-fonts-")
        room = Path(self._room.name)
        settings = room / "fonts.conf"
        settings.write_text(font_configuration(fonts, room / "cache"), encoding="utf-8")
        os.putenv("FONTCONFIG_FILE", str(settings))  # read by fontconfig, in C
        self._fonts = FontConfiguration()
        self._coverage = coverage(fonts)
        self._sheet = lru_cache(maxsize=_SHEETS_KEPT)(self._read_sheet)
        self._notdef = _NotdefHandler()
        logging.getLogger("weasyprint").addHandler(self._notdef)

    def close(self) -> None:
        """Give back the private font cache."""
        logging.getLogger("weasyprint").removeHandler(self._notdef)
        self._room.cleanup()

    def print(self, html: str, identity: str, on: date) -> bytes:
        """Print one letter; the same page, identity and day give the same bytes."""
        return self._print(html, identity, on)[0]

    def proof(self, html: str, identity: str, on: date) -> Proof:
        """Print one letter and show its pages, with what stands where."""
        pdf, document = self._print(html, identity, on)
        return Proof(pictures_of(pdf), runs_of(document))

    def _print(self, html: str, identity: str, on: date) -> tuple[bytes, Any]:
        self._refuse_missing(missing_from(text_of(html), self._coverage))
        self._notdef.seen.clear()
        with _nothing_fetched():
            document = self.lay_out(html)
            day = f"{on.isoformat()}T00:00:00+08:00"
            document.metadata.created = document.metadata.modified = day
            carried = attachments_of(html, datetime.fromisoformat(day))
            document.metadata.attachments = carried
            pdf: bytes = document.write_pdf(
                pdf_variant=WITH_DATA if carried else VARIANT,
                pdf_identifier=hashlib.sha256(f"{identity}\n{html}".encode()).digest()[:16],
            )
        self._refuse_missing(tuple(MissingGlyph.absent(at) for at in sorted(self._notdef.seen)))
        return pdf, document

    def lay_out(self, html: str) -> Document:
        """Set the lines and settle the pages, without writing a file."""
        page, sheet = _without_sheet(html)
        read = HTML(string=page, url_fetcher=ClosedFetcher())
        sheets = [self._sheet(sheet)]
        return settle(
            read.etree_element, lambda: read.render(stylesheets=sheets, font_config=self._fonts)
        )

    def _read_sheet(self, sheet: str) -> CSS:
        return CSS(string=sheet, font_config=self._fonts, url_fetcher=ClosedFetcher())

    def _refuse_missing(self, missing: tuple[MissingGlyph, ...]) -> None:
        if missing:
            raise GlyphsMissing(characters="、".join(str(glyph) for glyph in missing[:10]))


class _NotdefHandler(logging.Handler):
    """Collects the characters WeasyPrint drew as an empty box."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.seen: set[int] = set()

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if hit := _NOTDEF.search(record.getMessage()):
            self.seen.add(int(hit[1], 16))


@contextmanager
def _nothing_fetched() -> Iterator[None]:
    """Turn WeasyPrint's fatal fetching error, no `Exception`, into ours."""
    try:
        yield
    except FatalURLFetchingError as error:
        raise ResourceRefused from error


def _without_sheet(html: str) -> tuple[str, str]:
    """Take the style sheet out of the page, to be parsed once, and mark where the seal goes."""
    before, start, rest = html.partition(SHEET_START)
    sheet, end, after = rest.partition(SHEET_END)
    return (anchored(before + after), sheet) if start and end else (html, "")

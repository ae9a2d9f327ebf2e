"""Data that travels inside a letter's PDF: kept in the head of its page, attached when printed.

The frozen page is thus all a print is made from, and the same page gives the same file.
"""

import html
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from weasyprint import Attachment

DATA_FILE: Final = "letter.json"
WITH_DATA: Final = "pdf/a-3a"
"""The kind of archive file that may carry others (ISO 19005-3)."""

_HEAD_ENDS: Final = "</head>"
_META = re.compile(r'<meta name="data" content="([^"]*)">')
_DESCRIPTION: Final = "文书的结构化数据"


def with_data(page: str, data: Mapping[str, object]) -> str:
    """Put data into the head of a page; its text stays as it is."""
    written = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    meta = f'<meta name="data" content="{html.escape(written)}">'
    return page.replace(_HEAD_ENDS, f"{meta}{_HEAD_ENDS}", 1)


def attachments_of(page: str, at: datetime) -> list[Attachment]:
    """Give what is to be attached to the print of a page: nothing, or its data."""
    head, _, _ = page.partition(_HEAD_ENDS)
    return [
        Attachment(
            string=html.unescape(written) + "\n",
            name=DATA_FILE,
            description=_DESCRIPTION,
            relationship="Data",
            created=at,
            modified=at,
        )
        for written in _META.findall(head)
    ]

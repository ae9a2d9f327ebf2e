"""大字版: a letter in large print for readers with poor sight, word for word the same.

It is made from the finished page and not from the template, so that it cannot say anything
else: a second style sheet is laid over the first.
"""

import re
from typing import Final

from engine.documents.template import FORMS, SHEET_END

_BODY: Final = re.compile(rf'<body class="({"|".join(FORMS)})"')


def enlarged(page: str, sheet: str, *, reading: bool = False) -> str:
    """Set a letter in large print; a copy for `reading` says on each page that it is one.

    Forms and records for the file, and letters of a package without such a sheet, are given
    back as they are.
    """
    classes = r"\1 large reading" if reading else r"\1 large"
    large, found = _BODY.subn(f'<body class="{classes}"', page, count=1)
    if not (found and sheet):
        return page
    return large.replace(SHEET_END, f"{sheet}{SHEET_END}", 1)


def can_enlarge(page: str) -> bool:
    """Say whether a page is a letter that is not in large print yet."""
    return bool(_BODY.search(page))

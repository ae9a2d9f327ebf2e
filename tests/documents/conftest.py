"""What the tests of letters share: the published letters, and a press in this process."""

from pathlib import Path

import pytest

from engine.documents.fonts import FONTS
from engine.documents.press import InlinePress

LETTERS = Path(__file__).resolve().parents[2] / "templates" / "letters"


@pytest.fixture(scope="session")
def letters() -> dict[str, bytes]:
    files = (path for path in LETTERS.rglob("*") if path.is_file())
    return {str(path.relative_to(LETTERS)): path.read_bytes() for path in files}


@pytest.fixture(scope="session")
def press():
    press = InlinePress(FONTS)
    yield press
    press.close()

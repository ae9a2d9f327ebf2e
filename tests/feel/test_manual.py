"""The manual of FEEL names what there is, no more and no less."""

import re
from pathlib import Path

from engine import feel
from engine.feel.builtins import BUILTINS

MANUAL = (Path(feel.__file__).parent / "README.md").read_text(encoding="utf-8")


def test_the_manual_lists_every_function():
    chapters = MANUAL.partition("### Functions")[2].partition("| Facts of the host")[0]
    assert set(re.findall(r"`([^`]+)`", chapters)) == set(BUILTINS)

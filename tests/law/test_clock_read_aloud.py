"""Whole readings, word for word: every reason, mark, span and warning the clock can give.

`clock_read_aloud.json` holds histories and the readings they give. It was read through by
hand; a changed word shows up here, and belongs there once it is meant.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from engine.law.calendar import published_calendar
from engine.law.clock import read_clock
from engine.law.rules import Rules

HISTORIES = json.loads(Path(__file__).with_name("clock_read_aloud.json").read_text("utf-8"))


def plain(value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return [plain(getattr(value, name)) for name in value.__dataclass_fields__]
    return value


def told(reading):
    """Turn a reading into lines: plain values by name, each day and mark on one line."""
    lines = {name: plain(value) for name, value in vars(reading).items()}
    for name in ("ledger", "spans", "marks", "warnings"):
        lines[name] = [" | ".join(str(part) for part in row) for row in lines[name]]
    return lines


def read(history):
    on = date.fromisoformat(history["on"]) if history["on"] else None
    rules = Rules.from_config(history["config"])
    return read_clock(history["events"], published_calendar(), rules, on)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history["about"])
def test_a_reading_says_what_it_always_said(history):
    assert told(read(history)) == history["reading"]

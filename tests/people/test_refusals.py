"""What a refused person reads: what happened, on what ground, what to do now; in one vocabulary."""

import re
from pathlib import Path

import pytest

from engine.errors import OfficeError
from engine.people import (
    accounts,
    audit,
    calendars,
    departments,
    duties,
    founding,
    passwords,
    sign_in,
)

ROOT = Path(__file__).parents[2]
MODULES = (accounts, audit, calendars, departments, duties, founding, passwords, sign_in)
REFUSALS = sorted(
    {
        each
        for module in MODULES
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, OfficeError)
    }
    - {OfficeError},
    key=lambda each: each.code,
)
OTHER_WORD = "口" + "令"
NOTHING_HAPPENED = re.compile("没有|未作|不能|只供|暂停")
READ = (".py", ".html", ".md", ".json", ".js", ".bpmn")


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda each: each.code)
def test_a_refusal_says_what_happened_and_what_to_do_now(refusal: type[OfficeError]):
    assert NOTHING_HAPPENED.search(refusal.message), refusal.message
    assert "请" in refusal.message
    assert refusal.message.endswith("。")


def test_a_password_has_one_name_wherever_anybody_reads_of_it():
    folders = (ROOT / name for name in ("engine", "webui", "forms", "processes", "templates"))
    paths = [path for folder in folders for path in folder.rglob("*") if path.suffix in READ]
    paths += [ROOT / "README.md", ROOT / "mingda"]
    assert len(paths) > 100
    texts = {path: path.read_text("utf-8") for path in paths if "dist" not in path.parts}
    assert [path for path, text in texts.items() if OTHER_WORD in text] == []

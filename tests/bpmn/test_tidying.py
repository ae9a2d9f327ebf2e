"""A diagram means the same whichever editor wrote it down, and is compared by what it means."""

from pathlib import Path

import pytest

from engine.bpmn.outline import read_outline
from engine.bpmn.source import NotReadable
from engine.bpmn.tidying import tidy

DIAGRAMS = sorted(Path(__file__).parents[2].glob("processes/*.bpmn"))
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_what_is_tidy_stays_as_it_is(path: Path):
    once = tidy(path.read_bytes())
    assert tidy(once) == once
    assert read_outline(once) == read_outline(path.read_bytes())


def process(content: str) -> bytes:
    return f'{HEAD}<process id="p">{content}</process></definitions>'.encode()


def test_order_of_attributes_and_lines_is_no_difference_but_order_of_steps_is():
    one = process('<task name="甲" id="a"/><task id="b"/>')
    same = process('\n<task id="a" name="甲" />\n  <task id="b"></task>')
    turned = process('<task id="b"/><task name="甲" id="a"/>')
    assert tidy(one) == tidy(same)
    assert tidy(one) != tidy(turned)


def test_what_bpmn_takes_for_granted_need_not_be_written():
    written = {
        choice: tidy(process(f'<boundaryEvent id="e" cancelActivity="{choice}"/>'))
        for choice in ("true", "false")
    }
    assert b"cancelActivity" not in written["true"]
    assert b'cancelActivity="false"' in written["false"]


def test_what_cannot_be_read_is_not_written_either():
    with pytest.raises(NotReadable, match="DOCTYPE"):
        tidy(b"<!DOCTYPE x><x/>")

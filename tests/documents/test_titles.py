"""Title marks: once round every document's name, whatever was typed (GB/T 15834—2011)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.language import ValueRefused, titled, titles
from engine.documents.titles import title_marked

TYPED = (
    ("示例县供水规划", "《示例县供水规划》"),
    ("《示例县供水规划》", "《示例县供水规划》"),
    ("〈示例县供水规划〉", "《示例县供水规划》"),
    (" 示例县供水规划 ", "《示例县供水规划》"),
    ("《示例县供水规划", "《示例县供水规划》"),
    ("示例县供水规划》", "《示例县供水规划》"),
    ("示例县供水规划（征求意见稿）", "《示例县供水规划（征求意见稿）》"),
    ("关于印发《供水规划》的通知", "《关于印发〈供水规划〉的通知》"),
    ("《关于印发《供水规划》的通知》", "《关于印发〈供水规划〉的通知》"),
    ("《关于印发〈供水规划〉的通知》", "《关于印发〈供水规划〉的通知》"),
    ("关于《甲规划》和《乙规划》的说明", "《关于〈甲规划〉和〈乙规划〉的说明》"),
    ("转发《关于印发〈规划〉的通知》的通知", "《转发〈关于印发《规划》的通知〉的通知》"),
    ("供水规划（示水〔2024〕8号）", "《供水规划》（示水〔2024〕8号）"),
    ("《供水规划》（示水〔2024〕8号）", "《供水规划》（示水〔2024〕8号）"),
    ("《甲规划》和《乙规划》", "《甲规划》和《乙规划》"),
    ("《甲合同》补充协议", "《甲合同》补充协议"),
    ("示水〔2024〕8号", "示水〔2024〕8号"),
)
MARKS = "《》〈〉"
NAMES = st.text(alphabet="甲乙规划的通知《》〈〉（）〔〕2024号 ", min_size=1, max_size=30)


@pytest.mark.parametrize(("typed", "printed"), TYPED)
def test_a_title_is_marked_once_and_inner_titles_singly(typed, printed):
    assert title_marked(typed) == printed


def test_a_title_typed_as_a_sentence_or_over_two_lines_is_one_title():
    assert titled("示例县\n供水规划。") == "《示例县供水规划》"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("甲规划", "《甲规划》"),
        ("甲规划；《乙规划》（示水〔2024〕8号）。", "《甲规划》；《乙规划》（示水〔2024〕8号）"),
        ("甲规划\n乙规划", "《甲规划》\n\u3000\u3000《乙规划》"),
        ("与施工有关的文件，共三份。", "与施工有关的文件，共三份"),
    ],
)
def test_several_titles_are_marked_one_by_one_and_descriptions_left(typed, printed):
    assert titles(typed) == printed


def test_what_is_no_text_is_no_title():
    with pytest.raises(ValueRefused):
        titled(12)


@given(NAMES)
def test_marking_twice_is_marking_once(name):
    assert title_marked(title_marked(name)) == title_marked(name)


@given(NAMES)
def test_no_word_of_a_title_is_lost_or_changed(name):
    def words(text: str) -> str:
        return re.sub(rf"[{MARKS}\s]", "", text)

    assert words(title_marked(name)) == words(name)


@given(NAMES)
def test_marks_are_paired_and_double_and_single_in_turn(name):
    open_marks: list[str] = []
    for mark in re.findall(f"[{MARKS}]", title_marked(name)):
        if mark in "《〈":
            assert mark == "《〈"[len(open_marks) % 2]
            open_marks.append(mark)
        else:
            assert (open_marks.pop(), mark) in {("《", "》"), ("〈", "〉")}
    assert open_marks == []


@given(st.text(alphabet="甲乙规划的通知", min_size=1, max_size=20))
def test_a_bare_name_is_always_put_in_marks(name):
    assert title_marked(name) == title_marked(f"《{name}》") == f"《{name}》"

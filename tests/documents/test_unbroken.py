"""What a line may not divide, and how a long name is divided."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.unbroken import TITLE_LINE, in_even_lines, keep_whole


def whole(body: str) -> list[str]:
    return re.findall(r'<span class="whole">([^<]*)</span>', keep_whole(body))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("共12页", ["12页"]),
        ("共1200余份", ["1200余份"]),
        ("于2026年3月5日收到", ["2026年", "3月5日"]),
        ("示政公开告〔2026〕18号", ["〔2026〕18号"]),
        ("占87.5%，计1280.56万元", ["87.5%", "1280.56万"]),
        ("第三十六条第（四）项", []),
        ("电话0000-8888000。", []),
    ],
)
def test_figures_stay_with_their_units_and_references_stay_whole(text, kept):
    assert whole(f"<p><span>{text}</span></p>") == kept


def test_tags_and_their_attributes_are_left_alone():
    assert keep_whole('<td colspan="2">年</td>') == '<td colspan="2">年</td>'


def test_an_address_without_end_may_break_anywhere():
    address = "https://example.invalid/" + "a" * 40
    assert keep_whole(address) == f'<span class="long">{address}</span>'
    assert keep_whole("https://example.invalid/a") == "https://example.invalid/a"


@given(st.text(alphabet="甲〔〕2026年3月5日号%<p>/span class", max_size=60))
def test_not_a_word_is_changed(text):
    added = r'<span class="(?:whole|long)">([^<]*)</span>'
    assert re.sub(added, r"\1", keep_whole(text)) == text


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("示例县人民政府办公室", ["示例县人民政府办公室"]),
        (
            "示例市示例高新技术产业开发区管理委员会办公室",
            ["示例市示例高新技术产业开发区", "管理委员会办公室"],
        ),
    ],
)
def test_a_long_name_is_divided_after_a_word(name, lines):
    assert in_even_lines(name).split("\n") == lines


@given(st.text(alphabet="示例县人民政府办公室管理委员会", max_size=90), st.integers(12, 30))
def test_no_line_of_a_name_is_too_long_or_forlorn(name, most):
    lines = in_even_lines(name, most).split("\n")
    assert "".join(lines) == name
    assert len(lines) == max(1, -(-len(name) // most))
    assert all(len(line) <= most for line in lines)
    assert len(name) <= most or min(map(len, lines)) > 1
    assert TITLE_LINE == 20

"""Every word of a letter is either the template's own, or known by the value it prints."""

import pytest

from engine.documents import (
    ValueMissing,
    letter_files,
    read_template,
    render_html,
    text_of,
    trace_letter,
)
from engine.law.letters import LETTERS
from tests.documents.test_proofs import without_spaces

MARKS = {"\ufdd0", "\ufdd1", "\ufdd2"}


@pytest.fixture(scope="module")
def reply(letters):
    return read_template(letter_files(letters, "F01"))


def by_path(template, values) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for paragraph in trace_letter(template, values):
        for passage in paragraph:
            found.setdefault(passage.path, []).append(passage.words)
    return found


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_the_passages_of_a_letter_are_its_text_and_nothing_else(letters, code: str):
    template = read_template(letter_files(letters, code))
    before = render_html(template, template.sample)
    traced = trace_letter(template, template.sample)
    assert render_html(template, template.sample) == before
    assert not MARKS & set(before)
    words = "".join(passage.words for paragraph in traced for passage in paragraph)
    assert without_spaces(words) == without_spaces(text_of(before))


def test_what_is_filled_in_is_known_by_its_name(reply):
    found = by_path(reply, reply.sample)
    assert found["applicant.name"] == ["甲某"]
    assert found["case.received_on"] == ["2026年3月5日"]
    assert found["reply.reasons"] == [f"{reply.sample['reply']['reasons']}。"]
    assert found["reply.searches[2].department"] == ["综合档案室"]
    assert found["remedy.paragraphs"] == reply.sample["remedy"]["paragraphs"]
    assert "特此告知。" in found[""]
    assert not any("甲某" in words for words in found[""])


def test_an_answer_of_several_lines_is_one_answer_in_each(reply):
    values = {**reply.sample, "case": {**reply.sample["case"], "content": "第一行\n第二行"}}
    words = [each.strip() for each in by_path(reply, values)["case.content"]]
    assert words == ["第一行", "第二行"]


def test_nobody_can_write_the_marks(reply):
    name = "甲\ufdd2某\ufdd0case.number\ufdd1"
    found = by_path(reply, {**reply.sample, "applicant": {"name": name, "kind": "natural"}})
    assert found["applicant.name"] == ["甲某case.number"]


def test_markup_in_an_answer_stays_text(reply):
    name = "<b>甲</b>&amp;"
    found = by_path(reply, {**reply.sample, "applicant": {"name": name, "kind": "natural"}})
    assert found["applicant.name"] == [name]


def test_what_a_letter_needs_a_trace_needs(reply):
    values = {**reply.sample, "agency": {**reply.sample["agency"], "contact": ""}}
    with pytest.raises(ValueMissing, match="机关联系人"):
        trace_letter(reply, values)

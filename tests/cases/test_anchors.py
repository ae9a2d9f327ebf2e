"""A remark finds its passage again in a draft that was written anew."""

from hypothesis import given
from hypothesis import strategies as st

from engine.cases.anchors import find, passage_at, spans

DRAFT = "甲某：\n经审查，该信息属于讨论记录。\n本机关决定不予公开。\n该信息属于讨论记录。"
WORDS = st.text(alphabet="甲乙丙丁。\n", max_size=40)


def test_of_equal_passages_it_is_the_one_that_was_chosen():
    second = DRAFT.rindex("讨论记录")
    passage = passage_at(DRAFT, "讨论\n 记录", second)
    assert passage is not None
    assert (passage.quote, passage.start) == ("讨论记录", second)
    assert find("新加的一段。\n" + DRAFT, passage) == second + len("新加的一段。\n")


def test_a_passage_is_found_by_what_is_around_it_when_an_equal_one_is_added_before():
    passage = passage_at(DRAFT, "讨论记录", 0)
    assert passage is not None
    again = "讨论记录如下。\n" + DRAFT
    assert find(again, passage) == again.index("经审查，该信息属于") + len("经审查，该信息属于")


def test_words_that_stand_there_no_more_are_not_found():
    passage = passage_at(DRAFT, "讨论记录", 0)
    assert passage is not None
    assert find(DRAFT.replace("讨论记录", "过程稿"), passage) is None
    assert passage_at(DRAFT, "没有写过的话", 0) is None
    assert passage_at(DRAFT, "", 0) is None


def test_a_passage_may_reach_over_the_end_of_a_paragraph():
    passage = passage_at(DRAFT, "讨论记录。\n本机关", 0)
    assert passage is not None
    paragraphs = tuple(DRAFT.split("\n"))
    cut = spans(paragraphs, {1: (passage.start, passage.start + len(passage.quote))})
    assert [[each.words for each in row if each.numbers] for row in cut] == [
        *([], ["讨论记录。"], ["本机关"], [])
    ]


@given(WORDS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_a_text_with_its_passages_marked_is_still_that_text(text: str, ends: list[tuple[int, int]]):
    marked = {n: (min(pair), max(pair)) for n, pair in enumerate(ends, 1)}
    cut = spans(tuple(text.split("\n")), marked)
    assert "\n".join("".join(each.words for each in row) for row in cut) == text


@given(WORDS, st.integers(0, 40), st.integers(1, 8))
def test_in_the_same_draft_a_passage_is_where_it_was(text: str, start: int, length: int):
    quote = text[start : start + length].strip()
    passage = passage_at(text, quote, len("".join(text[:start].split())))
    if not quote:
        assert passage is None
    else:
        assert passage is not None
        assert "".join(passage.quote.split()) == "".join(quote.split())
        assert find(text, passage) == passage.start

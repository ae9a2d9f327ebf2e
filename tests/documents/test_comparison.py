"""Two texts are set side by side so that a reader sees which words changed."""

import time

from engine.documents import Mark, abridged, compare


def words(side, *, differs: bool) -> str:
    return "".join(piece.text for piece in side.pieces if piece.differs is differs)


def test_a_changed_word_is_marked_on_both_sides():
    (pair,) = compare("本机关于三日内答复", "本机关于五日内答复")
    assert pair.mark is Mark.CHANGED
    assert (words(pair.before, differs=True), words(pair.after, differs=True)) == ("三", "五")
    assert words(pair.after, differs=False) == "本机关于日内答复"


def test_lines_keep_their_numbers():
    pairs = compare("一\n二\n三", "一\n三\n四")
    assert [(p.mark, p.before and p.before.number, p.after and p.after.number) for p in pairs] == [
        (Mark.SAME, 1, 1),
        (Mark.REMOVED, 2, None),
        (Mark.SAME, 3, 2),
        (Mark.ADDED, None, 3),
    ]


def test_what_is_the_same_far_from_a_difference_is_left_out():
    before = "\n".join(str(number) for number in range(50))
    shown = abridged(compare(before, before.replace("25", "二十五")))
    assert [pair.mark for pair in shown] == [
        Mark.SKIPPED,
        *[Mark.SAME] * 3,
        Mark.CHANGED,
        *[Mark.SAME] * 3,
        Mark.SKIPPED,
    ]


def test_equal_texts_have_nothing_to_show():
    assert {pair.mark for pair in abridged(compare("一\n二", "一\n二"))} == {Mark.SKIPPED}


def test_long_lines_and_many_lines_take_no_time():
    began = time.process_time()
    compare("字" * 50_000, "词" * 50_000)
    compare("a\n" * 25_000, "a\nb\n" * 12_000)
    assert time.process_time() - began < 5

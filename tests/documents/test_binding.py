"""Several PDFs as one: the pages stay as they were, and each is numbered."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from engine.documents.binding import Quire, bind, page_count
from tests.documents import hostile

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def bound(*quires: Quire, sheets: int) -> bytes:
    return bind(quires, [hostile.pdf(sheets)], "示例卷", AT)


def test_pages_follow_one_another_under_their_titles():
    made = bound(
        Quire(hostile.pdf(2), "申请"), Quire(hostile.pdf()), Quire(hostile.pdf(), "答复"), sheets=4
    )
    assert page_count(made) == 4
    with pikepdf.open(io.BytesIO(made)) as opened, opened.open_outline() as outline:
        assert [item.title for item in outline.root] == ["申请", "答复"]
        assert [opened.pages.index(item.destination[0]) for item in outline.root] == [0, 3]
        assert opened.docinfo["/Title"] == "示例卷"


def test_the_drawing_of_a_page_stays_the_stream_it_was():
    letter = hostile.pdf()
    with (
        pikepdf.open(io.BytesIO(letter)) as signed,
        pikepdf.open(io.BytesIO(bound(Quire(letter), sheets=1))) as made,
    ):
        drawing = [part.read_raw_bytes() for part in signed.pages[0].Contents]
        streams = [part.read_raw_bytes() for part in made.pages[0].Contents]
    assert streams[1:-1] == drawing


def test_each_page_has_a_sheet_of_its_own():
    with pikepdf.open(io.BytesIO(bound(Quire(hostile.pdf(3)), sheets=3))) as made:
        drawn = [page.Contents[-1].read_bytes() for page in made.pages]
    assert len(set(drawn)) == 3


def test_links_and_scripts_of_a_page_do_not_come_along():
    with pikepdf.open(io.BytesIO(bound(Quire(hostile.that_acts()), sheets=1))) as made:
        assert not {"/Annots", "/AA"} & set(made.pages[0].obj.as_dict())


def test_a_sheet_for_every_page_or_none():
    with pytest.raises(ValueError, match="zip"):
        bound(Quire(hostile.pdf(2)), sheets=1)


def test_the_same_pages_give_the_same_bytes():
    assert bound(Quire(hostile.pdf(), "一"), sheets=1) == bound(
        Quire(hostile.pdf(), "一"), sheets=1
    )

"""A letter while it is drafted: its pages as pictures, and what is written where on them."""

import pytest

from engine.documents import letter_files, read_template, render_html, text_of
from engine.documents.fonts import FONTS
from engine.documents.press import PooledPress
from tests.documents.test_press import DAY

PNG = b"\x89PNG\r\n\x1a\n"


def without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def draft(letters) -> str:
    template = read_template(letter_files(letters, "F12"))
    letter = {**template.sample["letter"], "copy": "draft"}
    return render_html(template, {**template.sample, "letter": letter})


def test_every_page_is_a_picture_and_every_word_has_its_place(press, draft):
    proof = press.proof(draft, "F12", DAY)
    assert proof.pages
    assert all(page.startswith(PNG) for page in proof.pages)
    assert {run.page for run in proof.runs} == set(range(len(proof.pages)))
    written = without_spaces("".join(run.words for run in proof.runs))
    assert written == without_spaces(text_of(draft)).removeprefix("草稿")
    for run in proof.runs:
        assert 0 <= run.left < run.left + run.width <= 1
        assert 0 <= run.top < run.top + run.height <= 1


def test_the_proof_of_another_process_is_the_same(press, draft):
    pool = PooledPress(FONTS, workers=1)
    try:
        assert pool.proof(draft, "F12", DAY) == press.proof(draft, "F12", DAY)
    finally:
        pool.close()

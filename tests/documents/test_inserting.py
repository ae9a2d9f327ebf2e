"""Files of strangers become harmless pages, or are refused one by one with their reasons."""

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from engine.documents import inserting
from engine.documents.inserting import Leaves, NotInserted, insert
from tests.documents import hostile

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ACTS = ("/JavaScript", "/JS", "/AA", "/Launch", "/URI", "/OpenAction", "/Annots", "/EmbeddedFiles")


def leaves(media_type: str, content: bytes) -> Leaves:
    (made,) = insert([(media_type, content)])
    assert isinstance(made, Leaves), made
    return made


def seen(pdf: bytes, page: int = 0) -> Image.Image:
    """Draw a page with one pixel for a point."""
    with pypdfium2.PdfDocument(pdf) as opened:
        drawn: Image.Image = opened[page].render(scale=1).to_pil().convert("RGB")
        return drawn


def unfolded(pdf: bytes) -> str:
    """Write out every object of a PDF without compression."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, qdf=True, static_id=True)
    return out.getvalue().decode("latin-1")


@pytest.fixture(scope="module")
def told() -> dict[str, Leaves | NotInserted]:
    """Insert all hostile files at once, with an honest one among and after them."""
    files = [(media_type, make()) for media_type, make, _ in hostile.HOSTILE.values()]
    made = insert([*files, (PDF, hostile.pdf())])
    return dict(zip([*hostile.HOSTILE, "an honest one"], made, strict=True))


@pytest.mark.parametrize("kind", hostile.HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(
    told: dict[str, Leaves | NotInserted], kind: str
):
    refusal = told[kind]
    assert isinstance(refusal, NotInserted), kind
    assert hostile.HOSTILE[kind][2] in refusal.reason


def test_the_files_after_it_have_their_turn(told: dict[str, Leaves | NotInserted]):
    assert isinstance(told["an honest one"], Leaves)


def test_nothing_of_a_pdf_that_acts_is_left_but_what_is_seen():
    acts = hostile.that_acts()
    assert all(word in unfolded(acts) for word in ACTS)
    made = leaves(PDF, acts)
    assert [word for word in (*ACTS, "hidden") if word in unfolded(made.pdf)] == []
    colours = {colour for _, colour in seen(made.pdf).getcolors(100_000) or ()}
    assert (0, 0, 255) in colours  # the field that was filled in
    assert (255, 0, 0) in colours  # the page's own drawing


def test_every_page_is_a4_and_keeps_its_foot_free():
    made = leaves(PDF, hostile.pdf(3, size=(2000, 1000)))
    assert made.across == (True, True, True)
    for number in range(3):
        drawn = seen(made.pdf, number)
        assert drawn.size == (842, 596)
        assert drawn.crop((0, 596 - 50, 842, 596)).getcolors() == [(842 * 50, (255, 255, 255))]


def test_a_photograph_stands_upright():
    made = leaves(JPEG, hostile.turned_photograph())
    assert made.across == (False,)


def test_a_photograph_keeps_its_bytes():
    photograph = hostile.picture("JPEG")
    with pikepdf.open(io.BytesIO(leaves(JPEG, photograph).pdf)) as opened:
        assert opened.pages[0].resources.XObject.Picture.read_raw_bytes() == photograph


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_picture_of_any_kind_is_drawn(mode: str):
    with Image.open(io.BytesIO(hostile.picture())) as plain:
        out = io.BytesIO()
        grey = plain.convert("L")
        (grey.convert("I").convert(mode) if mode == "I;16" else plain.convert(mode)).save(
            out, "PNG"
        )
    assert leaves(PNG, out.getvalue()).across == (False,)


def test_the_same_file_gives_the_same_pages():
    assert leaves(PDF, hostile.pdf(2)) == leaves(PDF, hostile.pdf(2))


def test_where_the_program_dies_the_next_file_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Stand in for a file that kills whoever opens it."""
    mortal = tmp_path / "mortal.py"
    mortal.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(inserting.PROGRAM.parent)!r})\n"
        "import inserter\n"
        "known = inserter.insert_pdf\n"
        "def die(source, target, most):\n"
        "    if source.name == '1':\n"
        "        import os; os._exit(1)\n"
        "    return known(source, target, most)\n"
        "inserter.WAYS['application/pdf'] = die\n"
        "inserter._main()\n"
    )
    monkeypatch.setattr(inserting, "PROGRAM", mortal)
    first, second, third = insert([(PDF, hostile.pdf())] * 3)
    assert isinstance(first, Leaves)
    assert isinstance(second, NotInserted)
    assert "时间或者内存" in second.reason
    assert isinstance(third, Leaves)


def test_a_bundle_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inserting, "PATIENCE", 0.0)
    (late,) = insert([(PDF, hostile.pdf())])
    assert isinstance(late, NotInserted)

"""Files of strangers: honest ones, and such as nobody should have to open."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from PIL import Image

A4 = (595.276, 841.89)


def pdf(pages: int = 1, *, size: tuple[float, float] = A4, **saved: Any) -> bytes:
    """Make a PDF in which each page draws a square."""
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=size)
            made.pages[-1].contents_add(b"1 0 0 rg 20 20 40 40 re f")
        return _saved(made, **saved)


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 90), **more: Any) -> bytes:
    """Make a picture whose upper half is red."""
    drawn = Image.new(more.pop("mode", "RGB"), size, "white")
    drawn.paste("red" if drawn.mode != "L" else 80, (0, 0, size[0], size[1] // 2))
    out = io.BytesIO()
    drawn.save(out, kind, **more)
    return out.getvalue()


def turned_photograph() -> bytes:
    """Make a photograph that was taken with the camera held upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture("JPEG", (120, 80), exif=exif)


def that_acts() -> bytes:
    """Make a PDF with a script, a launch, links, a field and an attached file."""
    with pikepdf.open(io.BytesIO(pdf())) as made:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('x')")
        page = made.pages[0].obj
        made.Root.OpenAction = script
        page.AA = pikepdf.Dictionary(O=script)
        link = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Link, "/Rect": [0, 0, 99, 99]}
        calls = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        leads = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/")
        field = made.make_indirect(_field(made))
        page.Annots = [
            made.make_indirect(pikepdf.Dictionary({**link, "/A": calls})),
            made.make_indirect(pikepdf.Dictionary({**link, "/A": leads, "/AA": script})),
            field,
        ]
        made.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        made.attachments["note.txt"] = b"hidden"
        return _saved(made)


def _field(made: pikepdf.Pdf) -> pikepdf.Dictionary:
    look = pikepdf.Stream(made, b"0 0 1 rg 0 0 50 20 re f")
    look.update(pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form))
    look.BBox = [0, 0, 50, 20]
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        Rect=[100, 100, 150, 120],
        F=4,
        AP=pikepdf.Dictionary(N=look),
        A=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1"),
    )


def that_needs_a_password() -> bytes:
    return pdf(encryption=pikepdf.Encryption(user="secret", owner="secret"))


def without_pages() -> bytes:
    with pikepdf.new() as made:
        return _saved(made)


def that_unpacks_without_end() -> bytes:
    """Make a small PDF whose page draws for a hundred megabytes."""
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.pages[0].Contents = pikepdf.Stream(made, b"0 0 m " * (100 * 1024 * 1024 // 6))
        return _saved(made)


def of_a_page_without_measure() -> bytes:
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.pages[0].obj.MediaBox = [0, 0, 0, 0]
        return _saved(made)


def that_goes_round_in_circles() -> bytes:
    """Make a PDF whose tree of pages has itself for a branch."""
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.Root.Pages.Kids.append(made.Root.Pages)
        return _saved(made)


def of_too_many_pixels() -> bytes:
    return picture("PNG", (12_000, 12_000), mode="L")


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a password": ("application/pdf", that_needs_a_password, "设有密码"),
    "no PDF": ("application/pdf", lambda: b"%PDF-1.7 not really", "损坏"),
    "half a PDF": ("application/pdf", lambda: pdf()[:120], "损坏"),
    "no pages": ("application/pdf", without_pages, "损坏"),
    "too many pages": ("application/pdf", lambda: pdf(301), "共301页，超过单份300页的上限"),
    "drawing without end": ("application/pdf", that_unpacks_without_end, "过大"),
    "a page without measure": ("application/pdf", of_a_page_without_measure, "损坏"),
    "a tree in circles": ("application/pdf", that_goes_round_in_circles, "损坏"),
    "no picture": ("image/jpeg", lambda: b"\xff\xd8\xff\xe0junk", "损坏"),
    "half a picture": ("image/png", lambda: picture()[:-40], "损坏"),
    "a picture of another kind": ("image/png", lambda: picture("GIF"), "损坏"),
    "too many pixels": ("image/png", of_too_many_pixels, "过大"),
}
"""Why each cannot be turned into pages: media type, the file, words of the reason."""


def _saved(made: pikepdf.Pdf, **more: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, static_id=True, **more) if "encryption" not in more else made.save(out, **more)
    return out.getvalue()

"""The program that turns strangers' files into pages: it imports nothing of ours.

Run as `python -I inserter.py FOLDER FIRST MOST`, by `engine.documents.inserting` only. The folder
holds `order.json`, a list of media types, and the files `0`, `1`, …; from number FIRST on, each
becomes `0.pdf`, `1.pdf`, … with A4 pages that hold a picture of the original page and nothing
else: no script, no link, no form, no attachment. One line of JSON tells of each file; what the
program dies of is the fault of the file whose line is missing.
"""

import io
import json
import resource
import sys
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pikepdf
from PIL import Image, ImageOps

MOST_MEMORY: Final = 2 * 1024**3  # bytes of address space
MOST_SECONDS: Final = 15  # of processor, for one file
LARGEST_RESULT: Final = 200 * 1024**2
LONGEST_PAGE: Final = 64 * 1024**2  # bytes of drawing on one page, unpacked
MOST_PIXELS: Final = 100_000_000
SHORT, LONG = 595.276, 841.89  # A4 in points
SIDE, TOP, FOOT = 28.35, 34.02, 51.02  # what stays free: 10, 12 and 18 mm
_SCREEN_DPI: Final = 150  # of a picture that does not say how large it is
_SAVED: Final = {"deterministic_id": True, "object_stream_mode": pikepdf.ObjectStreamMode.generate}
_REACHES_OUT: Final = (
    *("/AF", "/Ref", "/OPI", "/PieceInfo", "/Metadata", "/Alternates"),
    *("/StructParent", "/StructParents", "/F", "/FFilter", "/FDecodeParms"),
)
"""Keys of a stream that lead to something other than what is drawn."""


class Refused(Exception):
    """A file that cannot be inserted; the word says why, `engine.documents.inserting` has it."""


def insert_pdf(source: Path, target: Path, most: int) -> list[bool]:
    """Draw each page of a PDF on a page of ours; say of each whether it lies across."""
    try:
        pdf = pikepdf.open(source)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    with pdf, pikepdf.new() as clean:
        count = len(pdf.pages)
        if count == 0:
            raise Refused("broken")
        if count > most:
            raise Refused(f"too_many_pages:{count}")
        _draw_what_is_filled_in(pdf)
        across = [_draw(clean, page) for page in pdf.pages]
        _keep_what_is_drawn(clean)
        clean.save(target, **_SAVED)
    return across


def insert_picture(source: Path, target: Path, _most: int) -> list[bool]:
    """Put a picture on a page, upright, at its own size or smaller."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    content = source.read_bytes()
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            dpi = _dpi(picture)
            plain = _opaque(upright)
            as_it_is = picture.format == "JPEG" and plain is upright and not _turned(picture)
            lossy = picture.format == "JPEG"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("too_large") from None
    with pikepdf.new() as clean:
        drawn = _image_of(clean, plain, content if as_it_is else None, lossy=lossy)
        across = plain.width > plain.height
        size = (plain.width * 72 / dpi, plain.height * 72 / dpi)
        _place(_blank(clean, across=across), drawn, size)
        clean.save(target, **_SAVED)
    return [across]


def _draw_what_is_filled_in(pdf: pikepdf.Pdf) -> None:
    """Draw fields, stamps and remarks into the page: with them their actions go."""
    form: Any = pdf.Root.get("/AcroForm", {})
    if form.get("/NeedAppearances", False):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")


def _draw(clean: pikepdf.Pdf, page: pikepdf.Page) -> bool:
    for part in _contents(page):
        if len(part.read_bytes()) > LONGEST_PAGE:
            raise Refused("too_large")
    form = clean.copy_foreign(page.as_form_xobject())
    width, height = _extent(form)
    across = width > height
    into = _blank(clean, across=across)
    name = into.add_resource(form, pikepdf.Name.XObject, pikepdf.Name("/Page"))
    box = into.mediabox
    frame = pikepdf.Rectangle(SIDE, FOOT, float(box[2]) - SIDE, float(box[3]) - TOP)
    placed = into.calc_form_xobject_placement(
        form, name, frame, invert_transformations=True, allow_shrink=True, allow_expand=False
    )
    into.contents_add(placed)
    return across


def _contents(page: pikepdf.Page) -> list[Any]:
    contents: Any = page.obj.get("/Contents", [])
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _extent(form: Any) -> tuple[float, float]:  # noqa: ANN401  (pikepdf is untyped)
    """Measure a page as it will be seen, its rotation and scale included."""
    left, low, right, high = (float(edge) for edge in form.BBox)
    a, b, c, d, *_ = (float(part) for part in form.get("/Matrix", [1, 0, 0, 1, 0, 0]))
    width, height = abs(right - left), abs(high - low)
    seen = abs(a) * width + abs(c) * height, abs(b) * width + abs(d) * height
    if not all(0 < extent < 1e6 for extent in seen):  # noqa: PLR2004  (also false for NaN)
        raise Refused("broken")
    return seen


def _blank(clean: pikepdf.Pdf, *, across: bool) -> pikepdf.Page:
    clean.add_blank_page(page_size=(LONG, SHORT) if across else (SHORT, LONG))
    return clean.pages[-1]


def _keep_what_is_drawn(clean: pikepdf.Pdf) -> None:
    for thing in clean.objects:
        if isinstance(thing, pikepdf.Stream):
            for key in _REACHES_OUT:
                if key in thing:
                    del thing[key]


def _turned(picture: Image.Image) -> bool:
    return bool(picture.getexif().get(0x0112, 1) != 1)


def _dpi(picture: Image.Image) -> float:
    told = picture.info.get("dpi", (_SCREEN_DPI, _SCREEN_DPI))[0]
    return float(told) if 30 < float(told) < 5000 else _SCREEN_DPI  # noqa: PLR2004


def _opaque(picture: Image.Image) -> Image.Image:
    """Give a picture in grey or colour, on white where nothing is drawn."""
    if picture.mode in {"L", "RGB"}:
        return picture
    if picture.mode in {"1", "I", "I;16", "F"}:
        return picture.convert("L")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        drawn = picture.convert("RGBA")
        white = Image.new("RGBA", drawn.size, "white")
        return Image.alpha_composite(white, drawn).convert("RGB")
    return picture.convert("RGB")


def _image_of(
    clean: pikepdf.Pdf, picture: Image.Image, as_it_is: bytes | None, *, lossy: bool
) -> pikepdf.Stream:
    colours = len(picture.getbands())
    facts: dict[str, Any] = {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": picture.width,
        "/Height": picture.height,
        "/BitsPerComponent": 8,
        "/ColorSpace": pikepdf.Name.DeviceRGB if colours > 1 else pikepdf.Name.DeviceGray,
    }
    if as_it_is is not None or lossy:
        facts["/Filter"] = pikepdf.Name.DCTDecode
        return pikepdf.Stream(clean, as_it_is or _as_jpeg(picture), facts)
    facts["/Filter"] = pikepdf.Name.FlateDecode
    return pikepdf.Stream(clean, zlib.compress(picture.tobytes()), facts)


def _as_jpeg(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=92)
    return made.getvalue()


def _place(page: pikepdf.Page, drawn: pikepdf.Stream, size: tuple[float, float]) -> None:
    """Draw a picture in the middle of what a page has room for."""
    wide, high = float(page.mediabox[2]) - 2 * SIDE, float(page.mediabox[3]) - TOP - FOOT
    scale = min(1.0, wide / size[0], high / size[1])
    width, height = size[0] * scale, size[1] * scale
    left, low = SIDE + (wide - width) / 2, FOOT + (high - height) / 2
    page.add_resource(drawn, pikepdf.Name.XObject, pikepdf.Name("/Picture"))
    matrix = f"{width:.3f} 0 0 {height:.3f} {left:.3f} {low:.3f}"
    page.contents_add(f"q {matrix} cm /Picture Do Q".encode())


WAYS: Final[dict[str, Callable[[Path, Path, int], list[bool]]]] = {
    "application/pdf": insert_pdf,
    "image/jpeg": insert_picture,
    "image/png": insert_picture,
}


def tell(folder: Path, first: int, most: int) -> None:
    """Insert one file after the other, and say what became of each."""
    order = json.loads((folder / "order.json").read_text(encoding="utf-8"))
    for number, media_type in enumerate(order[first:], start=first):
        _grant_seconds()
        try:
            told: dict[str, Any] = {
                "across": WAYS[media_type](folder / str(number), folder / f"{number}.pdf", most)
            }
        except Refused as refusal:
            told = {"refused": str(refusal)}
        except MemoryError:
            told = {"refused": "too_costly"}
        except Exception:  # noqa: BLE001  (whatever a stranger's file does, the next has its turn)
            told = {"refused": "broken"}
        print(json.dumps(told), flush=True)  # noqa: T201  (to whoever asked)


def _grant_seconds() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + MOST_SECONDS, hard))


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_RESULT, LARGEST_RESULT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    tell(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))


if __name__ == "__main__":
    _main()

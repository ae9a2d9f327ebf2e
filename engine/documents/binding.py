"""Several PDFs as one: pages in their order, a sheet with the page number over each, an outline.

What is bound is not changed: the drawing of every page stays the stream it was, and what the
sheet adds stands beside it.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pikepdf

_DRAWN: Final = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents"}
)
"""What a bound page keeps: what is needed to see it."""

_AS_IT_IS: Final = {
    "invert_transformations": True,
    "allow_shrink": True,
    "allow_expand": True,
}


@dataclass(frozen=True)
class Quire:
    """One PDF to be bound, and how the outline calls it; without a title it has no entry."""

    pdf: bytes
    title: str = ""


def page_count(pdf: bytes) -> int:
    """Count the pages of one of our own PDFs."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def bind(quires: Sequence[Quire], sheets: Sequence[bytes], title: str, at: datetime) -> bytes:
    """Bind PDFs we trust; the pages of `sheets`, in order, are laid over the bound pages.

    The same quires, sheets, title and moment give the same bytes.
    """
    with pikepdf.new() as bound:
        begins = list(_take_in(bound, quires))
        over = (form for sheet in sheets for form in _forms_of(bound, sheet))
        for number, (page, form) in enumerate(zip(bound.pages, over, strict=True), start=1):
            _lay_over(page, form, f"/Folio{number}")  # pages may share their resources
        _write_outline(bound, quires, begins)
        bound.docinfo["/Title"] = title
        bound.docinfo["/Producer"] = "Mingda"
        bound.docinfo["/CreationDate"] = f"D:{at:%Y%m%d%H%M%S%z}"
        made = io.BytesIO()
        modes = pikepdf.ObjectStreamMode
        bound.save(made, deterministic_id=True, object_stream_mode=modes.generate)
    return made.getvalue()


def _take_in(bound: pikepdf.Pdf, quires: Sequence[Quire]) -> Iterator[int]:
    """Take in every page, stripped of all that is not drawn; say where each PDF begins."""
    for quire in quires:
        yield len(bound.pages)
        with pikepdf.open(io.BytesIO(quire.pdf)) as source:
            source.flatten_annotations("all")  # a seal is drawn, a link is not
            for page in source.pages:
                _strip(page)
            bound.pages.extend(source.pages)


def _strip(page: pikepdf.Page) -> None:
    """Write down what the page has from its parents, and let go of what it need not have."""
    for key in ("/MediaBox", "/CropBox", "/Rotate", "/Resources"):
        inherited: Any = page.obj.get(key) or _from_parents(page.obj, key)
        if inherited is not None:
            page.obj[key] = inherited
    for key in set(page.obj.as_dict()) - _DRAWN:
        del page.obj[key]


def _from_parents(node: Any, key: str) -> Any:  # noqa: ANN401  (pikepdf is untyped)
    parent = node.get("/Parent")
    while parent is not None:
        if key in parent:
            return parent[key]
        parent = parent.get("/Parent")
    return None


def _forms_of(bound: pikepdf.Pdf, sheet: bytes) -> Iterator[Any]:
    with pikepdf.open(io.BytesIO(sheet)) as source:
        for page in source.pages:
            _strip(page)
            yield bound.copy_foreign(page.as_form_xobject())


def _lay_over(page: pikepdf.Page, form: Any, called: str) -> None:  # noqa: ANN401
    """Draw a sheet over a page; its own drawing stays a stream of its own, between q and Q."""
    name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(called))
    page.contents_add(b"q\n", prepend=True)
    whole = pikepdf.Rectangle(page.trimbox)
    placed = page.calc_form_xobject_placement(form, name, whole, **_AS_IT_IS)
    page.contents_add(b"\nQ\n" + placed)


def _write_outline(bound: pikepdf.Pdf, quires: Sequence[Quire], begins: Sequence[int]) -> None:
    with bound.open_outline() as outline:
        for quire, begin in zip(quires, begins, strict=True):
            if quire.title:
                outline.root.append(pikepdf.OutlineItem(quire.title, begin))

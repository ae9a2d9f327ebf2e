"""Print and bind an evidence bundle; it touches no records, so nobody waits for it.

The same dossier gives the same bytes.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

from engine.cases.evidence import Dossier
from engine.cases.evidence_matter import Material, Piece, Printed, Signed, moment
from engine.documents import missing_glyphs, render_html, render_pdf
from engine.documents.binding import Quire, bind, page_count
from engine.documents.inserting import Leaves, NotInserted, insert

MOST_INSERTED: Final = 1_000
"""Pages of strangers' files in one bundle; what goes beyond is handed over as files."""

_AT_ONCE: Final = 2  # prints, as many as the press has processes
_SHEETS: Final = 100  # in one print


@dataclass(frozen=True)
class Volume:
    """A bundle, bound."""

    pdf: bytes
    pages: int

    @property
    def sha256(self) -> str:
        """By what the bundle is known."""
        return hashlib.sha256(self.pdf).hexdigest()


@dataclass
class _Bound:
    """A piece with its number, its PDFs (none where it is not bound) and its pages."""

    number: int
    piece: Piece
    pdfs: tuple[bytes, ...] = ()
    across: tuple[bool, ...] = ()
    reason: str = ""
    first: int = 0
    pages: int = field(init=False)

    def __post_init__(self) -> None:
        self.pages = len(self.across) or sum(page_count(pdf) for pdf in self.pdfs)

    @property
    def folios(self) -> str:
        """Its pages in the bundle, such as 4—7; empty where it is not bound."""
        last = self.first + self.pages - 1
        return "" if not self.pages else f"{self.first}—{last}" if self.pages > 1 else f"{last}"


def bind_dossier(dossier: Dossier) -> Volume:
    """Print every part, turn the files into pages, number them all, and bind them."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        desk = _Desk(dossier, pool)
        bound = desk.pieces()
        hashes = desk.print(dossier.plan.hashes, {"pieces": list(_hashes(bound))})
        end = _Bound(len(bound) + 1, _own(dossier, dossier.plan.hashes), (hashes,))
        front = desk.front([*bound, end])
        return desk.bind(front, [*bound, end])


class _Desk:
    """Prints the templates of a plan with what every part knows."""

    def __init__(self, dossier: Dossier, pool: ThreadPoolExecutor) -> None:
        self._dossier = dossier
        self._pool = pool

    def print(self, code: str, notice: Mapping[str, Any], title: str = "") -> bytes:
        """Print one template."""
        dossier = self._dossier
        template = dossier.plan.templates[code]
        letter = {
            "code": code,
            "title": title or template.about.title,
            "date": dossier.at.date(),
            "copy": "final",
        }
        values = {**dossier.face, "letter": letter, "notice": dict(notice)}
        html = render_html(template, _printable(values))
        identity = f"{dossier.face['case']['number']}:{code}"
        return render_pdf(html, identity, dossier.at.date())

    def pieces(self) -> list[_Bound]:
        """Print what we write and insert what was sent, side by side."""
        pieces = [piece for section in self._dossier.sections for piece in section.pieces]
        files = [
            (body.media_type, body.content)
            for body in (piece.body for piece in pieces)
            if isinstance(body, Material) and body.content
        ]
        inserting = self._pool.submit(insert, files)
        printed = [self._printed(piece) for piece in pieces]
        inserted = iter(_within_bounds(inserting.result()))
        bound = []
        for number, (piece, jobs) in enumerate(zip(pieces, printed, strict=True), start=1):
            pdfs = tuple(job.result() for job in jobs)
            bound.append(_bound(number, piece, pdfs, inserted))
        return bound

    def _printed(self, piece: Piece) -> list[Any]:
        body = piece.body
        if not isinstance(body, Printed):
            return []
        return [
            self._pool.submit(
                self.print, body.template, values, piece.title if not n else f"{piece.title}（续）"
            )
            for n, values in enumerate(body.values)
        ]

    def front(self, bound: Sequence[_Bound]) -> bytes:
        """Print cover and index; how many pages they take is known only when they are printed."""
        dossier, taken, printed = self._dossier, 2, b""
        for _ in range(3):
            _count_from(taken + 1, bound)
            index = {"sections": _index(dossier, bound), "made_at": moment(dossier.at)}
            printed = self.print(dossier.plan.front, dossier.front | index, dossier.plan.title)
            if page_count(printed) == taken:
                break
            taken = page_count(printed)
        return printed

    def bind(self, front: bytes, bound: Sequence[_Bound]) -> Volume:
        """Lay a sheet with the number over every page, and bind."""
        leading = page_count(front)
        marks: list[tuple[str, bool]] = [("", False)] * leading
        for each in bound:
            label = f"{each.number}. {each.piece.title}" if each.across else ""
            marks += [(label, across) for across in each.across or (False,) * each.pages]
        quires = [Quire(front, "封面、卷内目录")]
        for each in bound:
            titles = [f"{each.number}. {each.piece.title}"] + [""] * len(each.pdfs)
            quires += [Quire(pdf, title) for pdf, title in zip(each.pdfs, titles, strict=False)]
        title = f"{self._dossier.plan.title} {self._dossier.face['case']['number']}"
        pdf = bind(quires, self._sheets(marks), title, self._dossier.at)
        return Volume(pdf, len(marks))

    def _sheets(self, marks: Sequence[tuple[str, bool]]) -> list[bytes]:
        plan = self._dossier.plan
        sheets = [
            {"number": number, "of": len(marks), "label": label, "across": across}
            for number, (label, across) in enumerate(marks, start=1)
        ]
        some = [sheets[at : at + _SHEETS] for at in range(0, len(sheets), _SHEETS)]
        return list(
            self._pool.map(lambda each: self.print(plan.sheets, {"sheets": each}, plan.title), some)
        )


def _bound(
    number: int, piece: Piece, printed: tuple[bytes, ...], inserted: Iterator[Leaves | NotInserted]
) -> _Bound:
    match piece.body:
        case Signed(pdf=pdf):
            return _Bound(number, piece, (pdf,))
        case Material(content=b"", reason=reason):
            return _Bound(number, piece, reason=reason)
        case Material():
            made = next(inserted)
            if isinstance(made, NotInserted):
                return _Bound(number, piece, reason=made.reason)
            return _Bound(number, piece, (made.pdf,), made.across)
        case Printed():
            return _Bound(number, piece, printed)


def _within_bounds(made: Sequence[Leaves | NotInserted]) -> Iterator[Leaves | NotInserted]:
    """Stop where the bundle would grow beyond what can be handled."""
    room = MOST_INSERTED
    for each in made:
        if isinstance(each, Leaves) and len(each.across) > room:
            yield NotInserted(f"装入后本卷的材料超过{MOST_INSERTED}页")
            continue
        room -= len(each.across) if isinstance(each, Leaves) else 0
        yield each


def _own(dossier: Dossier, code: str) -> Piece:
    title = dossier.plan.templates[code].about.title
    return Piece(title, "系统记录", dossier.at.date(), Printed(code, ()))


def _count_from(first: int, bound: Sequence[_Bound]) -> None:
    for each in bound:
        each.first = first
        first += each.pages


def _index(dossier: Dossier, bound: Sequence[_Bound]) -> list[dict[str, Any]]:
    rows = [
        {
            "number": each.number,
            "title": each.piece.title,
            "source": each.piece.source,
            "on": each.piece.on,
            "pages": each.folios,
            "remark": each.reason,
        }
        for each in bound
    ]
    sections = []
    for section in dossier.sections:
        some, rows = rows[: len(section.pieces)], rows[len(section.pieces) :]
        alone = len(some) == 1 and some[0]["title"] == section.title
        sections.append({"title": "" if alone else section.title, "pieces": some})
    return [*sections, {"title": "", "pieces": rows}]


def _hashes(bound: Sequence[_Bound]) -> Iterator[dict[str, Any]]:
    for each in bound:
        body = each.piece.body
        if isinstance(body, Printed):
            sha256, told = hashlib.sha256(b"".join(each.pdfs)).hexdigest(), "系统编制"
        else:
            sha256 = body.sha256
            told = f"未装订：{each.reason}" if each.reason else "原文件"
        yield {"number": each.number, "title": each.piece.title, "sha256": sha256, "told": told}


def _printable(values: Any) -> Any:  # noqa: ANN401  (plain values)
    """Write characters no face has by their code, so that nobody's typing stops the bundle."""
    missing = missing_glyphs("".join(_texts(values)))
    return _replaced(values, {ord(each.character): f"〔{each.codepoint}〕" for each in missing})


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _replaced(value: Any, instead: Mapping[int, str]) -> Any:  # noqa: ANN401
    if not instead:
        return value
    if isinstance(value, str):
        return value.translate(instead)
    if isinstance(value, Mapping):
        return {key: _replaced(inner, instead) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(inner, instead) for inner in value]
    return value

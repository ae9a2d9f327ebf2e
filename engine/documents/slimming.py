"""Slim copies of fonts: the Chinese face of a collection, with the characters letters use.

A collection of Noto holds five languages and weighs 26 MB; its Simplified Chinese face
weighs 11, and the characters headings use weigh 3. HarfBuzz does this in half a second a
face; it is the library WeasyPrint embeds fonts with, so it is there already.
"""

import ctypes
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from fontTools.ttLib import TTCollection, TTFont

_DROPPED: Final = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "kern", "vhea", "vmtx")
_NO_HINTING, _DESUBROUTINIZE = 1, 4  # hb_subset_flags_t
_DROP_TABLES, _NAMES = 3, 4  # hb_subset_sets_t
_EVERY_NAME: Final = range(26)
_LANGUAGE = " SC"  # the Simplified Chinese face of a collection
_SIGNS: Final = (
    range(0x20, 0x300),
    range(0x2000, 0x2070),
    range(0x2100, 0x2200),
    range(0x2460, 0x2500),
    range(0x25A0, 0x2600),
    range(0x3000, 0x3130),
    range(0xFF01, 0xFFE7),
)
_POINTER: Final = ctypes.c_void_p
_NUMBER: Final = ctypes.c_uint
_SIGNATURES: Final[dict[str, tuple[Any, list[Any]]]] = {
    "hb_blob_create_from_file": (_POINTER, [ctypes.c_char_p]),
    "hb_blob_destroy": (None, [_POINTER]),
    "hb_blob_get_data": (_POINTER, [_POINTER, ctypes.POINTER(_NUMBER)]),
    "hb_face_create": (_POINTER, [_POINTER, _NUMBER]),
    "hb_face_destroy": (None, [_POINTER]),
    "hb_face_reference_blob": (_POINTER, [_POINTER]),
    "hb_set_add": (None, [_POINTER, ctypes.c_uint32]),
    "hb_subset_input_create_or_fail": (_POINTER, []),
    "hb_subset_input_destroy": (None, [_POINTER]),
    "hb_subset_input_set": (_POINTER, [_POINTER, ctypes.c_int]),
    "hb_subset_input_set_flags": (None, [_POINTER, _NUMBER]),
    "hb_subset_input_unicode_set": (_POINTER, [_POINTER]),
    "hb_subset_or_fail": (_POINTER, [_POINTER, _POINTER]),
}


class SlimmingFailed(Exception):
    """HarfBuzz is not there, or cannot read this file; the whole file will do."""


@lru_cache(maxsize=1)
def common_characters() -> frozenset[int]:
    """List the code points headings need: GB 2312, Latin, and the usual signs.

    All of GB 2312, its kana and tables too: fontconfig believes a face to be Chinese
    only when it has them, and would pass over the bold one for a regular that does.
    """
    level = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    han = {ord(sign) for pair in level if (sign := pair.decode("gb2312", "ignore"))}
    return frozenset(han).union(*_SIGNS)


def covered_by(file: Path) -> frozenset[int]:
    """List the code points of a font file, of its Chinese face if it is a collection."""
    with TTFont(file, lazy=True, fontNumber=_index(file)) as font:
        return frozenset(font.getBestCmap())


def slim(source: Path, target: Path, characters: frozenset[int]) -> None:
    """Write the face of `source` with only `characters`; raise `SlimmingFailed`."""
    hb = _harfbuzz()
    blob = hb.hb_blob_create_from_file(bytes(source))
    face = hb.hb_face_create(blob, max(_index(source), 0))
    wishes = hb.hb_subset_input_create_or_fail()
    try:
        _wish(hb, wishes, characters & covered_by(source))
        result = hb.hb_subset_or_fail(face, wishes)
        if not result:
            raise SlimmingFailed(source.name)
        _write(hb, result, target)
        hb.hb_face_destroy(result)
    finally:
        hb.hb_subset_input_destroy(wishes)
        hb.hb_face_destroy(face)
        hb.hb_blob_destroy(blob)


def _wish(hb: Any, wishes: int, characters: Iterable[int]) -> None:  # noqa: ANN401 (a C library)
    tags = (int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
    hb.hb_subset_input_set_flags(wishes, _NO_HINTING | _DESUBROUTINIZE)
    for chosen, numbers in (
        (hb.hb_subset_input_unicode_set(wishes), sorted(characters)),
        (hb.hb_subset_input_set(wishes, _DROP_TABLES), tags),
        (hb.hb_subset_input_set(wishes, _NAMES), _EVERY_NAME),
    ):
        for number in numbers:
            hb.hb_set_add(chosen, number)


def _write(hb: Any, face: int, target: Path) -> None:  # noqa: ANN401 (a C library)
    blob = hb.hb_face_reference_blob(face)
    size = _NUMBER()
    start = hb.hb_blob_get_data(blob, ctypes.byref(size))
    if not start or not size.value:
        raise SlimmingFailed(target.name)
    target.write_bytes(ctypes.string_at(start, size.value))
    hb.hb_blob_destroy(blob)


class _HarfBuzz:
    """The functions used of the two libraries, with their signatures."""

    def __init__(self) -> None:
        core = ctypes.CDLL("libharfbuzz.so.0")
        subset = ctypes.CDLL("libharfbuzz-subset.so.0")
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(subset if "subset" in name else core, name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)


@lru_cache(maxsize=1)
def _harfbuzz() -> Any:  # noqa: ANN401 (a C library)
    try:
        return _HarfBuzz()
    except (OSError, AttributeError) as error:
        raise SlimmingFailed("libharfbuzz-subset") from error


@lru_cache(maxsize=32)
def _index(file: Path) -> int:
    """Find the Simplified Chinese face; -1 for a file with one face."""
    if file.suffix.lower() != ".ttc":
        return -1
    with TTCollection(file, lazy=True) as collection:
        names = [str(font["name"].getDebugName(1)) for font in collection.fonts]
    return next((at for at, name in enumerate(names) if _LANGUAGE in name), 0)

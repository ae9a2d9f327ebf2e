"""By what a frozen PDF is known: the hash of its bytes, and the name it bears inside itself."""

import re
from itertools import islice

from cryptography.hazmat.primitives import hashes

_NAMED = re.compile(
    rb"/ID\s{0,9}\[\s{0,9}"
    rb"(?:<(?P<hex>[0-9A-Fa-f\s]{0,200})>|\((?P<plain>(?:[^\\()]|\\.){0,200})\))",
    re.DOTALL,
)
"""Bounded everywhere: a stranger's file may be made to keep a search busy."""

_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n|\r", re.DOTALL)
_MEANT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_MOST_NAMES = 20  # a PDF that was changed ever again may state its name as often


def sm3_of(content: bytes) -> str:
    """Give the SM3 hash (国密 GB/T 32905—2016)."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()


def identifiers_of(pdf: bytes) -> tuple[str, ...]:
    """Give the permanent identifiers that a PDF states (ISO 32000-2, 14.4), in hexadecimal.

    A program that changes a PDF keeps its identifier. The bytes are only searched and never
    unpacked, so that a file from anybody may be asked.
    """
    found = map(_bytes_of, islice(_NAMED.finditer(pdf), _MOST_NAMES))
    return tuple(dict.fromkeys(each.hex() for each in found if each))


def _bytes_of(name: re.Match[bytes]) -> bytes:
    if name["hex"] is not None:
        digits = b"".join(name["hex"].split()).decode()
        return bytes.fromhex(digits + "0" * (len(digits) % 2))
    return _ESCAPE.sub(_unescaped, name["plain"])


def _unescaped(match: re.Match[bytes]) -> bytes:
    """Read one escape of a literal string; the end of a line is a line feed, however written."""
    sign: bytes | None = match[1]
    if sign is None:
        return b"\n"
    if sign.isdigit():
        return bytes([int(sign, 8) & 0xFF])
    return b"" if sign in (b"\r\n", b"\r", b"\n") else _MEANT.get(sign, sign)

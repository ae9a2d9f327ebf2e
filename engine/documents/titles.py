"""Title marks (书名号) round the name of a document, as GB/T 15834—2011 sets them.

A title stands in 《》, a title within it in 〈〉, and so on in turn. What the clerk typed may
have no marks, all of them, or half of them; the letter has them once.
"""

import re
from typing import Final

_OPEN, _CLOSE = "《〈", "》〉"
_REFERENCE: Final = r"[^《》〈〉（）()\s]*〔\d{4}〕第?\d+号"
_REFERENCE_ALONE = re.compile(_REFERENCE)
_REFERENCE_LAST = re.compile(rf"\s*[（(]{_REFERENCE}[）)]$")


def title_marked(name: str) -> str:
    """Put one pair of title marks round a document's name, whatever was typed.

    A reference (文号) at the end stays outside, and one that stands alone is no title.
    What begins with a marked title and goes on after it is left as the clerk divided it.
    """
    reference = _REFERENCE_LAST.search(name)
    title, rest = (name[: reference.start()], reference[0].strip()) if reference else (name, "")
    pairs = _pairs(title)
    bare = "".join(
        character
        for at, character in enumerate(title)
        if at in pairs or character not in _OPEN + _CLOSE
    ).strip()
    if not bare or _REFERENCE_ALONE.fullmatch(bare):
        return bare + rest
    pairs = _pairs(bare)
    wrapped = 0 in pairs
    marked = _alternating(bare, pairs, depth=0 if wrapped else 1)
    return (marked if wrapped else f"《{marked}》") + rest


def titles_marked(names: str) -> str:
    """Do the same for several names, each on its own line or after a semicolon.

    What has a comma or a full stop within it is a description, and is left as it is.
    """
    pieces = re.split(r"(\s*[；;\n]\s*)", names)
    pieces[::2] = [
        piece if not piece or re.search(r"[，。]", piece) else title_marked(piece)
        for piece in pieces[::2]
    ]
    return "".join(pieces)


def _pairs(text: str) -> dict[int, int]:
    """Match each opening mark with its closing mark: place to place, both ways."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for at, character in enumerate(text):
        if character in _OPEN:
            waiting.append(at)
        elif character in _CLOSE and waiting:
            opened = waiting.pop()
            pairs |= {opened: at, at: opened}
    return pairs


def _alternating(text: str, pairs: dict[int, int], depth: int) -> str:
    """Write the marks double and single in turn, from the given depth inwards."""
    written: list[str] = []
    for at, character in enumerate(text):
        if at not in pairs:
            written.append(character)
        elif pairs[at] > at:
            written.append(_OPEN[depth % 2])
            depth += 1
        else:
            depth -= 1
            written.append(_CLOSE[depth % 2])
    return "".join(written)

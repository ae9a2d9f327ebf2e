"""Even spacing between Chinese characters, which WeasyPrint 70.0 gives to spaces only.

GB/T 9704 asks for lines of 28 characters that fill the type area; a line shortened
by 避头尾 must end flush with the others. WeasyPrint has no switch for it, so three of
its functions are replaced, in that release and no other; the layout tests notice when
they no longer do what they did.
"""

# ruff: noqa: ANN401 -- the boxes and styles of WeasyPrint have no types
from typing import Any, Final

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break

RELEASE: Final = "70.0"
_FEWEST = 6  # characters; shorter lines are not stretched
_WIDEST = 8  # ems one line may be stretched by: what an unbreakable telephone number costs

_set_text = line_break.Layout.set_text


def justify_chinese() -> None:
    """Put the three functions in place; refuse another release of WeasyPrint."""
    if weasyprint.__version__ != RELEASE:
        raise RuntimeError(
            f"the justification of Chinese lines is written for WeasyPrint {RELEASE}, "
            f"not {weasyprint.__version__}"
        )
    inline.justify_line = _justify_line
    inline.count_expandable_spaces = _count_characters
    line_break.Layout.set_text = _set_spaced_text


def _count_characters(box: Any) -> int:
    if isinstance(box, boxes.TextBox):
        return len(box.text)
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        return sum(_count_characters(child) for child in box.children if child.is_in_normal_flow())
    return 0


def _justify_line(context: Any, line: Any, extra: float) -> None:
    characters = _count_characters(line)
    if characters > _FEWEST and 0 < extra < _WIDEST * line.style["font_size"]:
        inline.add_word_spacing(context, line, extra / (characters - 1), 0)


def _set_spaced_text(layout: Any, text: str, justify: bool = False) -> Any:  # noqa: FBT001, FBT002
    spacing = layout.justification_spacing
    if not (justify and spacing):
        return _set_text(layout, text, justify=False)
    style = layout.style
    given = style["letter_spacing"]
    layout.style = _Spaced(style, (0 if given == "normal" else given) + spacing)
    try:
        return _set_text(layout, text, justify=False)
    finally:
        layout.style = style


class _Spaced:
    """A style with another letter spacing."""

    def __init__(self, style: Any, letter_spacing: float) -> None:
        self._style = style
        self._letter_spacing = letter_spacing

    def __getitem__(self, key: str) -> Any:
        return self._letter_spacing if key == "letter_spacing" else self._style[key]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._style, name)

"""Giving back what WeasyPrint 70.0 takes from Pango for every line, some 60 KB a letter.

It asks for a list of attributes, lets the layout hold it as well, and never gives back its own
hold; nor could it, for the attribute in the list stands in the lists of other lines, too. Here
every list gets an attribute of its own and is left to its layout, which frees both with itself.
"""

# ruff: noqa: ANN401 -- the layouts and styles of WeasyPrint have no types
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango

_set_up = line_break.Layout.setup


def free_attributes() -> None:
    """Let every layout free its attributes; for the release `justify_chinese` checks."""
    line_break.Layout.setup = _set_up_and_let_go


def _set_up_and_let_go(layout: Any, style: Any) -> None:
    style.font_config.font_features.clear()  # so the list is given an attribute made for it
    _set_up(layout, style)
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes != ffi.NULL:
        pango.pango_attr_list_unref(attributes)

"""The administrator hears from the settings page that letters lack their face."""

import shutil
from pathlib import Path

from engine.documents import font_warning
from engine.documents.fonts import FONTS
from tests.webui.conftest import Site


def settings_page(site: Site, folder: Path, fonts: Path) -> str:
    """Open the settings of an installation that prints with these fonts."""
    installation = site.again(folder, font_dir=fonts.resolve())
    return installation.as_("administrator").get("/agency").text


def test_the_settings_page_says_which_face_is_missing(site: Site, tmp_path: Path):
    poor = tmp_path / "fonts"
    poor.mkdir()
    shutil.copy(FONTS / "NotoSerifCJK-Regular.otf", poor)
    assert "正文以思源宋体代替仿宋体" in settings_page(site, tmp_path / "poor", poor)
    whole = font_warning(FONTS) == ""
    assert ("文书字体不全" not in settings_page(site, tmp_path / "whole", FONTS)) == whole

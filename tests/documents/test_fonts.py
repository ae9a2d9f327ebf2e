"""The closed world of fonts: what is there, what is missing, what stands in."""

import shutil
from pathlib import Path

import pytest

from engine.documents import fonts as world
from engine.documents.fonts import (
    FONTS,
    FontsMissing,
    font_configuration,
    font_directories,
    font_report,
)
from engine.documents.foundry import install_fonts
from engine.documents.glyphs import coverage, missing_glyphs
from engine.documents.substitution import font_warning


def test_the_report_says_which_face_plays_which_role():
    report = font_report(FONTS)
    assert report.usable
    assert len(report.build) == 16
    for face in report.faces:
        assert (face.file is None) == (face.notice is not None)


def test_without_any_chinese_face_printing_is_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(world, "HOST_DIRECTORIES", (tmp_path,))
    with pytest.raises(FontsMissing, match="fonts-noto-cjk"):
        font_directories(tmp_path)
    report = font_report(tmp_path)
    assert not report.usable
    assert len(report.notices) == len(report.faces)


def test_a_body_in_another_face_is_said_in_words_with_what_to_do(tmp_path):
    shutil.copy(FONTS / "NotoSerifCJK-Regular.otf", tmp_path)
    warning = font_warning(tmp_path)
    assert "正文以思源宋体代替仿宋体" in warning
    assert "GB/T 9704" in warning
    assert str(tmp_path / "agency") in warning


def test_the_agencys_own_face_ends_the_warning(tmp_path):
    shutil.copy(FONTS / "NotoSerifCJK-Regular.otf", tmp_path)
    (tmp_path / "agency").mkdir()
    for face in world.FACES:
        (tmp_path / "agency" / face.files[-1]).touch()
    assert font_warning(tmp_path) == ""


def test_an_installation_without_the_net_still_prints(tmp_path):
    report = install_fonts(tmp_path / "fonts", fetch=False)
    assert report.usable
    assert report.directories == (tmp_path / "fonts",)
    assert (tmp_path / "fonts" / "SHA256SUMS").read_text().count("\n") >= 3
    assert not missing_glyphs("政府信息公开（二）〔2026〕18号", tmp_path / "fonts")


def test_an_installation_again_gives_the_same_fonts_and_keeps_the_agencys(tmp_path):
    target = tmp_path / "fonts"
    first = install_fonts(target, fetch=False).build
    own = target / "agency" / "own.txt"
    own.parent.mkdir()
    own.write_text("licensed")
    assert install_fonts(target, fetch=False).build == first
    assert own.read_text() == "licensed"


def test_nothing_of_the_host_is_in_the_configuration(tmp_path):
    text = font_configuration(FONTS, tmp_path)
    assert "<include" not in text
    assert "~/.fonts" not in text
    assert text.count("<dir>") == len(font_directories(FONTS))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("王\ue863", "自造字（私用区编码）"),
        ("赵\u202e钱", "不可见的格式字符"),
        ("周\u200b吴", "不可见的格式字符"),
        ("郑\u2066王", "不可见的格式字符"),
        ("孙\U000e0100", "不可见的格式字符"),
        ("冯\x07", "控制字符"),
        ("陈\ud800", "残缺的编码"),
        ("卫\ufffd", "残缺的编码"),
        ("蒋\u3164", "不可见的格式字符"),
        ("沈\u2028韩", "不可见的格式字符"),
        ("褚\U0003abcd", "字库中没有此字"),
    ],
)
def test_a_character_that_cannot_be_printed_is_refused_with_its_reason(name, reason):
    (missing,) = missing_glyphs(name, FONTS)
    assert missing.reason == reason
    assert missing.codepoint in str(missing)


@pytest.mark.parametrize(
    "name", ["王䶮", "李㛃", "张𫖯", "赵𬭊", "何珺", "郭喆", "甲乙\n丙\t丁", "①×·…—"]
)
def test_rare_but_lawful_names_can_be_printed(name):
    assert missing_glyphs(name, FONTS) == ()


def test_a_face_added_later_is_asked_as_well(tmp_path: Path):
    world_of_tests = FONTS.resolve()
    few, more = (
        world_of_tests / name for name in ("FandolKai-Regular.otf", "NotoSerifCJK-Regular.otf")
    )
    (tmp_path / few.name).symlink_to(few)
    before = coverage(tmp_path)
    assert coverage(tmp_path) is before
    (tmp_path / more.name).symlink_to(more)
    assert coverage(tmp_path) != before

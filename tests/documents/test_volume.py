"""The plan of the evidence bundle is content, and is checked before it is published."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.documents import TemplateRefused
from engine.documents.volume import lint_volume, read_volume

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "evidence"


@pytest.fixture
def files() -> dict[str, bytes]:
    """The standard package's templates of the bundle."""
    paths = (path for path in FOLDER.rglob("*") if path.is_file())
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in paths}


def plan(files: dict[str, bytes], **changed: Any) -> dict[str, bytes]:
    document = json.loads(files["volume.json"]) | changed
    return {**files, "volume.json": json.dumps(document, ensure_ascii=False).encode()}


def test_the_standard_plan_is_sound(files: dict[str, bytes]):
    assert lint_volume(files) == ()
    made = read_volume(files)
    assert {part.kind for part in made.parts} == {
        *("application", "letters", "clock", "records", "deliveries", "history")
    }


def test_whatever_is_filled_in_or_signed_has_a_place(files: dict[str, bytes]):
    """A part that names nothing takes what no other part has named."""
    parts = read_volume(files).parts
    for kind, key in (("records", "forms"), ("letters", "letters")):
        assert [part for part in parts if part.kind == kind and not getattr(part, key)], kind


def test_an_agency_may_do_without(files: dict[str, bytes]):
    del files
    assert lint_volume({}) == ()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "缺少“title”"),
        ({"front": "E99"}, "“front”没有指定一个存在的模板"),
        ({"sheets": ["E08"]}, "“sheets”没有指定一个存在的模板"),
        ({"parts": {}}, "“parts”是一个列表"),
        ({"parts": ["clock"]}, "每一项都应当有“title”"),
        ({"parts": [{"kind": "poem", "title": "诗"}]}, "“诗”的“kind”无法识别"),
        ({"parts": [{"kind": "clock", "title": "期限"}]}, "“期限”没有指定一个存在的模板"),
        ({"parts": [{"kind": "letters", "title": "文书", "letters": [1]}]}, "应当是文字的列表"),
        ({"parts": [{"kind": "letters", "title": "文书", "letters": 7}]}, "应当是文字的列表"),
        ({"parts": [{"kind": ["clock"], "title": "期限"}]}, "无法识别"),
    ],
)
def test_a_plan_that_cannot_be_bound_is_refused(
    files: dict[str, bytes], changed: dict[str, Any], words: str
):
    wrong = plan(files, **changed)
    assert any(words in finding.message for finding in lint_volume(wrong))
    with pytest.raises(TemplateRefused):
        read_volume(wrong)


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_a_plan_that_is_no_plan_is_refused(files: dict[str, bytes], text: bytes):
    wrong = {**files, "volume.json": text}
    assert lint_volume(wrong)
    with pytest.raises(TemplateRefused):
        read_volume(wrong)


def test_a_template_is_checked_like_a_letter(files: dict[str, bytes]):
    wrong = {**files, "E06/letter.html": b"<h1>{{ nobody.knows }}</h1>"}
    (finding, *_) = lint_volume(wrong)
    assert finding.file == "E06/letter.html"
    assert "nobody.knows" in finding.message

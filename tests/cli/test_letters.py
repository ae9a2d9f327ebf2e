"""`mingda letters`: the whole catalogue on paper, in every layout an agency may choose."""

import json
import shutil
from pathlib import Path

from click.testing import CliRunner

from engine.cli import letters as module
from engine.cli.letters import letters
from engine.documents import FORMS, RECORD, close_press
from engine.documents.fonts import FONTS

TEMPLATES = Path(__file__).parents[2] / "templates" / "letters"


def test_every_letter_is_printed_in_every_layout_and_listed(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("MINGDA_FONTS", str(FONTS.resolve()))
    done = CliRunner().invoke(letters, ["--samples", str(tmp_path)], catch_exceptions=False)
    close_press()
    assert done.exit_code == 0, done.output
    listed = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    abouts = [json.loads(p.read_text("utf-8")) for p in TEMPLATES.glob("*/about.json")]
    wanted = {
        f"{about['code']}-{form}.pdf"
        for about in abouts
        for form in ((RECORD,) if about["form"] == RECORD else FORMS)
    }
    assert {each["file"] for each in listed} == wanted
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF-1.7") for name in wanted)
    rules = {each["code"]: each["remedy"] for each in listed}
    assert (rules["F04"], rules["F01"], rules["R02"]) == ("review_first", "review_or_suit", "none")


def test_large_print_is_added_only_when_it_is_asked_for(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("MINGDA_FONTS", str(FONTS.resolve()))
    few = tmp_path / "templates" / "letters"
    ignored = shutil.ignore_patterns("[FPGTA]??", "R0[234]")
    shutil.copytree(TEMPLATES, few, ignore=ignored)
    shutil.copytree(TEMPLATES / "F12", few / "F12")
    monkeypatch.setattr(module, "STANDARD", tmp_path)
    asked = ["--samples", str(tmp_path), "--large"]
    assert CliRunner().invoke(letters, asked, catch_exceptions=False).exit_code == 0
    close_press()
    listed = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert [each["file"] for each in listed] == [
        *("F12-plain.pdf", "F12-letter.pdf", "F12-redhead.pdf", "F12-large.pdf"),
        "R01-record.pdf",
    ]

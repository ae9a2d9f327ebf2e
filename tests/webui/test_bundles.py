"""What the browser loads: pinned, from nowhere else, and not needed for reading."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from webui.assets import STATIC, Assets


def test_every_package_is_pinned_exactly(repository_root: Path):
    manifest = json.loads((repository_root / "package.json").read_text("utf-8"))
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", v) for v in manifest["devDependencies"].values())


def test_the_lock_names_no_registry(repository_root: Path):
    lock = (repository_root / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
    settings = (repository_root / ".npmrc").read_text("utf-8")
    assert "omit-lockfile-registry-resolved=true" in settings
    assert "ignore-scripts=true" in settings


def test_without_a_build_the_sources_serve(tmp_path: Path):
    assets = Assets(tmp_path)
    assert assets.url("styles.css") == "/static/styles.css"
    assert assets.url("form.js") == "/static/scripts/form.js"
    assert assets.icon("inbox") == ""
    assert not assets.built("diagram.js")


def test_a_bundle_may_be_kept_for_good_and_a_source_may_not(tmp_path: Path):
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "form-AAAA.js").write_text("1")
    (tmp_path / "styles.css").write_text("a{}")
    (dist / "manifest.json").write_text('{"form.js": "form-AAAA.js"}')
    assets = Assets(tmp_path)
    with Flask("files").test_request_context():
        bundle = assets.send(assets.url("form.js").removeprefix("/static/"))
        source = assets.send("styles.css")
    assert "immutable" in bundle.headers["Cache-Control"]
    assert source.headers["Cache-Control"] == "no-cache"
    bundle.close()
    source.close()


@pytest.mark.parametrize("script", sorted(STATIC.glob("scripts/*.js")), ids=lambda path: path.name)
def test_a_script_is_one_short_module(script: Path):
    lines = script.read_text("utf-8").splitlines()
    assert len(lines) <= 150
    assert lines[0].startswith("// ")
    assert "innerHTML = await" not in script.read_text("utf-8").replace("fresh.innerHTML", "")


@pytest.mark.parametrize(
    "sheet",
    [STATIC / "styles.css", *sorted(STATIC.glob("styles/*.css"))],
    ids=lambda path: path.name,
)
def test_a_stylesheet_fetches_nothing(sheet: Path):
    text = sheet.read_text("utf-8")
    parts = re.findall(r'@import "\./(styles/[a-z]+\.css)";', text)
    assert text.count("@import") == len(parts)
    assert all((STATIC / part).is_file() for part in parts)
    assert not re.search(r"url\((?![\"']?(data:|#))", text)


def test_every_icon_a_page_uses_is_in_the_sprite():
    listed = set((STATIC / "icons.txt").read_text("utf-8").split())
    pages = "".join(p.read_text("utf-8") for p in (STATIC.parent / "pages").rglob("*.html"))
    code = "".join(p.read_text("utf-8") for p in STATIC.parent.glob("*.py"))
    used = set(re.findall(r'icon\("([a-z0-9-]+)"', pages))
    used |= set(re.findall(r'Item\("[^"]+", "[^"]+", "([a-z0-9-]+)"', code))
    assert used <= listed, used - listed

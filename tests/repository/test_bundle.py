"""A package as files: what belongs in it, and when two are the same."""

from pathlib import Path

import pytest

from engine.repository.bundle import MOST_BYTES, MOST_FILES, Bundle, BundleRefused, read_folders

FORM = {"forms/a.json": b"{}"}


def folders(root: Path) -> Path:
    for name in ("processes", "forms", "templates/letters/F01"):
        (root / name).mkdir(parents=True)
    (root / "processes" / "a.bpmn").write_text("<a/>")
    (root / "processes" / "README.md").write_text("for people")
    (root / "forms" / "a.json").write_text("{}")
    (root / "templates" / "letters" / "F01" / "letter.html").write_text("x")
    return root


def test_folders_are_read_without_what_is_for_people(tmp_path: Path):
    bundle = read_folders(folders(tmp_path))
    paths = ["forms/a.json", "processes/a.bpmn", "templates/letters/F01/letter.html"]
    assert sorted(bundle.files) == paths
    assert list(bundle.forms) == ["a"]
    assert bundle.letter_codes == ("F01",)


def test_a_missing_folder_is_named(tmp_path: Path):
    with pytest.raises(BundleRefused, match="processes"):
        read_folders(tmp_path)


def test_a_link_that_leads_outside_is_refused(tmp_path: Path):
    outside = tmp_path / "secret.json"
    outside.write_text("{}")
    root = folders(tmp_path / "package")
    (root / "forms" / "b.json").symlink_to(outside)
    with pytest.raises(BundleRefused, match=r"b\.json"):
        read_folders(root)


@pytest.mark.parametrize(
    "path",
    [
        "a.bpmn",
        "forms/a.txt",
        "forms/../a.json",
        "/forms/a.json",
        "engine/a.json",
        "processes/a.json",
        "templates/letters/F01/letter.exe",
    ],
)
def test_a_file_that_does_not_belong_is_refused(path: str):
    with pytest.raises(BundleRefused):
        Bundle({path: b""})


def test_a_package_has_limits():
    with pytest.raises(BundleRefused):
        Bundle({"forms/a.json": b" " * (MOST_BYTES + 1)})
    with pytest.raises(BundleRefused):
        Bundle({f"forms/a{n}.json": b"" for n in range(MOST_FILES + 1)})


def test_equal_packages_have_equal_hashes_and_others_do_not():
    bundle = Bundle({**FORM, "forms/b.json": b"{}"})
    assert bundle.content_hash == Bundle(dict(reversed(bundle.files.items()))).content_hash
    others = [
        bundle.with_file("forms/b.json", b"[]"),
        bundle.without_file("forms/b.json"),
        Bundle({**FORM, "forms/c.json": b"{}"}),
        Bundle({"forms/a.json": b"{", "forms/b.json": b"}{}"}),
    ]
    assert bundle.content_hash not in {other.content_hash for other in others}

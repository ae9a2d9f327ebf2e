"""What README.md says of the folders, the commands, the settings and the code is true."""

import re
import subprocess
import tomllib
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOTTED = sorted(set(re.findall(r"`((?:engine|webui)(?:\.\w+)+)`", README)))
GLOSSARY = re.findall(r"^\| (\w+) \| `([\w.]+)` \| .+ \|$", README, flags=re.MULTILINE)
SPOKEN = (".py", ".json", ".html", ".md", ".bpmn", ".dmn")


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, flags=re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def subfolders(folder: Path) -> set[str]:
    hidden = {"node_modules", "var", "dist", "build", "mutants"}
    return {
        f"{path.relative_to(ROOT).as_posix()}/"
        for path in folder.iterdir()
        if path.is_dir() and path.name[0] not in "._" and path.name not in hidden
    }


@cache
def spoken_words() -> str:
    roots = ("engine", "webui", "processes", "forms", "templates")
    paths = (path for root in roots for path in (ROOT / root).rglob("*") if path.suffix in SPOKEN)
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.is_file())


@cache
def commands() -> frozenset[str]:
    done = subprocess.run([ROOT / "mingda", "help"], capture_output=True, text=True, check=True)
    return frozenset(re.findall(r"^  ([a-z][a-z-]+) ", done.stdout, flags=re.MULTILINE))


def resolves(dotted: str) -> bool:
    """Say whether a dotted name is a module of ours, or something in one."""
    module, _, name = dotted.rpartition(".")
    if find_spec(module) is None:
        return False
    return hasattr(import_module(module), name) or find_spec(dotted) is not None


def test_the_list_of_folders_is_the_tree():
    listed = set(re.findall(r"^([\w/]+/) ", section("Where things are"), flags=re.MULTILINE))
    packages = {
        folder for folder in subfolders(ROOT / "engine") if (ROOT / folder / "__init__.py").exists()
    }
    assert packages <= listed
    assert subfolders(ROOT) <= listed
    assert [folder for folder in sorted(listed) if not (ROOT / folder).is_dir()] == []


def test_the_picture_has_every_layer_of_the_contract():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    layers = {name for layer in contract["layers"] for name in re.findall(r"\w+", layer)}
    assert layers <= set(re.findall(r"\w+", section("The idea")))


@pytest.mark.parametrize("dotted", DOTTED)
def test_every_name_leads_to_code(dotted: str):
    assert resolves(dotted)


def test_every_command_it_shows_exists():
    shown = set(re.findall(r"\./mingda ([a-z-]+)", README))
    assert shown <= commands()


def test_the_table_of_commands_is_complete():
    rows = re.findall(r"^\| `\./mingda ([a-z-]+)` \|", section("Commands"), flags=re.MULTILINE)
    assert sorted(rows) == sorted(commands())


def test_the_table_of_settings_is_complete():
    source = (ROOT / "engine/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'"(MINGDA_[A-Z]+)"', source))
    rows = re.findall(r"^\| (.+?) \|", section("Settings"), flags=re.MULTILINE)
    assert set(re.findall(r"`(MINGDA_[A-Z]+)`", "\n".join(rows))) == read


def test_the_glossary_is_not_empty():
    assert len(GLOSSARY) == section("Glossary").count("\n| ") - 1


@pytest.mark.parametrize(("word", "dotted"), GLOSSARY, ids=[row[1] for row in GLOSSARY])
def test_a_word_of_the_glossary_is_spoken_in_the_product(word: str, dotted: str):
    assert word in spoken_words()
    assert resolves(dotted)


def test_the_python_it_asks_for_is_the_one_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"Python {project['requires-python'].replace('>=', '≥ ')}" in README
    assert f"## {project['version']}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

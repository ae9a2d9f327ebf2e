"""The shape of the code is tested like its behaviour: sizes, names, directions, locks."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGES = ("engine", "webui")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-node.lock")
LINES_OF_A_MODULE = 300
LINES_OF_A_FUNCTION = 40
SAYS_NOTHING = frozenset(
    {"util", "utils", "helper", "helpers", "common", "base", "manager", "managers", "misc"}
    | {"service", "services", "data", "info", "core", "lib", "tools", "stuff"}
)
NOT_OURS = frozenset({"node_modules", "var", "dist", "mutants", "build"})
TEXTS = frozenset(
    {"", ".py", ".toml", ".lock", ".md", ".json", ".mjs", ".js", ".css", ".html", ".txt"}
    | {".bpmn", ".dmn", ".cfg", ".ini", ".yml", ".yaml", ".lark", ".svg"}
)
REGISTRY = re.compile(
    r"\b(?:p[y]pi|p[y]thonhosted|n[p]mjs|y[a]rnpkg|npmmirror|debian|ubuntu|nodesource|jsdelivr|unpkg)"
    r"\.(?:org|com|io|net)\b"
)
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.$}*-])/(?:(?:home|root|Users|tmp)/[\w.-]|work/(?:main|shared)\b)"
)
FORBIDDEN_CALLS = frozenset({"eval", "exec", "compile", "__import__"})
PART_OF = {"werkzeug": "Flask", "markupsafe": "Jinja2"}
"""Packages that are the documented surface of one we ask for."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parts_of(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).parts


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), filename=str(module))


def functions(module: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree_of(module)) if isinstance(node, Function))


def length_of(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def our_files(folder: Path = ROOT) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            hidden = path.name.startswith(".") and path.name != ".ci"
            yield from () if hidden or path.name in NOT_OURS else our_files(path)
        elif path.suffix in TEXTS:
            yield path


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name_of(path)}:{number}: {line.strip()[:80]}"
        for path in our_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def pinned(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = re.findall(r"^([\w.-]+)==(\S+)", text, flags=re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pins}


def requirements(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"]]
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


def asked_for(*extras: str) -> set[str]:
    return {canonicalize_name(wanted.name) for wanted in requirements(*extras)}


def imports_of(module: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_fits_in_the_head(module: Path):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LINES_OF_A_MODULE
    lengths = {function.name: length_of(function) for function in functions(module)}
    assert {n: lines for n, lines in lengths.items() if lines > LINES_OF_A_FUNCTION} == {}


def test_no_module_has_a_name_that_says_nothing():
    parts = {part for path in MODULES for part in (*parts_of(path), path.stem)}
    assert parts & SAYS_NOTHING == set()


@pytest.mark.parametrize("tool", ["lint-imports", "ruff check", "ruff format --check", "mypy"])
def test_the_tools_agree(tool: str):
    command, *arguments = tool.split()
    program = Path(sys.executable).with_name(command)
    done = subprocess.run(
        [program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_is_evaluated_as_a_program():
    found = [
        f"{name_of(module)}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in FORBIDDEN_CALLS
    ]
    assert found == []


def test_imports_stand_at_the_top_for_everybody():
    hidden = [
        f"{name_of(module)}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(tree_of(module))
        if (isinstance(node, ast.Name) and node.id == "TYPE_CHECKING")
        or (isinstance(node, Function) and any(is_import(inner) for inner in ast.walk(node)))
    ]
    assert hidden == []


def is_import(node: ast.AST) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def test_no_file_names_a_package_registry():
    assert lines_with(REGISTRY) == []


def test_no_file_knows_the_machine_it_was_written_on():
    assert lines_with(OF_ONE_MACHINE) == []


@pytest.mark.parametrize("folder", ["engine", "webui", "tests"])
def test_every_package_imported_is_asked_for_by_name(folder: str):
    distributions = packages_distributions()
    asked = asked_for(*(["test"] if folder == "tests" else []))
    imported = {top for path in (ROOT / folder).rglob("*.py") for top in imports_of(path)}
    others = imported - sys.stdlib_module_names - {"engine", "webui", "tests"} - PART_OF.keys()
    names = {top: {canonicalize_name(each) for each in distributions[top]} for top in others}
    assert {top: found for top, found in names.items() if not found & asked} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(lock: str):
    text = (ROOT / lock).read_text(encoding="utf-8")
    requirements = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert [r for r in requirements if "==" not in r or "--hash=sha256:" not in r] == []
    assert "://" not in text


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", ()), ("requirements-test.lock", ("test",))]
)
def test_the_lock_holds_what_the_project_asks_for(lock: str, extras: tuple[str, ...]):
    pins = pinned(lock)
    unmet = [
        str(wanted)
        for wanted in requirements(*extras)
        if not wanted.specifier.contains(pins.get(canonicalize_name(wanted.name), "0"))
    ]
    assert unmet == []


def test_the_tests_run_against_what_is_delivered():
    delivered = pinned("requirements.lock")
    tested = pinned("requirements-test.lock")
    assert {name: tested.get(name) for name in delivered} == delivered


def test_the_lock_of_the_pages_has_hashes_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert fetched
    assert [name for name, package in fetched.items() if "resolved" in package] == []
    assert [name for name, package in fetched.items() if "integrity" not in package] == []

"""`./mingda` on machines that have, and that lack, what it needs.

The script runs for real, in a copy of its own with a tiny product around it; only the
machine's own programs (apt, npm, sudo) are replaced by ones that write down their calls.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from webui.commands import mingda as commands

ROOT = Path(__file__).parents[1]
PLAIN = (
    *("bash", "cat", "chmod", "cut", "dirname", "env", "find", "flock", "grep", "mkdir"),
    *("mv", "readlink", "rm", "sha256sum", "sleep", "sort", "tail", "uname", "xargs"),
)
PRODUCT = {
    "requirements.lock": "# nothing\n",
    "requirements-test.lock": "# nothing\n",
    "requirements-node.lock": "# nothing\n",
    "package.json": "{}\n",
    "package-lock.json": "{}\n",
    "webui/build.mjs": "",
    "webui/static/styles.css": "body {}\n",
    "webui/__init__.py": "",
    "webui/commands.py": "import os, sys\nprint(os.getcwd(), sys.argv[1:])\nsys.exit(7)\n",
    "engine/__init__.py": "",
    "engine/documents/__init__.py": (
        "class Report:\n    notices, usable = ('no rare characters',), True\n"
        "def install_fonts(target):\n"
        "    target.mkdir(parents=True, exist_ok=True)\n"
        "    (target / 'SHA256SUMS').write_text('sums')\n"
        "    return Report()\n"
    ),
    "engine/documents/fonts.py": "",
    "engine/documents/foundry.py": "",
    "engine/documents/slimming.py": "",
}
COMPLETE = {
    "node": "exit 0",
    "npm": (
        'echo "npm $*" >>"$CALLS"; case "$*" in *ci*) mkdir -p "$2/node_modules" ;; '
        '*build*) mkdir -p "$2/webui/static/dist"; '
        'echo "{}" >"$2/webui/static/dist/manifest.json" ;; esac'
    ),
    "ldconfig": "echo libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0",
    "apt-get": 'echo "apt-get $*" >>"$CALLS"; exit 100',
    "apt-cache": "exit 0",
    "sudo": "exit 1",
    "id": "echo 1000",
}


@dataclass
class Machine:
    """A folder with the product, and the programs that are all this machine has."""

    folder: Path
    programs: dict[str, str] = field(default_factory=lambda: dict(COMPLETE))

    def __post_init__(self):
        for name, content in PRODUCT.items():
            self.write(name, content)
        shutil.copy(ROOT / "mingda", self.tree / "mingda")
        self.bin.mkdir()
        for name in PLAIN:
            if path := shutil.which(name):
                (self.bin / name).symlink_to(path)
        self.programs["python3"] = f'exec "{sys.executable}" "$@"'
        for name, body in self.programs.items():
            self.have(name, body)

    @property
    def tree(self) -> Path:
        return self.folder / "明答 tree"

    @property
    def bin(self) -> Path:
        return self.folder / "bin"

    def have(self, name: str, body: str) -> None:
        program = self.bin / name
        program.write_text(f"#!{shutil.which('bash')}\n{body}\n", encoding="utf-8")
        program.chmod(0o755)

    @contextmanager
    def having(self, **programs: str) -> Iterator[None]:
        for name, body in programs.items():
            self.have(name.replace("_", "-"), body)
        yield
        for name in programs:
            self.have(name.replace("_", "-"), self.programs[name.replace("_", "-")])

    def lack(self, name: str) -> None:
        (self.bin / name).unlink()

    def write(self, name: str, content: str) -> None:
        path = self.tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def run(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.tree / "mingda", *arguments],
            cwd=cwd or self.folder,
            env={"PATH": str(self.bin), "CALLS": str(self.calls), "HOME": str(self.folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    @property
    def calls(self) -> Path:
        return self.folder / "calls"

    def called(self) -> list[str]:
        lines = self.calls.read_text(encoding="utf-8").splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        return [line.replace(str(self.tree), "TREE") for line in lines]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    machine = Machine(tmp_path_factory.mktemp("machine"))
    done = machine.run("setup")
    assert done.returncode == 0, done.stderr
    return machine


def test_help_needs_nothing_and_leaves_nothing(machine: Machine):
    machine.lack("python3")
    before = sorted(machine.tree.rglob("*"))
    done = machine.run("help")
    assert done.returncode == 0
    assert "./mingda" in done.stdout
    assert sorted(machine.tree.rglob("*")) == before


def test_help_names_every_command_and_no_other():
    shown = subprocess.run([ROOT / "mingda", "help"], capture_output=True, text=True, check=True)
    named = set(re.findall(r"^  ([a-z][a-z-]+) ", shown.stdout, flags=re.MULTILINE))
    visible = {name for name, command in commands.commands.items() if not command.hidden}
    assert named == visible | {"start", "test", "setup", "help"}


def test_an_unknown_command_installs_nothing(machine: Machine):
    done = machine.run("strat")
    assert done.returncode == 2
    assert "strat" in done.stderr
    assert not (machine.tree / "var").exists()


def test_without_python_it_says_which_python_and_how(machine: Machine):
    machine.lack("python3")
    done = machine.run("start")
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr
    assert "apt-get install python3" in done.stderr


def test_an_old_python_is_passed_over(ready: Machine):
    ready.have("python3.12", ready.programs["python3"])
    with ready.having(python3="exit 1"):
        assert ready.run("setup").returncode == 0


def test_a_clerk_without_rights_is_told_the_exact_command(machine: Machine):
    machine.have("ldconfig", "echo libpango-1.0.so.0")
    done = machine.run("start")
    assert done.returncode == 1
    assert (
        "apt-get update && apt-get install -y --no-install-recommends "
        "libpangoft2-1.0-0 libharfbuzz-subset0\n"
    ) in done.stderr
    assert machine.called() == []


def test_with_rights_missing_packages_are_installed_with_fresh_lists(ready: Machine):
    ready.called()
    apt = (
        'echo "apt-get $* $DEBIAN_FRONTEND" >>"$CALLS"; case "$1" in '
        'update) : >"$HOME/lists" ;; install) [ -e "$HOME/lists" ] ;; esac'
    )
    with ready.having(id="echo 0", ldconfig="echo libpango-1.0.so.0", apt_get=apt):
        assert ready.run("setup").returncode == 0
    packages = "libpangoft2-1.0-0 libharfbuzz-subset0 noninteractive"
    install = f"apt-get install -y -q --no-install-recommends {packages}"
    assert ready.called() == [install, "apt-get update -q noninteractive", install]


def test_what_apt_cannot_install_is_said_with_the_command(machine: Machine):
    machine.have("id", "echo 0")
    machine.have("ldconfig", "exit 0")
    machine.have("apt-get", 'echo "E: Unable to locate package"; [ "$1" = update ]')
    done = machine.run("setup")
    assert done.returncode == 1
    assert "E: Unable to locate package" in done.stderr
    assert "libharfbuzz-subset0" in done.stderr


def test_the_second_run_does_nothing_again(ready: Machine):
    ready.called()
    done = ready.run("setup")
    assert (done.returncode, ready.called()) == (0, [])
    assert done.stderr.count("\n") == 1


def test_arguments_folder_and_exit_code_pass_through(ready: Machine, tmp_path: Path):
    done = ready.run("clock", "案例 1.json", "--on", "2026-03-02", cwd=tmp_path)
    assert done.stdout == f"{tmp_path} ['clock', '案例 1.json', '--on', '2026-03-02']\n"
    assert done.returncode == 7


def test_the_script_may_be_called_through_a_link(ready: Machine, tmp_path: Path):
    link = tmp_path / "mingda"
    link.symlink_to(ready.tree / "mingda")
    done = subprocess.run(
        [link, "demo"],
        env={"PATH": str(ready.bin), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "['demo']" in done.stdout


@pytest.mark.parametrize(
    ("changed", "content", "done_again"),
    [
        ("webui/static/styles.css", "p {}\n", ["npm --prefix TREE run build"]),
        (
            "package-lock.json",
            '{"lockfileVersion": 3}\n',
            [
                "npm --prefix TREE ci --ignore-scripts --no-audit --no-fund",
                "npm --prefix TREE run build",
            ],
        ),
        ("webui/pages.py", "", []),
    ],
)
def test_only_what_changed_is_done_again(
    ready: Machine, changed: str, content: str, done_again: list[str]
):
    ready.called()
    ready.write(changed, content)
    ready.run("setup")
    assert ready.called() == done_again
    ready.run("setup")
    assert ready.called() == []


def test_a_new_lock_is_installed_once(ready: Machine):
    ready.write("requirements.lock", "# another\n")
    assert "requirements.lock" in ready.run("setup").stderr
    assert "requirements.lock" not in ready.run("setup").stderr


def test_a_package_that_cannot_be_had_stops_the_start(ready: Machine):
    wheel = "nothing @ file:///nowhere/nothing-1-py3-none-any.whl"
    ready.write("requirements.lock", f"{wheel} --hash=sha256:{'0' * 64}\n")
    done = ready.run("setup")
    assert done.returncode == 1
    assert "pip.log" in done.stderr
    ready.write("requirements.lock", "# nothing\n")
    assert ready.run("setup").returncode == 0


def test_a_failed_build_shows_why_and_is_tried_again(ready: Machine):
    ready.write("webui/static/styles.css", "a {}\n")
    with ready.having(npm='echo "✘ no"; exit 1'):
        done = ready.run("setup")
    assert done.returncode == 1
    assert "✘ no" in done.stderr
    assert "build.log" in done.stderr
    assert ready.run("setup").returncode == 0


def test_a_deleted_environment_is_made_again(ready: Machine):
    shutil.rmtree(ready.tree / ".venv")
    assert ready.run("setup").returncode == 0
    assert (ready.tree / ".venv/bin/python").exists()


def test_the_records_are_for_their_owner_alone(ready: Machine):
    assert (ready.tree / "var").stat().st_mode & 0o077 == 0

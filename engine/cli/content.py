"""Verbs for what an agency may change: check it, publish it."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from engine.cases.actions import ACTIONS
from engine.cli.door import FAILED, installation
from engine.repository.bundle import read_folders
from engine.repository.deploy import deploy
from engine.repository.findings import Finding, Severity
from engine.repository.lint import lint_bundle
from engine.roles import Role

STANDARD = Path(__file__).parents[2]
"""Where the product keeps the standard package: processes/, forms/ and templates/."""

_FOLDERS = ("processes", "forms", "templates")


@click.command(name="lint", short_help="检查流程、表单、文书模板 check a package")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 print JSON")
@click.pass_context
def lint(context: click.Context, paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Check packages, or files of one; without a path, the standard package.

    检查流程包：路径可以是整个文件夹，也可以是其中的文件。有错误时退出状态为 1。
    """
    findings = [finding for path in paths or (STANDARD,) for finding in _lint_path(path)]
    if as_json:
        rows = [asdict(finding) for finding in findings]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(str(finding))
        errors = sum(finding.severity is Severity.ERROR for finding in findings)
        click.echo(f"检查完毕：错误 {errors} 处，其他 {len(findings) - errors} 处。")
        installation().say_fonts()
    if any(finding.severity is Severity.ERROR for finding in findings):
        context.exit(FAILED)


@click.command(name="deploy", short_help="发布流程包 publish a package")
@click.argument(
    "folder", default=STANDARD, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--agency", help="机关名称 for which agency, if there are several")
@click.option("--comment", default="", help="版本说明 what is new")
def publish(folder: Path, agency: str | None, comment: str) -> None:
    """Publish the content of FOLDER (default: the standard package), all or nothing.

    发布 FOLDER 中的流程、表单和文书模板；有错误则一个也不发布。
    """
    bundle = read_folders(folder)
    with installation().office(Role.MANAGER, agency) as office:
        deployment = deploy(office, bundle, ACTIONS, comment)
        click.echo(f"当前流程为第{deployment.number}版，共{len(bundle.files)}个文件。")


def _lint_path(path: Path) -> tuple[Finding, ...]:
    """Check a package, or the package around a file and keep what concerns the file."""
    root = _package_around(path.resolve())
    findings = lint_bundle(read_folders(root), ACTIONS)
    if path.resolve() == root:
        return findings
    wanted = path.resolve().relative_to(root).as_posix()
    return tuple(f for f in findings if f.file == wanted or f.file.startswith(f"{wanted}/"))


def _package_around(path: Path) -> Path:
    for folder in (path, *path.parents):
        if all((folder / name).is_dir() for name in _FOLDERS):
            return folder
    raise click.ClickException(
        f"{path} 不在流程包内：流程包是含有 processes、forms、templates 三个文件夹的目录。"
    )

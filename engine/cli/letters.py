"""The verb that prints the catalogue of letters from its samples."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import click

from engine.cli.content import STANDARD
from engine.documents import (
    FORMS,
    RECORD,
    LetterTemplate,
    enlarged,
    letter_files,
    open_press,
    read_template,
    render_html,
    render_pdf,
)
from engine.law.letters import letter_kind
from engine.law.remedies import is_review_first
from engine.settings import Settings

LARGE = "large"
"""What stands for the layout in the name of a letter in large print (大字版)."""

_REMEDY_RULES = {True: "review_first", False: "review_or_suit", None: "not_alone"}


@dataclass(frozen=True)
class Printed:
    """One file of the catalogue, as `manifest.json` lists it."""

    file: str
    code: str
    title: str
    form: str
    article: tuple[str, ...]
    remedy: str


@click.command(name="letters", short_help="按样例打印全部文书 print every letter from its sample")
@click.option(
    "--samples",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="存放样稿的文件夹 where the PDFs go",
)
@click.option("--large", is_flag=True, help="另印大字版 in large print as well")
def letters(folder: Path, *, large: bool) -> None:
    """Print every letter of the standard package from its sample, in every layout.

    按样例打印标准流程包的全部文书，每种版式一份，文件名为“文书代码-版式.pdf”，并写 manifest.json。
    """
    folder.mkdir(parents=True, exist_ok=True)
    open_press(Settings.from_env().fonts, workers=0)
    more = (LARGE,) if large else ()
    printed = [each for template in _templates() for each in _print(template, folder, more)]
    text = json.dumps([asdict(each) for each in printed], ensure_ascii=False, indent=2)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    click.echo(f"已打印{len(printed)}份文书，存放于 {folder}。")


def _templates() -> Iterator[LetterTemplate]:
    root = STANDARD / "templates" / "letters"
    package = {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}
    for name in sorted(package):
        if name.endswith("/about.json"):
            yield read_template(letter_files(package, name.removesuffix("/about.json")))


def _print(template: LetterTemplate, folder: Path, more: tuple[str, ...]) -> Iterator[Printed]:
    about, sample = template.about, template.sample
    for form in (RECORD,) if about.form == RECORD else (*FORMS, *more):
        letter = {**_part(sample, "letter"), "form": about.form if form == LARGE else form}
        html = render_html(template, {**sample, "letter": letter})
        html = enlarged(html, template.large) if form == LARGE else html
        name = f"{about.code}-{form}.pdf"
        on = date.fromisoformat(str(letter.get("date")))
        (folder / name).write_bytes(render_pdf(html, about.code, on))
        remedy = _remedy_rule(about.code, str(_part(sample, "reply").get("code") or ""), on)
        yield Printed(name, about.code, about.title, form, about.articles, remedy)


def _part(sample: object, name: str) -> dict[str, object]:
    part = sample.get(name) if isinstance(sample, dict) else None
    return dict(part) if isinstance(part, dict) else {}


def _remedy_rule(code: str, result: str, on: date) -> str:
    """Name the rule by which the letter's remedy is derived (复议前置、选择复议或者诉讼)."""
    kind = letter_kind(code)
    if not kind.remedy:
        return "none"
    return _REMEDY_RULES[is_review_first(result if kind.final else code, on)]

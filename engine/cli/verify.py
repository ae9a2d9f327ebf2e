"""A verb for whoever holds a copy of a letter: is it the one that was signed?"""

import json
from dataclasses import asdict
from pathlib import Path

import click

from engine.cases.verifying import Answer, Verdict, verify_file
from engine.cli.door import FAILED, installation
from engine.store.migrate import refuse_other_schema


@click.command(name="verify", short_help="验证文书 PDF 是否与存档一致 check a letter's PDF")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 print JSON")
@click.pass_context
def verify(context: click.Context, file: Path, *, as_json: bool) -> None:
    """Compare a PDF with the letters frozen here; exit status 0 if it is one that counts.

    将文书 FILE 与存档比对：与存档一致且有效时退出状态为 0；已被改动、已撤销或更正、查无此件时为 1。
    """
    here = installation()
    refuse_other_schema(here.sessions.reader)
    with here.sessions.reading() as session:
        answer = verify_file(session, file.read_bytes())
    if as_json:
        told = asdict(answer) | {"words": answer.words}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2, default=str))
    else:
        click.echo("\n".join(_lines(answer)))
    if answer.verdict is not Verdict.AUTHENTIC:
        context.exit(FAILED)


def _lines(answer: Answer) -> list[str]:
    lines = [f"{answer.words}。"]
    for label, known in (("文书", answer.letter), ("替代文书", answer.replacement)):
        if known is not None:
            on = f"{known.issued_on:%Y-%m-%d}"
            lines.append(f"{label}：《{known.title}》{known.number}，{known.agency}，{on} 签发")
    if answer.seal_words:
        lines.append(f"{answer.seal_words}。")
    return lines

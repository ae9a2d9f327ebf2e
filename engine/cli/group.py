"""The command `mingda` and the verbs that need no web server."""

import click

from engine.cli import content, letters, people, periods, records, seal, verify
from engine.cli.door import Verbs

_HELP = """明答 Mingda：政府信息公开申请办理系统 carries an application for government
information from receipt to the lawful reply.

\b
第一次使用 first steps:
  mingda start            建库、发布流程、载入演示数据并启动网站
  mingda start --empty    同上，不载入演示数据
\b
设置用环境变量 settings are environment variables:
  MINGDA_DATA       数据目录 data directory（默认 var）
  MINGDA_DATABASE   数据库 database（默认数据目录中的 SQLite；或 postgresql://…）
  MINGDA_HOST, MINGDA_PORT, MINGDA_THREADS   监听地址、端口、线程数
  MINGDA_AT         固定时刻 fixed moment，如 2026-03-02T09:00（仅供演示和测试）
"""


@click.group(
    name="mingda",
    cls=Verbs,
    invoke_without_command=True,
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.pass_context
def mingda(context: click.Context) -> None:
    """Show the help when no verb is given."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@mingda.command(name="help", short_help="本说明 this text")
@click.argument("verb", required=False)
@click.pass_context
def show_help(context: click.Context, verb: str | None) -> None:
    """Show this text, or that of a verb: 显示本说明，或者 VERB 的说明."""
    whole = context.find_root()
    command = mingda.get_command(whole, verb) if verb else mingda
    if command is None:
        raise click.UsageError(f"没有“{verb}”这个命令", context)
    if verb is None:
        click.echo(whole.get_help())
    else:
        click.echo(command.get_help(click.Context(command, info_name=verb, parent=whole)))


for _verb in (
    records.upgrade,
    content.publish,
    content.lint,
    letters.letters,
    periods.clock,
    periods.calendar,
    people.admin,
    verify.verify,
    seal.seal,
):
    mingda.add_command(_verb)

"""The command `mingda`: the operator's verbs, and those that serve pages and keep time."""

import logging
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click
from sqlalchemy import select
from waitress.server import create_server

from engine.cli.demo import ACCOUNTS_FILE, demo, load_demonstration
from engine.cli.door import Installation, installation
from engine.cli.group import mingda
from engine.settings import Settings
from engine.store.agencies import Agency
from engine.store.deployments import current_deployment
from engine.store.migrate import migrate, refuse_other_schema
from engine.worker import run, tick
from webui import create_app
from webui.founding import publish_standard

__all__ = ["mingda"]

_HOST = click.option("--host", help="监听地址 address to listen on（默认 127.0.0.1）")
_PORT = click.option("--port", type=click.IntRange(0, 65535), help="端口 port（默认 8000）")


@mingda.command(name="serve", short_help="启动网站 serve the pages")
@_HOST
@_PORT
def serve(host: str | None, port: int | None) -> None:
    """Serve the pages until stopped; timers are kept by `mingda worker`.

    启动网站，直到被停止；到期事项由 mingda worker 处理。
    """
    here = installation()
    refuse_other_schema(here.sessions.reader)
    with here.press():
        _serve(_addressed(here.settings, host, port))


@mingda.command(name="worker", short_help="处理到期事项 carry out what falls due")
def worker() -> None:
    """Carry out what falls due, and print letters that wait, until stopped.

    处理到期的定时事项，打印等待生成的文书，直到被停止。可以同时运行多个。
    """
    here = installation()
    refuse_other_schema(here.sessions.reader)
    _log()
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    with here.press():
        run(here.sessions, here.settings.now, stop)


@mingda.command(name="tick", short_help="处理一次到期事项 one pass of the worker")
def one_tick() -> None:
    """Make one pass of the worker and say what it did: 处理一次到期事项."""
    here = installation()
    refuse_other_schema(here.sessions.reader)
    report = tick(here.sessions, here.settings.now())
    click.echo(
        f"处理案件 {report.woken} 件，触发定时 {report.fired} 项，"
        f"生成文书 {report.printed} 份，失败 {report.failed} 件。"
    )
    if report.failed:
        sys.exit(1)


@mingda.command(name="start", short_help="准备就绪并启动 set everything up and serve it")
@click.option("--empty", is_flag=True, help="不载入演示数据 without the demonstration")
@_HOST
@_PORT
def start(host: str | None, port: int | None, *, empty: bool) -> None:
    """Create or upgrade the records, publish the standard package, serve, and keep time.

    建立或升级数据库，发布标准流程；空系统载入演示数据（--empty 除外）；然后启动网站并处理到期事项。
    """
    here = installation()
    migrate(here.sessions.writer)
    _log()
    with here.press():
        if _agencies(here):
            _publish_where_none(here)
        elif not empty:
            click.echo("正在载入演示数据……")
            load_demonstration(here)
        _show_accounts(here.settings.data_dir / ACCOUNTS_FILE)
        stop = threading.Event()
        clock = threading.Thread(target=run, args=(here.sessions, here.settings.now, stop))
        clock.start()
        try:
            _serve(_addressed(here.settings, host, port))
        finally:
            stop.set()
            clock.join()


def _serve(settings: Settings) -> None:
    """Answer requests until SIGTERM or Ctrl-C; requests in hand are finished first."""
    app = create_app(settings)
    server = create_server(
        app, host=settings.host, port=settings.port, threads=settings.threads, ident=None
    )
    signal.signal(signal.SIGTERM, _leave)
    shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    click.echo(f"明答已启动：http://{shown}:{server.effective_port}/  （按 Ctrl-C 停止）")
    if settings.moment is not None:
        click.echo(f"注意：系统时刻固定为 {settings.moment:%Y-%m-%d %H:%M}（MINGDA_AT）。")
    server.run()


def _leave(*_: object) -> NoReturn:
    raise SystemExit(0)


def _addressed(settings: Settings, host: str | None, port: int | None) -> Settings:
    return replace(
        settings,
        host=host or settings.host,
        port=settings.port if port is None else port,
    )


def _agencies(here: Installation) -> list[int]:
    with here.sessions.reading() as session:
        return list(session.scalars(select(Agency.id).order_by(Agency.id)))


def _publish_where_none(here: Installation) -> None:
    """Give every agency without a package the standard one."""
    for agency_id in _agencies(here):
        with here.sessions.writing() as session:
            if current_deployment(session, agency_id) is None:
                publish_standard(session, agency_id, here.settings.now())


def _show_accounts(path: Path) -> None:
    if path.exists():
        click.echo(path.read_text("utf-8"))


def _log() -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")


mingda.add_command(demo)

if __name__ == "__main__":
    mingda(prog_name="mingda")

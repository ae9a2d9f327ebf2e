"""Verbs for the records: create them or bring them to this release."""

import click

from engine.cli.door import installation
from engine.store.migrate import migrate


@click.command(name="migrate", short_help="建立或升级数据库 create or upgrade the database")
def upgrade() -> None:
    """Create or upgrade the database in one transaction; harmless when nothing is to be done.

    建立或升级数据库；已是当前版本时不做任何事。
    """
    done = migrate(installation().sessions.writer)
    if not done.changed:
        click.echo(f"数据库已是当前版本（{done.after}）。")
    elif done.before is None:
        click.echo(f"数据库已建立（版本 {done.after}）。")
    else:
        click.echo(f"数据库已由版本 {done.before} 升级到 {done.after}。")

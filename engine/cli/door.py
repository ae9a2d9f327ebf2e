"""What every verb stands on: the installation, and errors said in one Chinese line."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn

import click
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from typing_extensions import override

from engine.documents import close_press, font_warning, open_press
from engine.errors import OfficeError
from engine.office import Actor, Office
from engine.people.calendars import calendar_of
from engine.roles import Role
from engine.settings import Settings, UnreadableSetting
from engine.store.agencies import Agency
from engine.store.engines import SessionFactory, session_factory
from engine.store.migrate import refuse_other_schema
from engine.store.vault import Vault

FAILED, MISUSED, INTERRUPTED = 1, 2, 130


class AgencyNotNamed(OfficeError):
    """The installation serves several agencies, and the command does not say which is meant."""

    code = "agency_not_named"
    message = "本系统有多个机关（{names}），请用 --agency 指定其中一个。"


class AgencyNotFound(OfficeError):
    """No agency of this name."""

    code = "agency_not_found"
    message = "没有名为“{name}”的机关。现有机关：{names}。"


class NoAgency(OfficeError):
    """Nobody has founded an agency yet."""

    code = "no_agency"
    message = "系统中还没有机关。请启动后在网页上完成启用，或者执行 mingda demo 载入演示数据。"


@dataclass
class Installation:
    """The settings and the records of this machine, opened when a verb needs them."""

    settings: Settings

    @cached_property
    def sessions(self) -> SessionFactory:
        """The records, as they are."""
        self.settings.prepare()
        return session_factory(self.settings.database_url, Vault(self.settings.vault_key()))

    def close(self) -> None:
        """Close the records if they were opened."""
        if "sessions" in self.__dict__:
            self.sessions.dispose()

    @contextmanager
    def press(self) -> Iterator[None]:
        """Keep the printing processes while the block runs; say which faces they lack.

        Raises:
            FontsMissing, SubsetterMissing: no letter could be printed.
        """
        open_press(self.settings.fonts)
        self.say_fonts()
        try:
            yield
        finally:
            close_press()

    def say_fonts(self) -> None:
        """Tell the operator when letters are not printed in the faces they should have."""
        warning = font_warning(self.settings.fonts)
        if warning:
            click.echo(f"注意：{warning}", err=True)

    @contextmanager
    def office(self, role: Role, agency: str | None = None) -> Iterator[Office]:
        """Open a writing office for the operator, who acts in one role.

        Raises:
            DatabaseOlder, DatabaseNewer: the tables are not those of this release.
            NoAgency, AgencyNotNamed, AgencyNotFound.
        """
        refuse_other_schema(self.sessions.reader)
        with self.sessions.writing() as session:
            row = agency_named(session, agency)
            actor = Actor(None, "运维人员", row.id, None, frozenset({role}))
            yield Office(session, calendar_of(session, row.id), actor, self.settings.now())


def agency_named(session: Session, name: str | None) -> Agency:
    """Give the agency that is meant; without a name, the only one.

    Raises:
        NoAgency, AgencyNotNamed, AgencyNotFound.
    """
    agencies = session.scalars(select(Agency).order_by(Agency.id)).all()
    names = "、".join(agency.name for agency in agencies)
    if not agencies:
        raise NoAgency
    if name is None:
        if len(agencies) > 1:
            raise AgencyNotNamed(names=names)
        return agencies[0]
    for agency in agencies:
        if name in (agency.name, agency.short_name):
            return agency
    raise AgencyNotFound(name=name, names=names)


class Verbs(click.Group):
    """A group of verbs that ends with a Chinese line instead of a traceback."""

    @override
    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(f"没有“{args[0]}”这个命令", ctx)
        return super().resolve_command(ctx, args)

    @override
    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> NoReturn:
        """Carry out one verb and leave with its exit status: 0, 1 failed, 2 misused."""
        options["standalone_mode"] = False
        try:
            status = super().main(args, *more, **options)
        except click.exceptions.Exit as leaving:
            sys.exit(leaving.exit_code)
        except click.UsageError as misuse:
            _leave(MISUSED, _misuse(misuse))
        except click.Abort:
            _leave(INTERRUPTED, "已中断。")
        except (OfficeError, UnreadableSetting, click.ClickException) as refusal:
            _leave(FAILED, str(refusal))
        except DBAPIError as fault:
            _leave(FAILED, f"数据库操作失败：{str(fault.orig).strip().splitlines()[0]}")
        except OSError as fault:
            _leave(FAILED, f"文件或端口操作失败：{fault}")
        sys.exit(status if isinstance(status, int) else 0)


def installation() -> Installation:
    """Give the installation of the running command; the first verb that asks reads it."""
    root = click.get_current_context().find_root()
    if not isinstance(root.obj, Installation):
        root.obj = Installation(Settings.from_env())
        root.call_on_close(root.obj.close)
    return root.obj


def _leave(status: int, words: str) -> NoReturn:
    click.echo(f"错误：{words}", err=True)
    sys.exit(status)


def _misuse(misuse: click.UsageError) -> str:
    verb = misuse.ctx.command_path if misuse.ctx else "mingda"
    match misuse:
        case click.NoSuchOption():
            problem = f"没有“{misuse.option_name}”这个选项"
        case click.MissingParameter():
            name = misuse.param.human_readable_name if misuse.param else ""
            problem = f"缺少参数 {name}"
        case click.BadParameter():
            name = misuse.param.human_readable_name if misuse.param else ""
            problem = f"参数 {name} 不能这样写（{misuse.message}）"
        case _:
            problem = misuse.format_message().rstrip(".")
    return f"{problem}。执行 {verb} --help 查看用法。"

"""Verbs for the law's time: worked cases of the clock, and the working calendar."""

import json
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO

import click

from engine.cli.door import Verbs, installation
from engine.law.calendar import WorkingCalendar
from engine.law.notices import HolidayYear, Notice, parse_csv, parse_year
from engine.law.worked_cases import answer
from engine.people.calendars import import_year
from engine.roles import Role
from engine.store.holidays import national_calendar


@click.command(name="clock", short_help="按案例文件计算法定期限 work out cases of the clock")
@click.argument("cases", type=click.File("r", encoding="utf-8"))
def clock(cases: TextIO) -> None:
    """Answer every case of a JSON file (- is standard input); needs no database.

    读取案例文件 CASES，在标准输出上以 JSON 给出每个案例的计算结果，不输出其他内容。
    """
    try:
        document = json.load(cases)
    except ValueError as error:
        raise click.ClickException(f"案例文件不是有效的 JSON：{error}") from None
    if not isinstance(document, dict | list):
        raise click.ClickException("案例文件最外层必须是一个对象或者列表。")
    json.dump(answer(document), sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


@click.group(cls=Verbs, name="calendar", short_help="工作日历 the working calendar")
def calendar() -> None:
    """Show or import a year's holidays: 查看或录入年度放假安排."""


@calendar.command(name="show")
@click.argument("year", type=click.IntRange(2000, 2100))
def show(year: int) -> None:
    """List the days off and the weekend days worked: 列出 YEAR 年的放假与调休."""
    with installation().sessions.reading() as session:
        days = national_calendar(session)
    if year not in days.published:
        click.echo(f"{year}年的放假通知尚未录入，以下按《全国年节及纪念日放假办法》推定。")
    for day, why in _exceptions(days, year):
        click.echo(f"{day:%Y-%m-%d} 周{'一二三四五六日'[day.weekday()]} {why}")


@calendar.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--year", type=click.IntRange(2000, 2100), help="年份（CSV 文件必填） the year of a CSV"
)
@click.option("--notice", default="", help="通知文号（CSV 文件） number of the notice")
@click.option("--agency", help="以哪个机关的名义 in whose name, if there are several agencies")
def import_notice(file: Path, year: int | None, notice: str, agency: str | None) -> None:
    """Enter a year's holiday notice; it replaces an earlier entry of the same year.

    录入年度放假通知，适用于全部机关：TOML 文件，或者三列的 CSV 文件（日期、放假或上班、节日）。
    """
    holidays = _read(file, year, notice)
    with installation().office(Role.ADMINISTRATOR, agency) as office:
        import_year(office, holidays)
    off, worked = len(holidays.days_off), len(holidays.makeup_days)
    click.echo(f"已录入{holidays.year}年放假安排：放假{off}天，调休上班{worked}天。")


def _exceptions(days: WorkingCalendar, year: int) -> list[tuple[date, str]]:
    """Give the days that are not what their weekday says."""
    first, saturday = date(year, 1, 1), 5
    every = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
    return [
        (day, days.why(day))
        for day in every
        if days.is_working_day(day) != (day.weekday() < saturday)
    ]


def _read(file: Path, year: int | None, notice: str) -> HolidayYear:
    text = file.read_text("utf-8-sig")
    if file.suffix.lower() == ".csv":
        if year is None:
            raise click.UsageError("CSV 文件请用 --year 指明年份")
        return parse_csv(text, year, Notice(notice, "", None) if notice else None)
    try:
        return parse_year(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise click.ClickException(f"{file} 不是有效的 TOML 文件：{error}") from None

"""文号登记簿: every number that was given to a letter, and what became of it."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.register import (
    RegisterQuery,
    RegisterRow,
    read_register,
    series_of,
    years_of,
)
from engine.cases.withdrawing import LETTER_STATES
from engine.office import Office
from engine.roles import Permission
from webui.downloads import table
from webui.guard import Route
from webui.sent import number
from webui.wording import full_day

_COLUMNS = (
    *("文号", "年份", "类别", "序号", "文书", "送往", "案件", "状态", "签发人", "签发日期"),
    *("失效日期", "失效理由", "替代文书", "SHA-256", "SM3"),
)


def register(office: Office) -> ResponseReturnValue:
    """Show one series of a year, the latest number first, beside all series of that year."""
    years = years_of(office)
    year = _year(office, years)
    series = series_of(office, year)
    asked = request.args.get("series")
    chosen = next((each for each in series if each.name == asked), next(iter(series), None))
    name = chosen.name if chosen else None
    return render_template(
        "register.html",
        years=years,
        year=year,
        series=series,
        chosen=chosen,
        before=number("before"),
        page=read_register(office, RegisterQuery(year, name, number("before"))),
    )


def download_register(office: Office) -> Response:
    """Hand out the whole register of a year as a table that a spreadsheet opens."""
    year = _year(office, years_of(office))
    rows = read_register(office, RegisterQuery(year), most=None).rows
    return table(_COLUMNS, map(_cells, rows), f"文号登记簿{year}年")


def _year(office: Office, years: list[int]) -> int:
    asked = number("year")
    return asked if asked in years else next(iter(years), office.today.year)


def _cells(row: RegisterRow) -> tuple[str, ...]:
    letter, successor = row.letter, row.replaced_by
    return (
        *(letter.number or "", str(letter.year), letter.series or "", str(letter.sequence)),
        *(letter.title, letter.party, row.case.number, LETTER_STATES[letter.status]),
        *(letter.signed_by, full_day(letter.issued_on)),
        full_day(letter.withdrawn_on) if letter.withdrawn_on else "",
        letter.withdrawn_reason,
        successor.number or "" if successor else "",
        *(letter.pdf_sha256 or "", letter.pdf_sm3 or ""),
    )


ROUTES = (
    Route("/numbers", register, Permission.NUMBERS),
    Route("/numbers/file", download_register, Permission.NUMBERS),
)

"""审计日志: what the house did to itself, searched, examined, and taken away as a file."""

from datetime import MAXYEAR, MINYEAR, date

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from engine.office import Office
from engine.people.audit import (
    KINDS,
    JournalQuery,
    changes_of,
    examine_journal,
    kind_of,
    read_journal,
)
from engine.roles import Permission
from engine.store.journal import HouseEvent
from webui.downloads import table
from webui.guard import Route
from webui.sent import number

_COLUMNS = ("序号", "时间", "类别", "事项", "操作人", "变更与情况", "前一条校验值", "本条校验值")


def journal(office: Office) -> ResponseReturnValue:
    """List the entries, newest first, and say whether the chain holds."""
    query = _asked()
    return render_template(
        "journal.html",
        query=query,
        page=read_journal(office, query),
        chain=examine_journal(office, whole="whole" in request.args),
        kinds=KINDS,
        kind_of=kind_of,
        changes_of=changes_of,
    )


def download_journal(office: Office) -> Response:
    """Hand out the entries that were asked for, as a table that a spreadsheet opens."""
    entries = read_journal(office, _asked(), most=None).entries
    return table(_COLUMNS, map(_cells, entries), f"审计日志{office.today:%Y%m%d}")


def _asked() -> JournalQuery:
    kind = request.args.get("kind", "")
    return JournalQuery(
        kind=kind if kind in KINDS else "",
        text=request.args.get("q", "").strip()[:60],
        day=_day(request.args.get("day", "")),
        before=number("before"),
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if MINYEAR < day.year < MAXYEAR else None  # its midnights must be moments, too


def _cells(entry: HouseEvent) -> tuple[str, ...]:
    changes = "；".join(
        f"{each.label}：{each.before}→{each.after}"
        if each.before
        else f"{each.label}：{each.after}"
        for each in changes_of(entry)
    )
    return (
        str(entry.seq),
        entry.at.isoformat(timespec="seconds"),
        kind_of(entry),
        entry.summary,
        entry.actor,
        changes,
        entry.previous,
        entry.digest,
    )


ROUTES = (
    Route("/journal", journal, Permission.JOURNAL),
    Route("/journal/file", download_journal, Permission.AUDIT),
)

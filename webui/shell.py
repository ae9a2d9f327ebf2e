"""What stands around every page: the columns of the site, the visitor, the small words."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, get_flashed_messages, request
from markupsafe import Markup

from engine.cases.withdrawing import LETTER_STATES
from engine.roles import Permission
from webui import forgery, replay, wording
from webui.assets import Assets
from webui.case_head import kind_label
from webui.guard import Visit
from webui.sent import own_page, step_of
from webui.served import served
from webui.urgency import masked_name, stage_number


@dataclass(frozen=True)
class Item:
    """A column of the site: where it leads and who sees it."""

    label: str
    href: str
    icon: str
    permission: Permission
    current: bool = False
    count: int = 0
    hot: bool = False


@dataclass(frozen=True)
class Group:
    """A heading of the navigation and what stands under it."""

    title: str
    items: tuple[Item, ...]


SITE = (
    Group(
        "",
        (
            Item("今日工作台", "/work", "inbox", Permission.WORK),
            Item("全部案件", "/cases", "folder-open", Permission.READ_CASE),
            Item("文书审阅", "/letters", "stamp", Permission.READ_CASE),
            Item("文号登记簿", "/numbers", "list-checks", Permission.NUMBERS),
            Item("文书验证", "/verify", "shield-check", Permission.SIGNED_IN),
            Item("本机关文件目录", "/holdings", "layers", Permission.HOLDINGS),
        ),
    ),
    Group(
        "分析",
        (
            Item("办理态势", "/dashboard", "chart-column", Permission.READ_CASE),
            Item("故障处理", "/incidents", "wrench", Permission.REPAIR),
        ),
    ),
    Group(
        "管理",
        (
            Item("人员与岗位", "/people", "users", Permission.ADMINISTER),
            Item("机关设置", "/agency", "landmark", Permission.ADMINISTER),
            Item("文书模板", "/templates", "file-pen-line", Permission.RELEASE),
            Item("版本与发布", "/package", "layers", Permission.RELEASE),
            Item("工作日历", "/calendar", "calendar-days", Permission.SIGNED_IN),
            Item("审计日志", "/journal", "file-clock", Permission.JOURNAL),
        ),
    ),
    Group("", (Item("使用手册", "/help", "book-open", Permission.SIGNED_IN),)),
)


TONES = {"task": "ok", "letter": "ok", "clock": "pz", "incident": "bad", "timer": "bad"}
"""How a happening is coloured beside the form, by the first part of its kind."""


NOBODY = Visit(at=datetime.min.replace(tzinfo=UTC))
"""Stands in on pages of errors that come before anybody is known."""


def register(app: Flask, assets: Assets) -> None:
    """Give the pages their functions and filters."""
    app.jinja_env.filters.update(wording.FILTERS)
    filters: dict[str, Callable[..., Any]] = {
        "served": served,
        "letter_status": LETTER_STATES.__getitem__,
        "ago": lambda at: wording.ago(at, g.visit.at),
        "short_day": lambda day: wording.short_day(day, g.visit.at.date()),
        "day_and_hour": lambda at: wording.day_and_hour(at, g.visit.at.date()),
    }
    app.jinja_env.filters.update(filters)
    names: dict[str, Callable[..., Any]] = {
        "asset": assets.url,
        "built": assets.built,
        "icon": assets.icon,
        "field_id": field_id,
        "hidden": hidden,
        "labels_of": labels_of,
        "navigation": navigation,
        "notices": get_flashed_messages,
        "may": may_visitor,
        "back": back,
        "typed_label": typed_label,
        "kind_label": kind_label,
        "masked_name": masked_name,
        "stage_number": stage_number,
        "step_of": step_of,
        "tone_of": lambda kind: TONES.get(kind.partition(":")[0], ""),
    }
    app.jinja_env.globals.update(names)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: {"visit": g.get("visit") or NOBODY})


def may_visitor(permission: str) -> bool:
    """Say whether the visitor carries a permission; nobody carries none."""
    visit: Visit = g.get("visit") or NOBODY
    return visit.may(permission)


def navigation() -> list[Group]:
    """Give the columns this visitor may open, the current one marked."""
    visit: Visit = g.visit
    groups = []
    for group in SITE:
        items = tuple(_marked(item) for item in group.items if visit.may(item.permission))
        if items:
            groups.append(Group(group.title, items))
    return groups


def _marked(item: Item) -> Item:
    current = request.path == item.href or request.path.startswith(f"{item.href}/")
    count, hot = g.get("counts", {}).get(item.href, (0, False))
    return Item(item.label, item.href, item.icon, item.permission, current, count, hot)


def hidden(*, once: bool = True) -> Markup:
    """Draw the hidden fields of a form: whose it is, and that it is sent once.

    What only hands out a file may be sent as often as somebody likes.
    """
    field = Markup('<input type="hidden" name="{}" value="{}">')
    whose = field.format(forgery.FIELD, g.visit.form_token)
    return whose + field.format(replay.FIELD, replay.fresh_key()) if once else whose


def field_id(name: str) -> str:
    """Give the element id of a question, such as f-documents-0-title."""
    return "f-" + name.replace(".", "-")


def labels_of(view: Any) -> str:  # noqa: ANN401  (a FormView; pages do not know forms)
    """Write the labels of a form's questions, for a page that must show what was typed."""
    return json.dumps(dict(_labels(view.rows)), ensure_ascii=False)


def _labels(rows: Any) -> Any:  # noqa: ANN401
    for line in rows:
        for field in line:
            if field.label:
                yield _pattern(field.name), field.label
            yield from _labels(field.rows)
            for item in field.items[:1]:
                yield from _labels(item)


def _pattern(name: str) -> str:
    return ".".join("*" if part.isdigit() else part for part in name.split("."))


def typed_label(name: str) -> str:
    """Give the label of a question whose form was refused; its name if there is none."""
    try:
        labels = json.loads(request.form.get("_labels", "{}"))
    except (ValueError, RecursionError):
        return name
    label = str(labels.get(_pattern(name), name)) if isinstance(labels, dict) else name
    return label.encode(errors="replace").decode()


def back() -> str:
    """Give the page the visitor came from, if it is one of ours."""
    try:
        came = urlsplit(request.referrer or "")
    except ValueError:
        return "/"
    if came.netloc != request.host:
        return "/"
    return own_page(came.path + (f"?{came.query}" if came.query else ""))

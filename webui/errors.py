"""What a person sees when something cannot be done: what, on what ground, what now."""

import logging
import secrets
from typing import Final

from flask import Flask, Response, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from engine.cases.files import MOST_BYTES
from engine.errors import OfficeError
from webui import forgery, replay

log = logging.getLogger(__name__)

STATUS: Final = {
    "not_allowed": 403,
    "not_administrator": 403,
    "calendar_not_yours": 403,
    "journal_not_yours": 403,
    "not_your_task": 403,
    "same_hand": 403,
    "same_hand_publishes": 403,
    "may_not_publish": 403,
    "form_from_elsewhere": 403,
    "done_before": 409,
    "acted_meanwhile": 409,
    "page_out_of_date": 409,
    "message_not_offered": 409,
    "form_used_twice": 409,
    "draft_changed": 409,
    "draft_exists": 409,
    "draft_handed_over": 409,
    "not_handed_over": 409,
    "not_proven": 409,
    "other_version_published": 409,
    "published_meanwhile": 409,
    "shown_once": 409,
    "file_too_large": 413,
    "verification_rests": 429,
    "store_busy": 503,
    "trials_busy": 503,
}
"""The HTTP status of a refusal, by its stable code; see `status_of` for the others."""

_TITLES: Final = {
    403: "不能办理",
    404: "没有找到",
    405: "不能这样打开",
    409: "情况已有变化",
    413: "文件过大",
    422: "未能办理",
    500: "系统出现故障",
    503: "系统正忙",
}
_SENTENCES: Final = {
    400: "浏览器送来的内容无法读取，未作任何改动。请返回上一页刷新后重试。",
    404: "这个地址没有对应的页面。它可能已经移动，或者输入有误；请从左侧栏目重新进入。",
    405: "这个地址不能直接打开。请从案件页或者列表中的按钮进入。",
}
_NOT_SHOWN: Final = {
    forgery.FIELD,
    replay.FIELD,
    "_add",
    "_remove",
    "_labels",
    "_step",
    "password",
    "again",
    "old",
}
_CONFLICT = 409
_BROKEN = 500


def register(app: Flask) -> None:
    """Give the app one answer for every kind of failure; never a stack trace."""
    app.register_error_handler(OfficeError, refused)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(HTTPException, not_possible)
    app.register_error_handler(Exception, broken)


def refused(refusal: OfficeError) -> Response:
    """Show why an act is refused, in the words of the refusal itself."""
    return _page(status_of(refusal.code), str(refusal), refusal.article)


def status_of(code: str) -> int:
    """Give the HTTP status of a refusal: what cannot be found is 404, the rest 422."""
    return STATUS.get(code, 404 if code.endswith("not_found") else 422)


def too_large(_error: RequestEntityTooLarge) -> Response:
    """Say how much may be sent at once."""
    most = MOST_BYTES >> 20
    return _page(
        413, f"一次上传的内容超出上限。单个文件不超过 {most} 兆字节，请压缩或拆分后重新上传。"
    )


def not_possible(error: HTTPException) -> Response:
    """Show an error of the protocol itself, such as an address that does not exist."""
    code = error.code or _BROKEN
    if error.response is not None or code < 400:  # noqa: PLR2004  (redirects are not errors)
        return make_response(error.get_response())
    return _page(code, _SENTENCES.get(code, "这次请求无法处理，未作任何改动。请返回上一页重试。"))


def broken(error: Exception) -> Response:
    """Log an error of ours under a number, and show only the number."""
    number = secrets.token_hex(4)
    facts = {"number": number, "path": request.path}
    log.error("request failed", exc_info=error, extra=facts)
    words = (
        "这是系统内部的错误，您的操作没有生效，已经保存的内容不受影响。"
        "请稍后重试；如仍出现，请将下面的编号告诉系统管理员。"
    )
    return _page(_BROKEN, words, number=number)


def _page(status: int, words: str, article: str | None = None, number: str = "") -> Response:
    if request.headers.get("X-Fragment"):
        return make_response({"message": words}, status)
    page = render_template(
        "error.html",
        status=status,
        title=_TITLES.get(status, "未能办理"),
        words=words,
        article=article,
        number=number or secrets.token_hex(4),
        typed=_typed() if status == _CONFLICT else (),
        shell=status != _BROKEN and g.get("visit") is not None,
    )
    return make_response(page, status)


def _typed() -> list[tuple[str, str]]:
    """Give back what was typed, so that nothing must be typed twice."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NOT_SHOWN and not name.startswith("_was.") and value.strip()
    ]

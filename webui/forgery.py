"""Whether a form was sent from one of our own pages (no cross-site request forgery)."""

import hmac
from urllib.parse import urlsplit

from flask import Request

from engine.errors import OfficeError

FIELD = "csrf"
"""The hidden field (and, for scripts, the `X-CSRF` header) that carries the token."""


class FormFromElsewhere(OfficeError):
    """The form carries no token of this session, or another site sent it."""

    code = "form_from_elsewhere"
    message = (
        "这次提交没有通过来源校验，未作任何改动。常见原因是页面停留过久、登录已更换；"
        "请返回上一页，刷新后重新提交。"
    )


def token_for(secret: str) -> str:
    """Derive the form token from the secret in the visitor's cookie."""
    return hmac.digest(secret.encode(), b"form", "sha256").hex()


def check(request: Request, secret: str | None) -> None:
    """Refuse an unsafe request that did not come from our own page.

    Raises:
        FormFromElsewhere: by its origin, or for want of the session's token.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise FormFromElsewhere
    origin = request.headers.get("Origin")
    if origin is not None and _host(origin) != request.host:
        raise FormFromElsewhere
    sent = request.headers.get("X-CSRF") or request.form.get(FIELD, "")
    if secret is None or not hmac.compare_digest(sent.encode(), token_for(secret).encode()):
        raise FormFromElsewhere


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""

"""Every HTTP surface: `create_app` is the one constructor, its list of tables the site map."""

from functools import partial

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.cases.files import MOST_BYTES
from engine.cases.printing import faces_lacking
from engine.settings import Settings
from webui import (
    accounts,
    admin,
    agencies,
    calendars,
    case_pages,
    clock_pages,
    dashboard,
    desk,
    errors,
    evidence,
    guard,
    headers,
    holdings,
    incidents,
    journal,
    letter_drafts,
    letter_templates,
    lettering,
    letters,
    manual,
    processes,
    register,
    registration,
    releases,
    review,
    sealing,
    shell,
    studio,
    tasks,
    verification,
)
from webui.assets import Assets
from webui.database import binds, db

TABLES = (
    accounts,
    desk,
    registration,
    case_pages,
    clock_pages,
    evidence,
    tasks,
    studio,
    letter_drafts,
    review,
    letters,
    sealing,
    register,
    verification,
    holdings,
    dashboard,
    incidents,
    admin,
    agencies,
    lettering,
    calendars,
    letter_templates,
    processes,
    releases,
    journal,
    manual,
)
"""The site map: each has its `ROUTES`."""

_REQUEST_BYTES = MOST_BYTES * 3
"""One form with a few scans; a single file is measured again when it is examined."""


def create_app(settings: Settings) -> Flask:
    """Build the web application of one installation.

    Raises:
        RuntimeError: a route names no permission.
    """
    app = Flask(__name__, static_folder=None, template_folder="pages")
    app.config.update(
        SECRET_KEY=settings.secret_key(),
        SQLALCHEMY_BINDS=binds(settings.database_url),
        MAX_CONTENT_LENGTH=_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=guard.TEXT_BYTES,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_NAME="told",  # Flask's own cookie carries one-time notices, nothing else
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.trusted_proxy,
    )
    if settings.trusted_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    db.init_app(app)
    assets = Assets()
    watch = guard.Guard(settings)
    for module in TABLES:
        name = module.__name__.rpartition(".")[2]
        app.register_blueprint(watch.blueprint(name, module.ROUTES))
    shell.register(app, assets)
    app.jinja_env.globals["faces_lacking"] = partial(faces_lacking, settings.fonts)
    errors.register(app)
    app.after_request(headers.protect)
    guard.verify(app)
    return app

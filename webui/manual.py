"""使用手册, and the two addresses that need no person: the static files and the pulse."""

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from engine.office import Office
from engine.roles import Permission
from webui.assets import Assets
from webui.guard import OPEN, Door, Route

_ASSETS = Assets()


def manual(office: Office) -> ResponseReturnValue:
    """Show the manual."""
    del office
    return render_template("manual.html")


def static_file(name: str) -> Response:
    """Hand out a file of the pages themselves."""
    return _ASSETS.send(name)


def pulse(door: Door) -> ResponseReturnValue:
    """Say that the process lives and reaches its records."""
    door.session.connection()
    return jsonify(status="ok")


ROUTES = (
    Route("/help", manual, Permission.SIGNED_IN),
    Route("/static/<path:name>", static_file, OPEN, bare=True),
    Route("/healthz", pulse, OPEN),
)

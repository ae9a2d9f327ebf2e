"""Where the browser's files are: hashed bundles when they were built, plain sources when not."""

import json
from pathlib import Path

from flask import Response, send_from_directory
from markupsafe import Markup

STATIC = Path(__file__).parent / "static"
_YEAR = 31_536_000  # seconds; a hashed name never changes its content


class Assets:
    """The files of `static`, by the name their source has."""

    def __init__(self, static: Path = STATIC) -> None:
        """Read the manifest that the build wrote, if there is one."""
        self._static = static
        manifest = static / "dist" / "manifest.json"
        self._built: dict[str, str] = (
            json.loads(manifest.read_text("utf-8")) if manifest.exists() else {}
        )

    def built(self, name: str) -> bool:
        """Say whether `name` exists as a bundle; the diagram viewer exists only so."""
        return name in self._built

    def url(self, name: str) -> str:
        """Give the address of `name`: its bundle, or else its source."""
        if name in self._built:
            return f"/static/dist/{self._built[name]}"
        return f"/static/scripts/{name}" if name.endswith(".js") else f"/static/{name}"

    def icon(self, name: str, kind: str = "") -> Markup:
        """Draw an icon from the sprite; nothing when it was not built, words always stand by."""
        if not self.built("icons.svg"):
            return Markup("")
        return Markup('<svg class="i {}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
            kind, self.url("icons.svg"), name
        )

    def send(self, name: str) -> Response:
        """Answer with a file; bundles may be kept by the browser for good."""
        response = send_from_directory(self._static, name)
        built = name.startswith("dist/")
        response.headers["Cache-Control"] = (
            f"public, max-age={_YEAR}, immutable" if built else "no-cache"
        )
        return response

"""A browser in forty lines: cookies, forms with their hidden fields, answers."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from typing_extensions import override

from tests.reliability.house import PASSWORD, House

PATIENCE = 60.0


class ServerGone(Exception):
    """The server died before it answered: nobody knows what it did."""


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    location: str
    text: str

    @property
    def outcome(self) -> tuple[int, str]:
        """What a person sees of it."""
        return self.status, self.location


@dataclass(frozen=True)
class Press:
    """A form filled in: it can be sent any number of times, each time the same."""

    address: str
    body: str


class _Forms(HTMLParser):
    """Reads the hidden fields of a page's forms, by the address they are sent to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._now: dict[str, str] | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._now = self.found.setdefault(given.get("action", ""), {})
        elif tag == "input" and given.get("type") == "hidden" and self._now is not None:
            self._now[given["name"]] = given.get("value", "")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._now = None


@dataclass
class Visitor:
    """Somebody's browser; it survives the server."""

    house: House
    login: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, address: str, body: str = "") -> Answer:
        """Send one request.

        Raises:
            ServerGone: no answer came.
        """
        line = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, address, body.encode() or None, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        except (ConnectionError, http.client.HTTPException, EOFError) as gone:
            raise ServerGone from gone
        finally:
            line.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._keep(*value.partition(";")[0].partition("=")[::2])
        return Answer(answer.status, answer.getheader("Location") or "", text)

    def open(self, address: str) -> Answer:
        """Open a page, following where it leads."""
        answer = self.ask("GET", address)
        while answer.status == http.client.SEE_OTHER:
            answer = self.ask("GET", answer.location.partition("#")[0])
        return answer

    def fill(self, page: str, action: str, values: Mapping[str, Any]) -> Press:
        """Open a page as somebody who has signed in, and fill its form in."""
        answer = self.open(page)
        if 'action="/sign-in"' in answer.text:
            self._sign_in(answer)
            answer = self.open(page)
        forms = _Forms()
        forms.feed(answer.text)
        assert action in forms.found, f"{page}: {answer.status} {answer.text[:2000]}"
        return Press(action, urlencode([*forms.found[action].items(), *flat(values)]))

    def send(self, press: Press) -> Answer:
        """Press the button."""
        return self.ask("POST", press.address, press.body)

    def _keep(self, name: str, value: str) -> None:
        if value:
            self.cookies[name] = value
        else:  # the server takes a cookie back by emptying it
            self.cookies.pop(name, None)

    def _sign_in(self, page: Answer) -> None:
        forms = _Forms()
        forms.feed(page.text)
        said = {**forms.found["/sign-in"], "login": self.login, "password": PASSWORD}
        answer = self.ask("POST", "/sign-in", urlencode(said))
        assert answer.status == http.client.SEE_OTHER, answer.text


def flat(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Name nested answers as a browser does: `documents.0.title`."""
    pairs: list[tuple[str, str]] = []
    for key, value in values.items():
        name = prefix + key
        if isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, Mapping):
                    pairs += flat(item, f"{name}.{number}.")
                else:
                    pairs.append((name, str(item)))
        else:
            pairs.append((name, "true" if value is True else str(value)))
    return pairs

"""The words of a letter's page, without its markup."""

from html.parser import HTMLParser
from typing import Final

from typing_extensions import override

_BREAKS: Final = frozenset({"p", "br", "div", "h1", "h2", "h3", "tr", "section", "table"})
_HIDDEN: Final = frozenset({"style", "title"})


def text_of(page: str) -> str:
    """Give the words of a page, one paragraph to a line."""
    return "\n".join(line.strip() for line in words_of(page).splitlines() if line.strip())


def words_of(page: str) -> str:
    """Give the words of a page as they stand, with a new line wherever one begins."""
    reader = _Words()
    reader.feed(page)
    reader.close()
    return "".join(reader.words)


class _Words(HTMLParser):
    """Collects the words between the tags, without the head."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if tag in _BREAKS:
            self.words.append("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN
        if tag in _BREAKS:
            self.words.append("\n")

    @override
    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

"""A finished letter beside what its case says, and what a reader of both may find."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from engine.checking.passages import bare, without_titles
from engine.law.letter_parts import Addressee, Part
from engine.law.letters import letter_kind

Missing = Callable[[str], tuple[object, ...]]
"""Which characters of a text cannot be printed, as the tool that prints would say."""


_DAY_ALONE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST_LABEL = 10
"""Characters: in a form, what is applied for stands on one line with the label of its row."""


_ENTERED = (
    *("reasons", "search_summary", "special_rule", "channel_hint", "public_way"),
    *("convenience", "responsible", "sub_kind"),
)
"""What of a reply is written by officers, not chosen."""
_LEAST_ENTERED = 4
_STOPS = "。；，、.;,"


class Severity(StrEnum):
    """Whether a finding keeps a letter from being signed."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return "错误" if self is Severity.ERROR else "提示"


@dataclass(frozen=True)
class Finding:
    """One thing found: what, where, on what ground, and what to do about it."""

    rule: str
    severity: Severity
    message: str
    quote: str = ""
    paragraph: int | None = None

    @property
    def place(self) -> str:
        """Where in the letter it was found, counted as a reader counts."""
        return "全文" if self.paragraph is None else f"第{self.paragraph + 1}段"


@dataclass(frozen=True)
class Rule:
    """One thing that is looked at: its article, a sentence of help, and the look itself."""

    name: str
    label: str
    article: str
    help: str
    look: Callable[["Finished"], Iterator[Finding]]


@dataclass(frozen=True)
class Finished:
    """A letter as it would be signed, and the facts its case knows independently of its text.

    Attributes:
        paragraphs: its words, one paragraph or line to an entry.
        facts: what the case says today, under the names the templates use.
        remedy: the paragraphs derived for this result, signing entity and day (may be none).
        on: the day it bears, or today for a draft.
        ends: last days of periods, which may lie ahead.
        secrets: what identifies the applicant beside the name: contact, identity numbers.
    """

    code: str
    addressee: Addressee
    paragraphs: tuple[str, ...]
    facts: Mapping[str, Any]
    remedy: tuple[str, ...] = ()
    on: date = date.max
    ends: frozenset[date] = frozenset()
    secrets: tuple[str, ...] = ()
    missing: Missing = field(default=lambda _: (), compare=False)

    @cached_property
    def text(self) -> str:
        """All words without any space."""
        return bare("".join(self.paragraphs))

    @property
    def final(self) -> bool:
        """Whether it is the reply itself."""
        return letter_kind(self.code).final

    @property
    def beside(self) -> bool:
        """Whether it is a service beside the reply."""
        return letter_kind(self.code).beside

    @cached_property
    def typed(self) -> str:
        """What people wrote, without any space; a day alone was not written by anyone."""
        texts = (each for each in leaves(self.facts) if isinstance(each, str))
        return bare("\n".join(each for each in texts if _DAY_ALONE.fullmatch(each) is None))

    def of(self, part: str) -> Mapping[str, Any]:
        """Give one part of the facts: case, reply, notice."""
        value = self.facts.get(part)
        return value if isinstance(value, Mapping) else {}

    def rows(self, name: str) -> list[Mapping[str, Any]]:
        """Give the rows of a list of the reply: documents, withheld, searches."""
        return [row for row in self.of("reply").get(name) or () if isinstance(row, Mapping)]

    @cached_property
    def signed_by(self) -> int | None:
        """Which paragraph names the signing entity under the text; None where none does."""
        signer = bare(str(self.of("agency").get("signing_entity") or ""))
        ends = (at for at in range(len(self.paragraphs)) if self._says(at, signer))
        return max((at for at in ends if at > 1), default=None)

    def _says(self, at: int, name: str) -> bool:
        """Whether a name stands here by itself; a long one is divided into lines."""
        return any(bare("".join(self.paragraphs[at : at + n])) == name for n in (1, 2, 3))

    @cached_property
    def signature(self) -> int:
        """Where the text ends; what follows is signature, note and annex."""
        if self.signed_by is not None:
            return self.signed_by
        notes = [
            at for at, words in enumerate(self.paragraphs) if bare(words).startswith("便民提示")
        ]
        return min([len(self.paragraphs), *notes])

    @cached_property
    def own(self) -> tuple[tuple[int, str], ...]:
        """The paragraphs in the office's own words: without the application it quotes."""
        quoted = {at for text in self._quoted if text for at in self._lines_of(bare(text))}
        return tuple((at, words) for at, words in enumerate(self.paragraphs) if at not in quoted)

    def _lines_of(self, text: str) -> frozenset[int]:
        """Say which paragraphs are a quotation: in quotation marks, in a form without them."""
        lines = [bare(words) for words in self.paragraphs]
        is_form = Part.RECIPIENT not in letter_kind(self.code).parts
        wanted, label = (text, _LONGEST_LABEL) if is_form else (f"“{text}”", 0)
        return frozenset(
            line
            for at in range(len(lines))
            for skip in range(label + 1)
            for line in _run([lines[at][skip:], *lines[at + 1 :]], at, wanted)
        )

    @cached_property
    def prose(self) -> tuple[tuple[int, str], ...]:
        """The same without the titles of documents, which are what they are."""
        return tuple((at, without_titles(words)) for at, words in self.own)

    @cached_property
    def fixed(self) -> tuple[tuple[int, str], ...]:
        """The text above the signature, bare, without what officers typed into it."""
        entered = sorted(set(self._entered()), key=len, reverse=True)
        typed = re.compile("|".join(re.escape(each) for each in entered) or r"(?!)")
        return tuple(
            (at, typed.sub("…", bare(words))) for at, words in self.prose if at < self.signature
        )

    def _entered(self) -> Iterator[str]:
        """Give the lines that officers wrote about this case, long enough to be their own."""
        parts = [self.of("reply").get(name) for name in _ENTERED]
        parts += [*self.rows("withheld"), *self.rows("searches"), self.of("notice")]
        for text in leaves(parts):
            for line in text.splitlines() if isinstance(text, str) else ():
                if len(own := bare(without_titles(line)).rstrip(_STOPS)) >= _LEAST_ENTERED:
                    yield own

    @property
    def _quoted(self) -> tuple[str, ...]:
        case = self.of("case")
        return (str(case.get("content") or ""), str(case.get("corrected_content") or ""))


def leaves(value: object) -> Iterator[object]:
    """Give every value among the facts, however deep."""
    if isinstance(value, Mapping):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from leaves(part)
    else:
        yield value


def _run(lines: Sequence[str], first: int, wanted: str) -> range:
    """Give the lines, counted from `first`, that together say what is wanted; or none."""
    left = wanted
    for at, line in enumerate(lines, start=first):
        if not line or not left.startswith(line):
            break
        left = left[len(line) :]
        if not left:
            return range(first, at + 1)
    return range(0)

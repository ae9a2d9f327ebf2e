"""What goes out with a reply beside the letter: the files of the documents it discloses (附件)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from engine.cases.files import HELD, FileNotFound, media_type_of
from engine.cases.holdings import holding_of
from engine.law.letters import letter_kind
from engine.office import Office
from engine.store.cases import Attachment, Blob, Case
from engine.store.letters import Letter

_TITLE = 60  # characters: a name in Chinese takes three bytes each, and a folder has room for 255
_UNFIT = re.compile(r'[\x00-\x1f\\/:*?"<>|]')
_ENCLOSURES = "enclosures"


@dataclass(frozen=True)
class Enclosure:
    """One file that goes out with a letter; its content is known by its SHA-256, for good."""

    name: str
    media_type: str
    sha256: str


def content_with(content: Mapping[str, Any], enclosures: tuple[Enclosure, ...]) -> dict[str, Any]:
    """Write down with a letter's content what goes out with it."""
    return {**content, _ENCLOSURES: [asdict(each) for each in enclosures]}


def enclosures_of(letter: Letter) -> tuple[Enclosure, ...]:
    """List what goes out with a letter, as it was when the letter was drafted."""
    return tuple(Enclosure(**each) for each in letter.content.get(_ENCLOSURES, ()))


def enclosures_for(
    office: Office, case: Case, code: str, reply: Mapping[str, Any]
) -> tuple[Enclosure, ...]:
    """Find the files the drafter chose for the documents of a reply, in their order.

    Raises:
        FileNotFound: one of them is not there.
    """
    documents = reply.get("documents") or []
    if not letter_kind(code).final:
        return ()
    return tuple(
        enclosure
        for number, document in enumerate(documents, 1)
        for enclosure in _of_document(
            office, case, document, f"附件{number if len(documents) > 1 else ''}"
        )
    )


def content_of(office: Office, enclosure: Enclosure) -> bytes:
    """Give a file that goes out with a letter, byte for byte."""
    return office.session.get_one(Blob, enclosure.sha256).content


def _of_document(
    office: Office, case: Case, document: Mapping[str, Any], numbered: str
) -> Iterator[Enclosure]:
    files = document.get("files") or []
    title = _UNFIT.sub("_", str(document.get("title") or ""))[:_TITLE]
    for part, reference in enumerate(files, 1):
        filename, sha256 = _kept(office, case, str(reference))
        ending = filename.rpartition(".")[2].lower()
        number = f"{numbered}（{part}）" if len(files) > 1 else numbered
        yield Enclosure(f"{number} {title}.{ending}", media_type_of(filename), sha256)


def _kept(office: Office, case: Case, reference: str) -> tuple[str, str]:
    if reference.startswith(HELD):
        document = holding_of(office, int(reference.removeprefix(HELD)))
        if document.sha256 is None:
            raise FileNotFound
        return document.filename, document.sha256
    attachment = office.session.get(Attachment, int(reference))
    if attachment is None or attachment.case_id != case.id:
        raise FileNotFound
    return attachment.filename, attachment.sha256

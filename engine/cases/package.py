"""The published package a case runs on: its diagrams, forms and letter templates, read once."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Lock

from sqlalchemy.orm import Session

from engine.bpmn.definition import Definition, read_definition
from engine.documents import LetterTemplate, letter_files, read_template
from engine.errors import OfficeError
from engine.forms import Form, read_form
from engine.store.deployments import Deployment, current_deployment, files_of

ROOT_PROCESS = "disclosure"
"""The process that every application starts (政府信息公开申请办理)."""


class NothingPublished(OfficeError):
    """No package has been deployed."""

    code = "nothing_published"
    message = "尚未发布办理流程，暂时不能登记申请。请流程管理员先发布标准流程包。"


@dataclass(frozen=True)
class Package:
    """Everything that was frozen together under one deployment number."""

    deployment_id: int
    number: int
    definition: Definition
    files: Mapping[str, bytes]
    _forms: dict[str, Form] = field(default_factory=dict)
    _templates: dict[str, LetterTemplate] = field(default_factory=dict)

    def form(self, key: str) -> Form:
        """Give the form that a task's formKey names; KeyError if the package has none."""
        if key not in self._forms:
            self._forms[key] = read_form(self.files[f"forms/{key}.json"])
        return self._forms[key]

    def template(self, code: str) -> LetterTemplate:
        """Give the template of a letter code; TemplateRefused if the package has none."""
        if code not in self._templates:
            self._templates[code] = read_template(letter_files(self._letters(), code))
        return self._templates[code]

    def has_letter(self, code: str) -> bool:
        """Say whether the package has a template of this code."""
        return f"templates/letters/{code}/about.json" in self.files

    def _letters(self) -> dict[str, bytes]:
        root = "templates/letters/"
        return {
            path.removeprefix(root): content
            for path, content in self.files.items()
            if path.startswith(root)
        }


class _Shelf:
    """The packages read lately; a deployment never changes, so its hash is its name."""

    _KEPT = 8

    def __init__(self) -> None:
        self._packages: OrderedDict[str, Package] = OrderedDict()
        self._lock = Lock()

    def take(self, session: Session, deployment_id: int, content_hash: str) -> Package:
        with self._lock:
            package = self._packages.get(content_hash)
            if package is not None:
                self._packages.move_to_end(content_hash)
        if package is None:
            deployment = session.get_one(Deployment, deployment_id)
            package = _read(deployment, files_of(session, deployment.id))
            self._keep(content_hash, package)
        if package.deployment_id != deployment_id:
            return replace(package, deployment_id=deployment_id)
        return package

    def _keep(self, content_hash: str, package: Package) -> None:
        with self._lock:
            self._packages[content_hash] = package
            while len(self._packages) > self._KEPT:
                self._packages.popitem(last=False)


_shelf = _Shelf()


def shelved(session: Session, deployment_id: int, content_hash: str) -> Package:
    """Give the package a running case began with; its hash spares reading the deployment."""
    return _shelf.take(session, deployment_id, content_hash)


def current_package(session: Session, agency_id: int) -> Package:
    """Read the package on which new cases of the agency start.

    Raises:
        NothingPublished: none has been deployed.
    """
    deployment = current_deployment(session, agency_id)
    if deployment is None:
        raise NothingPublished
    return _shelf.take(session, deployment.id, deployment.content_hash)


def _read(deployment: Deployment, files: Mapping[str, bytes]) -> Package:
    folder = {path: content for path, content in files.items() if path.startswith("processes/")}
    diagrams = {path: content for path, content in folder.items() if path.endswith(".bpmn")}
    decisions = {path: content for path, content in folder.items() if path.endswith(".dmn")}
    definition = read_definition(diagrams, decisions, ROOT_PROCESS)
    return Package(deployment.id, deployment.number, definition, files)

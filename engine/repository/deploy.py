"""Publish a package: all of it, checked, under the next number, or nothing at all."""

import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from engine.errors import OfficeError
from engine.office import Office
from engine.repository.bundle import Bundle
from engine.repository.chronicle import tell
from engine.repository.findings import Finding, Severity
from engine.repository.lint import lint_bundle
from engine.roles import Permission, may
from engine.store.agencies import Agency
from engine.store.cases import Blob
from engine.store.deployments import (
    Deployment,
    DeploymentFile,
    current_deployment,
    deployments_of,
    files_of,
)


class MayNotPublish(OfficeError):
    """Only the process manager publishes."""

    code = "may_not_publish"
    message = "只有流程管理员可以发布流程。请联系流程管理员。"


class DeploymentRefused(OfficeError):
    """The package has errors; nothing of it was stored."""

    code = "deployment_refused"
    message = "流程包有{count}处错误，没有发布。第一处：{first}。请按检查结果逐项修改后重新发布。"

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep every finding for the page that lists them."""
        self.findings = tuple(findings)
        wrong = [finding for finding in findings if finding.severity is Severity.ERROR]
        super().__init__(count=len(wrong), first=str(wrong[0]))


class DeploymentNotFound(OfficeError):
    """No such version in this agency."""

    code = "deployment_not_found"
    message = "没有找到第{number}版流程。请从版本列表中选择。"


def deploy(
    office: Office, bundle: Bundle, actions: Collection[str], comment: str = ""
) -> Deployment:
    """Publish a package for the actor's agency; new cases run on it from now on.

    Publishing what is current already changes nothing and gives the current version.

    Raises:
        MayNotPublish: the actor is not the process manager.
        DeploymentRefused: the package has an error; nothing is stored.
    """
    _require_manager(office)
    findings = lint_bundle(bundle, actions)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise DeploymentRefused(findings)
    return keep(office, bundle, comment)


def versions(office: Office) -> list[Deployment]:
    """List the agency's versions, the newest first."""
    return deployments_of(office.session, office.actor.agency_id)


def bundle_of(office: Office, number: int) -> Bundle:
    """Give the files of a version.

    Raises:
        DeploymentNotFound: the agency has none of this number.
    """
    deployment = office.session.scalar(
        select(Deployment).where(
            Deployment.agency_id == office.actor.agency_id, Deployment.number == number
        )
    )
    if deployment is None:
        raise DeploymentNotFound(number=number)
    return Bundle(files_of(office.session, deployment.id))


def current_bundle(office: Office) -> Bundle | None:
    """Give the files of the version on which new cases run; None before the first."""
    current = current_deployment(office.session, office.actor.agency_id)
    return Bundle(files_of(office.session, current.id)) if current else None


def _require_manager(office: Office) -> None:
    if not may(office.actor.roles, Permission.PUBLISH):
        raise MayNotPublish


def keep(office: Office, bundle: Bundle, comment: str, restored: int | None = None) -> Deployment:
    """Store a package that was checked under the next number; the current one as it is."""
    session, agency_id = office.session, office.actor.agency_id
    session.get_one(Agency, agency_id, with_for_update=True)  # numbers are drawn one at a time
    current = current_deployment(session, agency_id)
    if current is not None and current.content_hash == bundle.content_hash:
        return current
    deployment = Deployment(
        agency_id=agency_id,
        number=current.number + 1 if current else 1,
        content_hash=bundle.content_hash,
        comment=comment,
        restored_from=restored,
        published_by_id=office.actor.id,
        published_by=office.actor.name,
        published_at=office.at,
    )
    session.add(deployment)
    session.flush()
    hashes = _keep_contents(office, bundle)
    session.add_all(
        DeploymentFile(deployment_id=deployment.id, path=path, sha256=sha256)
        for path, sha256 in hashes.items()
    )
    session.flush()
    told = {"version": deployment.number, "note": comment}
    tell(office, "published", f"发布第{deployment.number}版流程、表单和文书", told)
    return deployment


def _keep_contents(office: Office, bundle: Bundle) -> dict[str, str]:
    hashes = {path: hashlib.sha256(body).hexdigest() for path, body in bundle.files.items()}
    contents = dict(zip(hashes.values(), bundle.files.values(), strict=True))
    known = set(office.session.scalars(select(Blob.sha256).where(Blob.sha256.in_(contents))))
    for sha256 in sorted(contents.keys() - known):
        row = {"sha256": sha256, "size": len(contents[sha256]), "content": contents[sha256]}
        with suppress(IntegrityError), office.session.begin_nested():  # another keeps it now
            office.session.execute(insert(Blob).values(row))
    return hashes

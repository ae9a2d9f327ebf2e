"""Publishing: whole or not at all, numbers that grow, versions that can come back."""

import hashlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from engine.cases.actions import ACTIONS
from engine.repository import deploy as repository
from engine.repository.bundle import Bundle
from engine.store.cases import Blob
from engine.store.deployments import Deployment, DeploymentFile, current_deployment
from engine.store.engines import SessionFactory
from tests.conftest import Desk

FORM = "forms/sign.json"


def changed(bundle: Bundle) -> Bundle:
    """The same package with a blank more in one form."""
    return bundle.with_file(FORM, bundle.files[FORM] + b"\n")


def current(desk: Desk) -> Bundle:
    bundle = repository.current_bundle(desk("manager"))
    assert bundle is not None
    return bundle


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize("who", ["clerk", "head", "administrator", "auditor"])
def test_only_the_process_manager_publishes(office: Desk, who: str):
    with pytest.raises(repository.MayNotPublish):
        repository.deploy(office(who), current(office), ACTIONS)


def test_every_file_is_kept_as_it_was(office: Desk, deployed: Deployment):
    again = repository.bundle_of(office("manager"), deployed.number)
    assert again.content_hash == deployed.content_hash


def test_numbers_grow_and_new_cases_run_on_the_newest(office: Desk, deployed: Deployment):
    second = repository.deploy(office("manager"), changed(current(office)), ACTIONS, "空行")
    assert (second.number, second.comment) == (deployed.number + 1, "空行")
    assert current_deployment(office.session, office.agency_id) is second
    assert [each.number for each in repository.versions(office("manager"))] == [2, 1]


def test_publishing_what_is_current_changes_nothing(office: Desk, deployed: Deployment):
    again = repository.deploy(office("manager"), current(office), ACTIONS)
    assert again.id == deployed.id


@pytest.mark.usefixtures("deployed")
def test_contents_are_kept_once(office: Desk):
    before = office.session.scalar(select(func.count()).select_from(Blob))
    repository.deploy(office("manager"), changed(current(office)), ACTIONS)
    after = office.session.scalar(select(func.count()).select_from(Blob))
    assert after == before + 1


def test_nothing_is_stored_of_a_package_with_an_error(office: Desk, deployed: Deployment):
    broken = changed(current(office)).without_file("forms/register.json")
    with pytest.raises(repository.DeploymentRefused) as refusal:
        repository.deploy(office("manager"), broken, ACTIONS)
    assert {finding.rule for finding in refusal.value.findings} == {"form_exists"}
    assert current_deployment(office.session, office.agency_id) is deployed
    files = select(func.count()).select_from(DeploymentFile)
    assert office.session.scalar(files) == len(current(office).files)


def test_what_another_agency_publishes_at_the_same_moment_stands_in_nobodys_way(
    office: Desk, deployed: Deployment, sessions: SessionFactory
):
    package = changed(current(office))
    body = package.files[FORM]
    number = deployed.number
    office.commit()
    kept = threading.Event()

    def publish_elsewhere() -> None:
        with sessions.open_session(writer=True) as session:
            session.add(Blob(sha256=hashlib.sha256(body).hexdigest(), size=len(body), content=body))
            session.flush()
            kept.set()
            time.sleep(0.3)
            session.commit()

    with ThreadPoolExecutor(1) as elsewhere:
        done = elsewhere.submit(publish_elsewhere)
        assert kept.wait(10)
        published = repository.deploy(office("manager"), package, ACTIONS)
        done.result()
    assert published.number == number + 1
    assert repository.bundle_of(office("manager"), published.number).files[FORM] == body


def test_versions_of_another_agency_do_not_exist(office: Desk, deployed: Deployment):
    deployed.agency_id = office.other_agency().id
    office.session.flush()
    with pytest.raises(repository.DeploymentNotFound):
        repository.bundle_of(office("manager"), deployed.number)
    assert repository.current_bundle(office("manager")) is None

"""Publishing: whole or not at all, numbers that grow, versions that can come back."""

import pytest
from sqlalchemy import func, select

from engine.cases.actions import ACTIONS
from engine.repository import deploy as repository
from engine.repository.bundle import Bundle
from engine.store.cases import Blob
from engine.store.deployments import Deployment, DeploymentFile, current_deployment
from tests.conftest import Desk

FORM = "forms/sign.json"


def changed(bundle: Bundle) -> Bundle:
    """The same package with a blank more in one form."""
    return bundle.with_file(FORM, bundle.files[FORM] + b"\n")


def current(desk: Desk) -> Bundle:
    bundle = repository.current_bundle(desk("manager"))
    assert bundle is not None
    return bundle


@pytest.mark.parametrize("who", ["clerk", "head", "administrator", "auditor"])
def test_only_the_process_manager_publishes(office: Desk, deployed: Deployment, who: str):
    with pytest.raises(repository.MayNotPublish):
        repository.deploy(office(who), current(office), ACTIONS)
    with pytest.raises(repository.MayNotPublish):
        repository.restore(office(who), deployed.number, ACTIONS)


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


def test_an_earlier_version_comes_back_as_a_new_one(office: Desk, deployed: Deployment):
    repository.deploy(office("manager"), changed(current(office)), ACTIONS)
    restored = repository.restore(office("manager"), deployed.number, ACTIONS)
    assert (restored.number, restored.restored_from) == (3, 1)
    assert restored.content_hash == deployed.content_hash


def test_versions_of_another_agency_do_not_exist(office: Desk, deployed: Deployment):
    deployed.agency_id = office.other_agency().id
    office.session.flush()
    with pytest.raises(repository.DeploymentNotFound):
        repository.bundle_of(office("manager"), deployed.number)
    assert repository.current_bundle(office("manager")) is None

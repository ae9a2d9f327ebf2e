"""首次启用: an empty house is founded, and the standard package published in the same act."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engine.cases.actions import ACTIONS
from engine.cli.content import STANDARD
from engine.office import Actor, Office
from engine.people.calendars import calendar_of
from engine.people.founding import found
from engine.repository.bundle import read_folders
from engine.repository.deploy import deploy
from engine.roles import Role
from engine.store.people import Person


def found_house(session: Session, values: Mapping[str, str], at: datetime) -> Person:
    """Found the agency and its administrator, so that an application can be registered at once.

    Raises:
        FoundedAlready, SettingsRefused.
        DeploymentRefused: the standard package has errors; nothing was founded.
    """
    person = found(session, values, at)
    publish_standard(session, person.agency_id, at)
    return person


def publish_standard(session: Session, agency_id: int, at: datetime) -> None:
    """Publish the standard package for an agency, on behalf of the system."""
    actor = Actor(None, "系统", agency_id, None, frozenset({Role.MANAGER}))
    office = Office(session, calendar_of(session, agency_id), actor, at)
    deploy(office, read_folders(STANDARD), ACTIONS, "标准流程")

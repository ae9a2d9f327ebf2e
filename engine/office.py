"""What a use case is given: who acts, when, and against which records."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.law.calendar import WorkingCalendar


@dataclass(frozen=True)
class Actor:
    """The person (or the clock) on whose behalf an act is done.

    `id` is None for acts of the system itself, such as a timer that fires.
    """

    id: int | None
    name: str
    agency_id: int
    department_id: int | None
    roles: frozenset[str]


@dataclass(frozen=True)
class Office:
    """One sitting of the office: one actor, one moment, one transaction."""

    session: Session
    calendar: WorkingCalendar
    actor: Actor
    at: datetime

    @property
    def today(self) -> date:
        """The legal day of the act: the date of `at` in its own (local) zone."""
        return self.at.date()

"""One run of the reply period: from its day zero, past the days that do not count, to its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from engine.law.calendar import WorkingCalendar
from engine.law.consultation import Suspension
from engine.law.deadlines import ANSWER_WITHIN
from engine.law.options import ExtensionCount
from engine.law.statutory import ONE_DAY


@dataclass
class Term:
    """A reply period under way.

    Attributes:
        start: the day that set it off: receipt, corrected application, or payment.
        zero: the day before its first countable day.
        excluded: day → what excludes it; shared by all terms of a case.
        extension: working days added.
        extended_to: the due day the applicant was told when they were added.
        fixed_due: the delayed day of reply, once one is fixed (条例第三十五条).
    """

    start: date
    zero: date
    calendar: WorkingCalendar
    excluded: Mapping[date, Suspension]
    ext_count: ExtensionCount
    extension: int = 0
    extended_to: date | None = None
    fixed_due: date | None = None
    reason: str = field(default="")
    article: str = field(default="")

    def counts(self, day: date) -> bool:
        """Say whether `day`, inside the period, uses up one of its working days."""
        return self.calendar.is_working_day(day) and day not in self.excluded

    def nth_day(self, days: int) -> date:
        """Return the day on which `days` working days have been counted."""
        day = self.zero
        while days:
            day += ONE_DAY
            days -= self.counts(day)
        return day

    def base_due(self) -> date:
        """Return the due day without extension, exclusions made."""
        return self.nth_day(ANSWER_WITHIN)

    def original_due(self) -> date:
        """Return the due day with neither extension nor exclusions."""
        return self.calendar.add_working_days(self.zero, ANSWER_WITHIN)

    def due(self) -> date:
        """Return the due day in force."""
        if self.fixed_due is not None:
            return self.fixed_due
        if self.extension and self.ext_count is ExtensionCount.ORIGINAL_DUE:
            extended = self.calendar.add_working_days(self.original_due(), self.extension)
            return max(self.base_due(), extended)
        return self.nth_day(ANSWER_WITHIN + self.extension)

    def due_as_of(self, told: date) -> date:
        """Return the due day as it stood on a day: what was excluded later was not yet known."""
        known = {day: why for day, why in self.excluded.items() if day <= told}
        return replace(self, excluded=known).due()

    def counted(self, through: date) -> int:
        """Count the days used up to and including `through`; after the due day none is excluded."""
        due = self.due()
        used, day = 0, self.zero
        while day < through:
            day += ONE_DAY
            used += self.counts(day) if day <= due else self.calendar.is_working_day(day)
        return used

    def excluded_workdays(self) -> int:
        """Count the working days that were excluded up to the due day."""
        due = self.due()
        return sum(
            self.zero < day <= due and self.calendar.is_working_day(day) for day in self.excluded
        )

"""How days, moments and numbers are written on a page.

A page of the day leaves out the year of today, and only that; a record never leaves it out.
"""

from datetime import date, datetime

_WEEKDAYS = "一二三四五六日"
_HOUR = 3600
_YESTERDAY = 2
_PHONE = 7  # digits, at least


def short_day(day: date | None, today: date | None = None) -> str:
    """Write 11月20日, with its year when that is not today's; an unknown day is a dash."""
    if day is None or (today is not None and day.year != today.year):
        return full_day(day)
    return f"{day.month}月{day.day}日"


def full_day(day: date | None) -> str:
    """Write 2026年11月20日; an unknown day is a dash."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "—"


def weekday(day: date) -> str:
    """Write 周五."""
    return f"周{_WEEKDAYS[day.weekday()]}"


def long_weekday(day: date) -> str:
    """Write 星期五."""
    return f"星期{_WEEKDAYS[day.weekday()]}"


def day_and_hour(at: datetime, today: date | None = None) -> str:
    """Write 11月20日 17:02, with its year when that is not today's."""
    return f"{short_day(at.date(), today)} {at:%H:%M}"


def full_moment(at: datetime) -> str:
    """Write 2026年11月20日 17:02, as a record has to be read in any year."""
    return f"{full_day(at.date())} {at:%H:%M}"


def ago(at: datetime, now: datetime) -> str:
    """Write how long ago it was, ever more coarsely."""
    seconds = (now - at).total_seconds()
    days = (now.date() - at.date()).days
    if days == 0 and seconds < _HOUR:
        return f"{max(1, int(seconds // 60))} 分钟前"
    if days == 0:
        return f"今天 {at:%H:%M}"
    if days < _YESTERDAY:
        return "昨天"
    return short_day(at.date(), now.date())


def file_size(size: int) -> str:
    """Write 820 B, 12 KB or 1.2 MB."""
    kilobyte = 1024
    if size < kilobyte:
        return f"{size} B"
    if size < kilobyte**2:
        return f"{size / kilobyte:.0f} KB"
    return f"{size / kilobyte**2:.1f} MB"


def shade(name: str) -> int:
    """Pick one of five avatar colours for a name, always the same one."""
    return sum(map(ord, name)) % 5 + 1


def masked(text: str) -> str:
    """Hide the middle of a telephone number or of the name in an address for mail."""
    name, at, place = text.partition("@")
    if at:
        return f"{name[:2]}***@{place}"
    return f"{text[:3]}****{text[-4:]}" if len(text) >= _PHONE else text[:1] + "***"


FILTERS = {
    "full_day": full_day,
    "weekday": weekday,
    "long_weekday": long_weekday,
    "full_moment": full_moment,
    "masked": masked,
    "file_size": file_size,
    "shade": shade,
}

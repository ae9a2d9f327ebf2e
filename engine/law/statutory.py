"""The days off that the law itself fixes, for years whose notice is not out yet.

Source: 全国年节及纪念日放假办法 (2024-11-10 revision, in force from 2025), arts. 2 and 6. The
lunar dates stand in `holidays/lunar.toml`; Qingming is a solar term and is computed.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

SATURDAY = 5
ONE_DAY = timedelta(days=1)
THIRTEEN_DAYS_SINCE = 2025
"""From this year New Year's Eve and 2 May are days off (国务院令第795号)."""


@lru_cache(maxsize=256)
def statutory_days_off(year: int) -> Mapping[date, str]:
    """Return the days off by law alone, each with its festival, compensation included.

    A festival day on a Saturday or Sunday is made good on the next weekday that is not
    off already (放假办法第六条：适逢周六、周日，应当在工作日补假).
    """
    festivals = festival_days(year)
    days = dict(festivals)
    for day in sorted(festivals):
        if day.weekday() >= SATURDAY:
            days[_next_free_weekday(day, days)] = f"{festivals[day]}补假"
    return MappingProxyType(days)


def festival_days(year: int) -> dict[date, str]:
    """Return the festival days themselves (放假办法第二条), without compensation."""
    days = {date(year, 1, 1): "元旦"}
    days.update(_lunar_festivals(year))
    days[qingming(year)] = "清明节"
    days[date(year, 5, 1)] = "劳动节"
    if year >= THIRTEEN_DAYS_SINCE:
        days[date(year, 5, 2)] = "劳动节"
    days.update({date(year, 10, n): "国庆节" for n in (1, 2, 3)})
    return days


def qingming(year: int) -> date:
    """Return the day of the solar term 清明 by the mean tropical year (exact for 2000 to 2100)."""
    since = year - 2000
    leap_days = since // 4 - since // 100
    return date(year, 4, int(since * 0.2422 + 4.81) - leap_days)


@lru_cache(maxsize=1)
def lunar_years() -> Mapping[int, tuple[date, date, date]]:
    """Return year → (春节初一, 端午节, 中秋节) as far as the table reaches."""
    table = tomllib.loads(files("engine.law").joinpath("holidays/lunar.toml").read_text("utf-8"))
    years = {}
    for year, (spring, dragon_boat, autumn) in table["festivals"].items():
        years[int(year)] = (
            date.fromisoformat(f"{year}-{spring}"),
            date.fromisoformat(f"{year}-{dragon_boat}"),
            date.fromisoformat(f"{year}-{autumn}"),
        )
    return MappingProxyType(years)


def _lunar_festivals(year: int) -> dict[date, str]:
    if year not in lunar_years():
        return {}
    new_year, dragon_boat, autumn = lunar_years()[year]
    first = -1 if year >= THIRTEEN_DAYS_SINCE else 0
    days = {new_year + timedelta(days=n): "春节" for n in range(first, 3)}
    return days | {dragon_boat: "端午节", autumn: "中秋节"}


def _next_free_weekday(day: date, taken: Mapping[date, str]) -> date:
    while day.weekday() >= SATURDAY or day in taken:
        day += ONE_DAY
    return day

"""The lunar festivals and Qingming, against the sky.

New moons after Meeus, Astronomical Algorithms, ch. 49; the sun after ch. 25; months and leap
months after GB/T 33661-2017: the winter solstice falls in the eleventh month, and the first
month without a principal term in a year of thirteen months is the leap month.
"""

import math
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from engine.law.statutory import festival_days, lunar_years, qingming, statutory_days_off


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Compute each year afresh: the product remembers a year once it is computed."""
    statutory_days_off.cache_clear()


J2000 = datetime(2000, 1, 1, 12)  # noqa: DTZ001  # terrestrial time, turned to UTC+8 below
JD_J2000 = 2451545.0
MOON = [
    *((-0.40720, 0, 0, 1, 0), (0.17241, 1, 1, 0, 0), (0.01608, 0, 0, 2, 0), (0.01039, 0, 0, 0, 2)),
    *((0.00739, 1, -1, 1, 0), (-0.00514, 1, 1, 1, 0), (0.00208, 2, 2, 0, 0)),
    *((-0.00111, 0, 0, 1, -2), (-0.00057, 0, 0, 1, 2), (0.00056, 1, 1, 2, 0)),
    *((-0.00042, 0, 0, 3, 0), (0.00042, 1, 1, 0, 2), (0.00038, 1, 1, 0, -2)),
    *((-0.00024, 1, -1, 2, 0), (-0.00007, 0, 2, 1, 0), (0.00004, 0, 0, 2, -2)),
    *((0.00004, 0, 3, 0, 0), (0.00003, 0, 1, 1, -2), (0.00003, 0, 0, 2, 2)),
]
PLANETS = [
    *((299.77, 0.107408, 325), (251.88, 0.016321, 165), (251.83, 26.651886, 164)),
    *((349.42, 36.412478, 126), (84.66, 18.206239, 110), (141.74, 53.303771, 62)),
    *((207.14, 2.453732, 60), (154.84, 7.306860, 56), (34.52, 27.261239, 47)),
    *((207.19, 0.121824, 42), (291.34, 1.844379, 40), (161.72, 24.198154, 37)),
]


def in_china(julian_day, year):
    t = year - 2000
    slow = 62.92 + 0.32217 * t + 0.005589 * t * t
    if year >= 2050:
        slow = -20 + 32 * ((year - 1820) / 100) ** 2 - 0.5628 * (2150 - year)
    return (J2000 + timedelta(days=julian_day - JD_J2000, seconds=8 * 3600 - slow)).date()


def new_moon(k):
    t = k / 1236.85
    e = 1 - 0.002516 * t - 0.0000074 * t * t
    sun = 2.5534 + 29.10535670 * k - 0.0000014 * t * t
    moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t
    node = 160.7108 + 390.67050284 * k - 0.0016118 * t * t
    day = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
    for size, power, a, b, c in MOON:
        day += size * e**power * math.sin(math.radians(a * sun + b * moon + c * node))
    omega = 124.7746 - 1.56375588 * k + 0.0020672 * t * t
    day -= 0.00017 * math.sin(math.radians(omega))
    for start, speed, size in PLANETS:
        day += size * 1e-6 * math.sin(math.radians(start + speed * k))
    return day


def longitude(julian_day):
    t = (julian_day - JD_J2000) / 36525
    m = math.radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    center = (1.914602 - 0.004817 * t) * math.sin(m)
    center += (0.019993 - 0.000101 * t) * math.sin(2 * m) + 0.000289 * math.sin(3 * m)
    omega = math.radians(125.04 - 1934.136 * t)
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    return (mean + center - 0.00569 - 0.00478 * math.sin(omega)) % 360


def term(year, degrees):
    """Return the day on which the sun reaches a longitude, counted from the spring equinox."""
    julian_day = (
        JD_J2000
        + (year - 2000) * 365.2422
        + 79
        + (degrees if degrees < 280 else degrees - 360) * 1.0146
    )
    for _ in range(20):
        julian_day += ((degrees - longitude(julian_day) + 180) % 360 - 180) * 1.01456
    return in_china(julian_day, year)


def first_days_of_months(year):
    """Return lunar month → its first day, for the months from the last solstice to the next."""
    solstice, next_solstice = term(year - 1, 270), term(year, 270)
    first = int((year - 2001) * 12.3685) + 8
    moons = [in_china(new_moon(k), year) for k in range(first, first + 22)]
    moons = moons[max(i for i, day in enumerate(moons) if day <= solstice) :]
    moons = moons[: max(i for i, day in enumerate(moons) if day <= next_solstice) + 1]
    after_solstice = (*range(300, 360, 30), *range(0, 270, 30))
    principal = [term(year - 1, 270), *(term(year, degrees) for degrees in after_solstice)]
    leap_seen = len(moons) - 1 != 13
    months, month = {}, 10
    for start, end in pairwise(moons):
        if not leap_seen and not any(start <= day < end for day in principal):
            leap_seen = True
            continue
        month = month % 12 + 1
        months[month] = start
    return months


@pytest.mark.parametrize("year", sorted(lunar_years()))
def test_the_lunar_festivals_stand_as_the_moon_has_them(year):
    months = first_days_of_months(year)
    sky = (months[1], months[5] + timedelta(days=4), months[8] + timedelta(days=14))
    assert lunar_years()[year] == sky


@pytest.mark.parametrize("year", range(2000, 2101))
def test_qingming_stands_as_the_sun_has_it(year):
    assert qingming(year) == term(year, 15)


def test_the_table_reaches_to_2100_and_beyond_it_nothing_fails():
    assert set(lunar_years()) == set(range(2000, 2101))
    assert date(2150, 10, 1) in statutory_days_off(2150)
    assert "春节" not in festival_days(2150).values()


@pytest.mark.parametrize("year", range(2025, 2101))
def test_the_law_gives_thirteen_days_each_made_good_when_it_falls_on_a_weekend(year):
    festivals, off = festival_days(year), statutory_days_off(year)
    coinciding = 13 - len(festivals)
    assert coinciding in {0, 1}
    weekends = [day for day in festivals if day.weekday() >= 5]
    assert len(off) == len(festivals) + len(weekends)
    made_good = set(off) - set(festivals)
    assert all(day.weekday() < 5 for day in made_good)
    assert all(off[day].endswith("补假") for day in made_good)


def test_every_festival_of_2027_has_its_name():
    off = statutory_days_off(2027)
    names = {day.isoformat()[5:]: name for day, name in off.items()}
    assert names == {
        "01-01": "元旦",
        "02-05": "春节",
        "02-06": "春节",
        "02-07": "春节",
        "02-08": "春节",
        "02-09": "春节补假",
        "02-10": "春节补假",
        "04-05": "清明节",
        "05-01": "劳动节",
        "05-02": "劳动节",
        "05-03": "劳动节补假",
        "05-04": "劳动节补假",
        "06-09": "端午节",
        "09-15": "中秋节",
        "10-01": "国庆节",
        "10-02": "国庆节",
        "10-03": "国庆节",
        "10-04": "国庆节补假",
        "10-05": "国庆节补假",
    }


def test_before_2025_the_law_gave_eleven_days():
    assert len(festival_days(2019)) == 11
    assert date(2019, 2, 4) not in festival_days(2019)
    assert date(2019, 5, 2) not in festival_days(2019)
    assert date(2025, 1, 28) in festival_days(2025)
    assert date(2025, 5, 2) in festival_days(2025)

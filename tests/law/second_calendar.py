"""Working days and receipts for the second clock, from the table of another publisher."""

from bisect import bisect_right
from datetime import date, timedelta

import chinese_calendar

DAY = timedelta(days=1)
OFF_2027 = {
    *(date(2027, 1, 1), date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)),
    *(date(2027, 2, n) for n in range(5, 11)),
    *(date(2027, 5, n) for n in range(1, 5)),
    *(date(2027, 10, n) for n in range(1, 6)),
}


def works(day):
    if day.year == 2027:
        return day.weekday() < 5 and day not in OFF_2027
    return chinese_calendar.is_workday(day)


EVERY_DAY = [date(2019, 1, 1) + n * DAY for n in range(365 * 9)]
EVERY_DAY = [day for day in EVERY_DAY if day.year <= 2027]
WORKDAYS = [day for day in EVERY_DAY if works(day)]


def nth(zero, number, without=frozenset()):
    """Walk to the n-th working day after `zero` that is not in `without`."""
    index = bisect_right(WORKDAYS, zero)
    while True:
        number -= WORKDAYS[index] not in without
        if number == 0:
            return WORKDAYS[index]
        index += 1


def next_open(day):
    return day if works(day) else nth(day, 1)


def span(first, last):
    return {first + n * DAY for n in range((last - first).days + 1)}


def what_is_known(events, on):
    """Strike out of every event what lies after `on`; drop those that begin after it."""
    known = []
    for event in events:
        dates = {k: v for k, v in event.items() if isinstance(v, date) and k != "new_due"}
        begin = [event[k] for k in ("issued", "date", "sent") if isinstance(event.get(k), date)]
        if event["type"] in {"received", "reply", "extension", "delayed_reply_notice"}:
            begin = [min(dates.values())]
        if begin[0] <= on:
            known.append({k: v for k, v in event.items() if k not in dates or v <= on})
    return known


def receipt_of(event, config):
    how = config.get("internet_receipt", "confirmed")
    match event["channel"]:
        case "in_person" | "oral":
            return event.get("date")
        case "registered_mail":
            to_organ = event.get("addressed_to", "organ") == "organ"
            by_signature = to_organ and config.get("mailroom_receipt", "signed") == "signed"
            return event.get("signed") if by_signature else event.get("confirmed")
        case "internet" if how != "confirmed" and event.get("submitted"):
            return event["submitted"] if how == "submitted" else next_open(event["submitted"])
        case _:
            return event.get("confirmed")

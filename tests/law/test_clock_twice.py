"""Two clocks, written apart, agree on ten thousand random histories."""

import random
from datetime import date, timedelta

import pytest

from engine.law.calendar import published_calendar
from engine.law.clock import read_clock
from engine.law.rules import Rules
from tests.law.second_clock import Case

SEED = 20190515
HISTORIES = 10_000
FIRST_DAY, LAST_DAY = date(2019, 5, 15), date(2026, 11, 30)
CHOICES = {
    "count_start": ["next_day", "same_day"],
    "internet_receipt": ["confirmed", "submitted", "arrived_next_workday"],
    "mailroom_receipt": ["signed", "confirmed"],
    "correction_period": [7, 10, 15],
    "correction_period_start": ["delivered", "issued"],
    "late_correction_notice": ["no_restart", "restart", "flag"],
    "corrections_allowed": [1, 2],
    "correction_clock": ["restart", "pause"],
    "consult_interval": ["open", "closed", "delivered"],
    "consult_cap": ["cap", "actual"],
    "agency_scope": [["joint_producer"], ["joint_producer", "other", "internal"]],
    "secrecy_referral_excluded": [True, False],
    "huishang_excluded": ["written_only", "always", "never"],
    "ext_after_consult": [True, False],
    "ext_count": ["adjusted_due", "original_due"],
    "ext_notice_effect": ["both_by_due", "approved_by_due"],
    "art35_pause": [True, False],
    "delayed_max": [None, 10, 30],
    "fee_restart": ["restart", "pause"],
    "fee_before_correction": [True, False],
    "e_delivery_time": ["sent", "received", "read"],
}
ROLES = ["joint_producer", "other", "lower_government", "internal", "superior", "secrecy_authority"]


def a_config(rng):
    keys = rng.sample(sorted(CHOICES), rng.choice([0, 0, 1, 2, 5]))
    return {key: rng.choice(CHOICES[key]) for key in keys}


def later(rng, day, most):
    return day + timedelta(days=rng.randint(0, most))


def maybe(rng, value, chance=0.7):
    return value if rng.random() < chance else None


def a_receipt(rng, day):
    channel = rng.choice(
        ["in_person", "in_person", "oral", "registered_mail", "ordinary_mail", "internet", "fax"]
    )
    confirmed = maybe(rng, later(rng, day, 5), 0.95)
    fields = {
        "in_person": {"date": day},
        "oral": {"date": day},
        "registered_mail": {
            "posted": day,
            "signed": maybe(rng, later(rng, day, 3), 0.95),
            "addressed_to": rng.choice(["organ", "organ", "other"]),
            "confirmed": confirmed,
        },
        "ordinary_mail": {"arrived": day, "confirmed": confirmed},
        "internet": {"submitted": day, "confirmed": confirmed},
        "fax": {"submitted": day, "confirmed": confirmed},
    }
    return {"type": "received", "channel": channel, **fields[channel]}


def a_correction(rng, day):
    issued = later(rng, day, 14)
    delivered = later(rng, issued, 6)
    period = rng.choice([{}, {"period_workdays": rng.randint(3, 20)}, {"period_days": 15}])
    yield {"type": "correction_notice", "issued": issued, "delivered": delivered, **period}
    if rng.random() < 0.7:
        received = {"type": "correction_received", "date": later(rng, delivered, 30)}
        yield received | rng.choice([{}, {}, {"excused": True}])


def a_consultation(rng, day, party):
    sent = later(rng, day, 45)
    delivered = maybe(rng, later(rng, sent, 6), 0.9)
    letter = {
        "party": party,
        "sent": sent,
        "delivered": delivered,
        "replied": maybe(rng, later(rng, delivered or sent, 40)),
    }
    if rng.random() < 0.5:
        yield {"type": "third_party_consult", **letter}
    else:
        days = rng.choice([None, 3, 5, 10, 20])
        yield {
            "type": "agency_consult",
            "role": rng.choice(ROLES),
            "period_workdays": days,
        } | letter


def a_side_question(rng, day):
    sent = later(rng, day, 30)
    letter = {"sent": sent, "replied": maybe(rng, later(rng, sent, 20))}
    if rng.random() < 0.5:
        yield {"type": "secrecy_referral", **letter}
    else:
        yield {"type": "conference", "written": rng.random() < 0.5, **letter}


def a_fee(rng, day):
    issued = later(rng, day, 40)
    delivered = later(rng, issued, 5)
    yield {"type": "fee_notice", "issued": issued, "delivered": delivered}
    if rng.random() < 0.7:
        paid = {"type": "fee_paid", "date": later(rng, delivered, 35)}
        yield paid | rng.choice([{}, {}, {"excused": True}])


def an_extension(rng, day):
    approved = later(rng, day, 60)
    yield {
        "type": "extension",
        "approved": approved,
        "notified": maybe(rng, later(rng, approved, 3), 0.95),
        "workdays": rng.choice([1, 5, 10, 20, 20, 20, 25, 0]),
    }


def reasons(rng, day):
    asked = later(rng, day, 10)
    yield {"type": "reasons_requested", "date": asked}
    if rng.random() < 0.8:
        yield {"type": "reasons_received", "date": later(rng, asked, 15)}
    if rng.random() < 0.5:
        told = later(rng, asked, 25)
        new_due = later(rng, told, 60)
        yield {"type": "delayed_reply_notice", "notified": told, "new_due": new_due}


def a_reply(rng, day):
    issued = later(rng, day, 70)
    served = later(rng, issued, 2)
    way = rng.choice(["mailed", "handed", "sent"])
    reply = {"type": "reply", "issued": issued, way: served}
    if rng.random() < 0.6:
        reply["delivered"] = later(rng, served, 4)
        reply["read"] = maybe(rng, later(rng, reply["delivered"], 3))
    if rng.random() < 0.5:
        reply["decision"] = rng.choice(["grant", "deny.process", "unable.not_held"])
    yield reply


def a_history(rng):
    days = (LAST_DAY - FIRST_DAY).days
    day = FIRST_DAY + timedelta(days=rng.randint(0, days))
    events = [a_receipt(rng, day)]
    for party in "ABC"[: rng.choice([0, 0, 1, 1, 2, 3])]:
        events += a_consultation(rng, day, party)
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        events += a_correction(rng, day)
    if rng.random() < 0.5:
        events += an_extension(rng, day)
    if rng.random() < 0.1:
        events += an_extension(rng, day)
    for part, chance in [(a_fee, 0.25), (a_side_question, 0.25), (reasons, 0.2), (a_reply, 0.4)]:
        if rng.random() < chance:
            events += part(rng, day)
    if rng.random() < 0.05:
        events.append({"type": "withdrawn", "date": later(rng, day, 40)})
    return without_ties(events)


def without_ties(events):
    """Leave out what is of the same kind on the same day: only the order told could rank it."""
    seen, kept = set(), []
    for event in events:
        day = event.get("notified") or event.get("issued") or event.get("approved")
        tie = (event["type"], day or event.get("date"), event.get("party"), event.get("sent"))
        if tie not in seen:
            seen.add(tie)
            kept.append(event)
    return kept


def in_pieces(rng, events):
    """Tell the same history as a live case does: wholes first, the rest as it becomes known."""
    pieces = []
    for event in events:
        if event["type"] in {"third_party_consult", "agency_consult"} and rng.random() < 0.5:
            for field, name in (("delivered", "consult_delivered"), ("replied", "consult_replied")):
                if event.get(field):
                    piece = {"type": name, "party": event["party"], "date": event[field]}
                    pieces.append(piece)
            event = {k: v for k, v in event.items() if k not in {"delivered", "replied"}}  # noqa: PLW2901
        pieces.append(event)
    rng.shuffle(pieces)
    return pieces


def as_text(events):
    return [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in e.items()}
        for e in events
    ]


@pytest.mark.parametrize("hundred", range(HISTORIES // 100))
def test_two_clocks_agree_on_a_hundred_histories(hundred):
    rng = random.Random(f"{SEED}/{hundred}")
    calendar = published_calendar()
    for number in range(100):
        events, config = a_history(rng), a_config(rng)
        began = min(value for value in events[0].values() if isinstance(value, date))
        on = maybe(rng, later(rng, began, 80), 0.5)
        expected = Case(events, config, on).run()
        told = as_text(in_pieces(rng, events))
        reading = read_clock(told, calendar, Rules.from_config(config), on)
        found = {name: getattr(reading, name) for name in expected}
        assert found == expected, (number, config, on, events)

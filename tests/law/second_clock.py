"""The reply period a second time, written from the articles alone, to check the first.

It shares nothing with the product: plain dicts in, plain dicts out, the holiday table of
another publisher, and lists of days instead of a fold. It is slow and reads like a checklist.
"""

from bisect import bisect_right
from datetime import date

from tests.law.second_calendar import (
    DAY,
    WORKDAYS,
    next_open,
    nth,
    receipt_of,
    span,
    what_is_known,
)


class Case:
    """One run of the checklist."""

    def __init__(self, events, config, on=None):
        self.config = config
        self.whole = on is None
        self.events = events if on is None else what_is_known(events, on)
        self.on = on
        self.out = {}

    def option(self, key, default):
        value = self.config.get(key)
        return default if value is None else value

    def zero_of(self, trigger):
        return trigger - DAY if self.option("count_start", "next_day") == "same_day" else trigger

    def of_type(self, *types):
        return [event for event in self.events if event["type"] in types]

    def run(self):
        received = self.of_type("received")
        self.receipt = receipt_of(received[0], self.config) if received else None
        if self.receipt is None or (self.on is not None and self.receipt > self.on):
            return {"state": "not_started", "receipt_date": None}
        dates = [
            value
            for event in self.events
            for key, value in event.items()
            if isinstance(value, date) and key != "new_due"
        ]
        self.end = self.on or max([self.receipt, *dates])
        self.served = self.service_day()
        self.without = self.days_of_consulting()
        self.begin(self.receipt, self.zero_of(self.receipt))
        self.notices, self.fees, self.waits = [], [], {}
        self.verdict = self.left_on = self.gone = None
        self.by_day()
        return self.result()

    def begin(self, start, zero):
        self.start, self.zero, self.extra, self.fixed = start, zero, 0, None

    def base(self):
        return nth(self.zero, 20, self.without)

    def due(self):
        if self.fixed:
            return self.fixed
        if self.extra and self.option("ext_count", "adjusted_due") == "original_due":
            return max(self.base(), nth(self.zero, 20 + self.extra))
        return nth(self.zero, 20 + self.extra, self.without)

    def service_day(self):
        found, delivered = [], None
        for event in self.of_type("reply"):
            found += [event[k] for k in ("mailed", "handed") if event.get(k)]
            delivered = event.get("delivered")
            if event.get("sent"):
                key = {"sent": "sent", "received": "delivered", "read": "read"}
                electronic = event.get(key[self.option("e_delivery_time", "sent")])
                found += [electronic] if electronic else []
        return min(found) if found else delivered

    def opinion_period(self, event):
        fixed = event["type"] == "third_party_consult" or event["role"] == "joint_producer"
        return 15 if fixed else event.get("period_workdays") or 15

    def secrecy(self):
        excluded = self.option("secrecy_referral_excluded", default=True)
        return ["secrecy_authority"] if excluded else []

    def days_of_consulting(self):
        days = set()
        for event in self.of_type("third_party_consult", "agency_consult"):
            inside = ["joint_producer", "other", "lower_government"]
            scope = [*self.option("agency_scope", inside), None, *self.secrecy()]
            if event.get("role") not in scope:
                continue
            delivered = event.get("delivered") or event["sent"]
            interval = self.option("consult_interval", "open")
            first = {"open": event["sent"] + DAY, "closed": event["sent"], "delivered": delivered}
            cap = nth(self.zero_of(delivered), self.opinion_period(event))
            replied = event.get("replied")
            if self.option("consult_cap", "cap") == "cap":
                last = min(cap, replied) if replied else cap
            else:
                last = replied or max(cap, self.end)
            days |= self.unless_answered(first[interval], last)
        if self.option("secrecy_referral_excluded", default=True):
            for event in self.of_type("secrecy_referral"):
                last = event.get("replied") or self.end
                days |= self.unless_answered(event["sent"] + DAY, last)
        for event in self.of_type("conference"):
            rule = self.option("huishang_excluded", "written_only")
            if rule == "always" or (rule == "written_only" and event["written"]):
                last = event.get("replied") or self.end
                days |= self.unless_answered(event["sent"] + DAY, last)
        return days | self.days_of_reasoning()

    def days_of_reasoning(self):
        asked, given = self.of_type("reasons_requested"), self.of_type("reasons_received")
        if not asked or not self.option("art35_pause", default=False):
            return set()
        last = given[0]["date"] if given else self.end
        return self.unless_answered(asked[0]["date"] + DAY, last)

    def unless_answered(self, first, last):
        return set() if self.served and first > self.served else span(first, last)

    def by_day(self):
        order = [
            *("correction_notice", "correction_received", "fee_notice", "fee_paid"),
            *("extension", "delayed_reply_notice", "withdrawn"),
        ]
        when = {}
        for event in self.events:
            if event["type"] in order:
                day = event.get("notified") or event.get("issued") or event.get("approved")
                day = day or event.get("date")
                when.setdefault(day, []).append(event)
        for day in sorted(when):
            for event in sorted(when[day], key=lambda e: order.index(e["type"])):
                if self.left_on or (self.served and day > self.served):
                    return
                getattr(self, event["type"])(event)

    def correction_notice(self, event):
        if len(self.notices) == self.option("corrections_allowed", 1):
            return
        limit = nth(self.zero_of(self.start), 7)
        late = event["issued"] > limit
        from_issue = self.option("correction_period_start", "delivered") == "issued"
        trigger = event["issued"] if from_issue else event.get("delivered")
        due = None
        if trigger and event.get("period_days"):
            due = next_open(self.zero_of(trigger) + event["period_days"] * DAY)
        elif trigger:
            days = event.get("period_workdays") or self.option("correction_period", 15)
            due = nth(self.zero_of(trigger), days)
        self.notices.append({"limit": limit, "late": late, "due": due, "received": None})
        if not late or self.option("late_correction_notice", "no_restart") != "no_restart":
            self.waits["awaiting_correction"] = event["issued"]

    def correction_received(self, event):
        unanswered = [notice for notice in self.notices if not notice["received"]]
        if not unanswered:
            return
        unanswered[-1]["received"] = event["date"]
        due = unanswered[-1]["due"]
        if due and event["date"] > due and not event.get("excused"):
            self.gone = "other.overdue_correction"
            return
        if "awaiting_correction" not in self.waits:
            return
        since = self.waits.pop("awaiting_correction")
        self.gone = None
        if self.option("correction_clock", "restart") == "restart":
            self.begin(event["date"], self.zero_of(event["date"]))
        else:
            self.without |= span(since + DAY, event["date"])

    def fee_notice(self, event):
        first = self.option("fee_before_correction", default=False)
        if "awaiting_correction" in self.waits and not first:
            return
        timely = event["issued"] <= self.due()
        due = nth(event["delivered"], 20) if event.get("delivered") else None
        self.fees.append({"timely": timely, "base": self.base(), "due": due, "paid": None})
        if timely:
            self.waits["awaiting_fee"] = event["issued"]

    def fee_paid(self, event):
        if "awaiting_fee" not in self.waits:
            return
        fee = self.fees[-1]
        fee["paid"] = event["date"]
        if fee["due"] and event["date"] > fee["due"] and not event.get("excused"):
            self.gone = "other.overdue_fee"
            return
        since = self.waits.pop("awaiting_fee")
        if self.option("fee_restart", "restart") == "restart":
            self.begin(event["date"], event["date"])
        else:
            self.without |= span(since + DAY, event["date"])

    def delayed_reply_notice(self, event):
        due, new = self.due(), event["new_due"]
        longer = bisect_right(WORKDAYS, new) - bisect_right(WORKDAYS, due)
        cap = self.option("delayed_max", None)
        if event["notified"] <= due < new and (cap is None or longer <= cap):
            self.fixed = next_open(new)

    def extension(self, event):
        original = self.option("ext_count", "adjusted_due") == "original_due"
        limit = nth(self.zero, 20) if original else self.base()
        told = self.option("ext_notice_effect", "both_by_due") == "approved_by_due" or (
            event.get("notified") is not None and event["notified"] <= limit
        )
        approved = event.get("approved")
        letters = self.of_type("third_party_consult", "agency_consult")
        overlap = [e for e in letters if self.start <= e["sent"] <= (approved or date.max)]
        self.verdict = (
            1 <= event["workdays"] <= 20
            and not self.extra
            and not self.fixed
            and approved is not None
            and approved <= limit
            and told
            and (self.option("ext_after_consult", default=True) or not overlap)
        )
        if self.verdict:
            self.extra = event["workdays"]

    def withdrawn(self, event):
        self.left_on = event["date"]

    def result(self):
        due, waits = self.due(), self.waits
        stop = min(
            [
                self.end,
                *waits.values(),
                *([self.left_on] if self.left_on else []),
                *([self.served] if self.served else []),
            ]
        )
        used = sum(
            self.zero < day <= stop and (day not in self.without or day > due) for day in WORKDAYS
        )
        notice = self.notices[-1] if self.notices else None
        fee = self.fees[-1] if self.fees else None
        letters = self.of_type("third_party_consult", "agency_consult")
        dues = {
            event["party"]: nth(self.zero_of(event["delivered"]), self.opinion_period(event))
            for event in letters
            if event.get("delivered")
        }
        third = {e["party"] for e in letters if e["type"] == "third_party_consult"}
        return {
            "receipt_date": self.receipt,
            "clock_day1": nth(self.zero_of(self.receipt), 1),
            "correction_notice_due": notice["limit"]
            if notice
            else nth(self.zero_of(self.receipt), 7),
            "correction_notice_late": notice["late"] if notice else None,
            "correction_due": notice["due"] if notice else None,
            "base_due": fee["base"] if fee else self.base(),
            "pending_due": due,
            "reply_due": None if waits else due,
            "excluded_workdays": sum(
                self.zero < day <= due for day in WORKDAYS if day in self.without
            ),
            "third_party_due": {p: day for p, day in dues.items() if p in third},
            "agency_due": {p: day for p, day in dues.items() if p not in third},
            "extension_valid": self.verdict,
            "fee_notice_timely": fee["timely"] if fee else None,
            "fee_payment_due": fee["due"] if fee else None,
            "timely": None if waits or not self.served else self.served <= due,
            "used": used,
            "state": self.state(),
            "outcome": self.outcome(notice, fee),
        }

    def state(self):
        if self.left_on:
            return "closed"
        if self.served:
            return "answered"
        for wait in ("awaiting_correction", "awaiting_fee"):
            if wait in self.waits:
                return wait
        return "suspended" if self.stands() and self.due() > self.end else "running"

    def stands(self):
        """Whether the day after the last is a day of consulting, or a letter has no end."""
        if self.end + DAY in self.without:
            return True
        open_ended = []
        if self.option("secrecy_referral_excluded", default=True):
            open_ended += self.of_type("secrecy_referral")
        rule = self.option("huishang_excluded", "written_only")
        if rule != "never":
            conferences = self.of_type("conference")
            open_ended += [c for c in conferences if c["written"] or rule == "always"]
        if self.option("consult_cap", "cap") == "actual":
            inside = ["joint_producer", "other", "lower_government"]
            scope = [*self.option("agency_scope", inside), None, *self.secrecy()]
            letters = self.of_type("third_party_consult", "agency_consult")
            open_ended += [letter for letter in letters if letter.get("role") in scope]
        if self.option("art35_pause", default=False) and not self.of_type("reasons_received"):
            open_ended += self.of_type("reasons_requested")
        return any(
            not e.get("replied") and e.get("sent", e.get("date")) < self.end for e in open_ended
        )

    def outcome(self, notice, fee):
        decisions = [event["decision"] for event in self.of_type("reply") if event.get("decision")]
        through = date.max if self.whole else self.end
        unanswered = notice and not notice["received"] and (notice["due"] or date.max) < through
        unpaid = fee and fee["timely"] and not fee["paid"] and (fee["due"] or date.max) < through
        repeated = self.served and self.of_type("reasons_requested") and not self.fixed
        grounds = [
            (self.left_on, "other.withdrawn"),
            (decisions, decisions[0] if decisions else None),
            (self.gone, self.gone),
            (unanswered, "other.overdue_correction"),
            (unpaid, "other.overdue_fee"),
            (repeated, "not_processed.mass_repeat"),
        ]
        return next((result for ground, result in grounds if ground), None)

"""Pieces of a live case, joined to the letters they belong to."""

from datetime import date

import pytest

from engine.errors import OfficeError
from engine.law.events import parse_events
from engine.law.history import assemble

RECEIVED = {"type": "received", "channel": "internet", "submitted": "2025-03-10"}
CONFIRMED = {"type": "receipt_confirmed", "date": "2025-03-11"}


def consult(party, sent, **more):
    return {"type": "third_party_consult", "party": party, "sent": sent} | more


def piece(kind, day, **more):
    return {"type": kind, "date": day} | more


def history(*events, on=None):
    return assemble(parse_events(events), on)


def test_a_confirmation_completes_the_receipt_and_the_first_receipt_counts():
    again = RECEIVED | {"submitted": "2025-04-01"}
    received = history(RECEIVED, again, CONFIRMED).received
    assert received.values["confirmed"] == date(2025, 3, 11)
    assert received.values["submitted"] == "2025-03-10"
    assert history(CONFIRMED).received is None


def test_an_answer_goes_to_the_letter_that_still_waits_for_it():
    first = consult("A", "2025-03-11", replied="2025-03-12")
    second = consult("A", "2025-03-13")
    reply = piece("consult_replied", "2025-03-14", party="A")
    answered = history(RECEIVED, second, first, reply).consultations
    assert [letter.replied for letter in answered] == [date(2025, 3, 14), date(2025, 3, 12)]


def test_a_letter_cannot_be_answered_before_it_is_sent():
    letters = [consult("A", "2025-03-11"), consult("A", "2025-03-20")]
    answered = history(*letters, piece("consult_replied", "2025-03-12", party="A")).consultations
    assert [letter.replied for letter in answered] == [date(2025, 3, 12), None]
    same_day = history(*letters, piece("consult_delivered", "2025-03-20", party="A"))
    assert same_day.consultations[1].delivered == date(2025, 3, 20)


def test_an_answer_without_a_name_goes_to_the_only_letter():
    answered = history(consult("A", "2025-03-11"), piece("consult_replied", "2025-03-12"))
    assert answered.consultations[0].replied == date(2025, 3, 12)


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (
            piece("consult_replied", "2025-03-12", party="B"),
            "没有向“B”发出过尚待答复的征求意见书，请先登记发函。",
        ),
        (
            piece("consult_delivered", "2025-03-12", party="B"),
            "没有向“B”发出过尚待送达的征求意见书，请先登记发函。",
        ),
        (
            piece("consult_delivered", "2025-03-01"),
            "没有向“被征求方”发出过尚待送达的征求意见书，请先登记发函。",
        ),
        (
            piece("correction_delivered", "2025-03-12"),
            "登记了补正告知书的送达日期，但没有登记过该通知，请先登记通知的发出日期。",
        ),
        (
            piece("fee_delivered", "2025-03-12"),
            "登记了收费通知书的送达日期，但没有登记过该通知，请先登记通知的发出日期。",
        ),
    ],
)
def test_a_piece_without_its_whole_is_refused(event, message):
    with pytest.raises(OfficeError) as refusal:
        history(RECEIVED, consult("A", "2025-03-11"), event)
    assert str(refusal.value) == message


def test_each_delivery_goes_to_its_own_notice():
    correction = {"type": "correction_notice", "issued": "2025-03-12"}
    fee = {"type": "fee_notice", "issued": "2025-03-12"}
    delivered = [
        piece("correction_delivered", "2025-03-12"),
        piece("fee_delivered", "2025-03-13"),
    ]
    turns = history(RECEIVED, correction, fee, *delivered).turns
    assert [turn.delivered for turn in turns] == [date(2025, 3, 12), date(2025, 3, 13)]
    later_fee = fee | {"issued": "2025-04-12"}
    turns = history(RECEIVED, correction, later_fee, delivered[0]).turns
    assert [turn.delivered for turn in turns] == [date(2025, 3, 12), None]


def test_the_reply_is_put_together_from_its_pieces():
    told = history(
        {"type": "reply", "issued": "2025-04-01", "decision": "grant"},
        {"type": "reply", "mailed": "2025-04-02"},
        {"type": "reply_delivered", "date": "2025-04-04", "decision": "partial"},
    ).reply
    assert (told.issued, told.mailed) == (date(2025, 4, 1), date(2025, 4, 2))
    assert (told.delivered, told.decision) == (date(2025, 4, 4), "partial")


def test_reasons_go_to_the_last_question():
    asked = [piece("reasons_requested", "2025-03-12"), piece("reasons_received", "2025-03-14")]
    more = [piece("reasons_received", "2025-03-20")]
    ((question, answered),) = history(RECEIVED, *asked, *more).reasons
    assert (question.on, answered) == (date(2025, 3, 12), date(2025, 3, 14))


def test_turns_of_one_day_stand_in_the_order_of_the_procedure():
    day = "2025-03-12"
    turns = history(
        piece("withdrawn", day),
        {"type": "delayed_reply_notice", "notified": day, "new_due": "2025-05-01"},
        {"type": "extension", "approved": day, "notified": None, "workdays": 5},
        piece("fee_paid", day),
        {"type": "fee_notice", "issued": day},
        piece("correction_received", day),
        {"type": "correction_notice", "issued": day},
        {"type": "extension", "approved": None, "notified": None, "workdays": 5},
    ).turns
    assert [type(turn).__name__ for turn in turns] == [
        "CorrectionNotice",
        "CorrectionReceived",
        "FeeNotice",
        "FeePaid",
        "Extension",
        "DelayedReplyNotice",
        "Withdrawn",
        "Extension",
    ]


def test_what_had_not_happened_by_a_day_is_left_out():
    letter = consult("A", "2025-03-12", delivered="2025-03-13", replied="2025-03-20")
    reply = {"type": "reply", "issued": "2025-03-13", "mailed": "2025-03-21"}
    notice = {"type": "delayed_reply_notice", "notified": "2025-03-14", "new_due": "2025-06-01"}
    events = (RECEIVED | {"confirmed": "2025-03-15"}, letter, reply, notice)
    known = history(*events, on=date(2025, 3, 13))
    assert known.received.values == RECEIVED
    assert known.consultations[0].delivered == date(2025, 3, 13)
    assert known.consultations[0].replied is None
    assert (known.reply.issued, known.reply.mailed) == (date(2025, 3, 13), None)
    assert known.turns == []
    assert history(*events, on=date(2025, 3, 14)).turns[0].new_due == date(2025, 6, 1)
    assert history(*events, on=date(2025, 3, 9)).received is None
    assert history(*events, on=date(2025, 3, 10)).received is not None
    assert history(*events).last_day == date(2025, 3, 21)

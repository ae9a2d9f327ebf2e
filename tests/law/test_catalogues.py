"""Replies, letters, citations and fees: the tables of the law."""

import pytest

from engine.errors import OfficeError
from engine.law.articles import Citation, Instrument, chinese_numeral, regulations
from engine.law.fees import fee_by_item, fee_by_page, marginal_by_item
from engine.law.letters import LETTERS, Addressee, Part, letter_kind
from engine.law.replies import Reply, count_of


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *((0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (33, "三十三")),
        *((100, "一百"), (101, "一百零一"), (110, "一百一十"), (201, "二百零一")),
        *((1000, "一千"), (1010, "一千零一十"), (1260, "一千二百六十"), (9999, "九千九百九十九")),
    ],
)
def test_articles_are_numbered_in_chinese(number, text):
    assert chinese_numeral(number) == text


@pytest.mark.parametrize("number", [-1, 10_000])
def test_no_article_has_such_a_number(number):
    with pytest.raises(ValueError, match="no article"):
        chinese_numeral(number)


def test_a_citation_prints_itself():
    citation = regulations(33, 2)
    assert str(citation) == "《中华人民共和国政府信息公开条例》第三十三条第二款"
    assert f"{citation}" == citation.full
    assert citation.short == "条例第三十三条第二款"
    item = Citation(Instrument.REVIEW_LAW, 23, 1, 4)
    assert str(item) == "《中华人民共和国行政复议法》第二十三条第一款第（四）项"


def test_every_reply_has_its_own_code_and_letter():
    codes = [reply.value.code for reply in Reply]
    letters = [reply.value.letter for reply in Reply]
    assert len(codes) == len(set(codes)) == 26
    assert sorted(letters) == [f"F{n:02}" for n in range(1, 27)]
    assert {Reply.of(code) for code in codes} == set(Reply)
    with pytest.raises(OfficeError, match="“nothing”不在目录中"):
        Reply.of("nothing")


@pytest.mark.parametrize("reply", Reply)
def test_a_reply_rests_on_the_articles_of_its_letter(reply):
    rule = reply.value
    letter = letter_kind(rule.letter)
    assert letter.final
    assert letter.remedy
    assert letter.addressee is Addressee.APPLICANT
    assert set(rule.articles) == set(letter.articles)
    assert bool(rule.articles) is (reply is not Reply.WITHDRAWN)


@pytest.mark.parametrize(
    ("code", "counted", "row"),
    [
        ("grant.already_public", "grant", "三（一）"),
        ("unable.not_exist", "unable.not_held", "三（四）1"),
        ("unable.not_ours", "unable.not_held", "三（四）1"),
        ("other.withdrawn", "other.misc", "三（六）3"),
        ("other.archive", "other.misc", "三（六）3"),
        ("deny.process", "deny.process", "三（三）6"),
    ],
)
def test_results_that_share_a_row_are_counted_together(code, counted, row):
    reply = Reply.of(code)
    assert count_of(reply) == counted
    assert reply.value.report_row == Reply.of(counted).value.report_row == row
    assert reply.value.annual_row == Reply.of(counted).value.annual_row


def test_convenience_is_offered_where_the_applicant_goes_away_empty_handed():
    offered = {reply.value.code for reply in Reply if reply.value.convenience}
    assert offered == {
        *("unable.not_held", "unable.not_exist", "unable.not_ours"),
        *("unable.need_creation", "unable.unclear"),
    }


def test_every_letter_to_someone_is_numbered_signed_and_says_whom_to_ask():
    for letter in LETTERS.values():
        if letter.parts:
            assert {Part.NUMBER, Part.RECIPIENT, Part.SIGNATURE, Part.CONTACT} <= set(letter.parts)
            assert letter.suffix
            assert letter.seal


def test_the_letters_that_set_a_period_say_what_follows_when_it_passes():
    for code in ("P01", "P02", "P05", "P06", "P08"):
        assert {Part.PERIOD, Part.CONSEQUENCE} <= set(letter_kind(code).parts)


def test_a_final_letter_states_search_and_remedy():
    for code in ("F01", "F03", "F04", "F09", "F12", "F14"):
        assert {Part.SEARCH, Part.REMEDY, Part.GROUNDS} <= set(letter_kind(code).parts)
    with pytest.raises(OfficeError, match="没有“F99”"):
        letter_kind("F99")


@pytest.mark.parametrize(
    ("number", "amount"),
    [
        *((0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300)),
        *((50, 7000), (51, 7400), (60, 11000)),
    ],
)
def test_the_fee_by_item(number, amount):
    assert fee_by_item(number).amount == amount


@pytest.mark.parametrize(
    ("pages", "amount"),
    [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (2219, 83460)],
)
def test_the_fee_by_page(pages, amount):
    assert fee_by_page(pages).amount == amount


def test_the_fee_explains_itself():
    assert fee_by_item(45).lines == (
        "第11—30件：20件×100元/件=2000元",
        "第31—40件：10件×200元/件=2000元",
        "第41—45件：5件×300元/件=1500元",
    )
    assert fee_by_page(31).lines == ("第31页：1页×10元/页=10元",)
    assert fee_by_item(10).lines == ("当月累计10件以下（含10件），不收费",)
    assert fee_by_page(30).lines == ("30页以下（含30页），不收费",)


def test_the_fee_of_further_applications_is_what_they_add():
    assert marginal_by_item(29, 32).amount == fee_by_item(32).amount - fee_by_item(28).amount
    assert marginal_by_item(12, 12).lines == ("第12件：1件×100元/件=100元",)


@pytest.mark.parametrize(
    "charge", [lambda: fee_by_item(-1), lambda: fee_by_page(-1), lambda: marginal_by_item(0, 5)]
)
def test_a_number_that_cannot_be_charged_is_refused(charge):
    with pytest.raises(OfficeError, match="应为0以上的整数"):
        charge()

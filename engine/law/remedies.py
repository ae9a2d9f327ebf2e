"""What an applicant may do about a reply: the paragraph of the letter, and the last days.

Refusals under arts. 14 to 16 go to review before they may go to court (行政复议法第二十三条
第一款第四项，法释〔2025〕8号第一条); about everything else the applicant may choose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.law.articles import Citation, Instrument
from engine.law.authority import Authority, AuthorityIncomplete, AuthorityKind
from engine.law.calendar import WorkingCalendar
from engine.law.deadlines import last_day
from engine.law.facts import Facts
from engine.law.replies import Reply
from engine.law.rule_values import RuleRefused, yes_or_no

__all__ = [
    "Authority",
    "AuthorityIncomplete",
    "AuthorityKind",
    "Remedy",
    "RemedyDays",
    "RemedyRules",
    "is_review_first",
    "last_days",
    "remedy_of",
    "uninformed_last_day",
]

REVIEW_FIRST_SINCE = date(2024, 1, 1)
"""The revised Law on Administrative Review came into force."""

ELECTRONIC = frozenset({"internet", "portal", "email"})
SILENCE = "silence"
FEE_NOTICE = "P05"
THIRD_PARTY_NOTICE = "T01"
CORRECTION_NOTICE = "G01"
WITHOUT_REMEDY = frozenset(
    {
        *("R01", "R02", "R03", "R04", "P01", "P02", "P03", "P04", "P06", "P07", "P08", "P09"),
        *("P10", "P11", "P12", "P13", "P14", "P15", "P16", "P17", "T02", "G04", "A01"),
    }
)
"""Letters of procedure, about which alone nothing can be brought (国办函〔2021〕132号第三条)."""

NOT_HELD = (Reply.NOT_EXIST, Reply.NOT_HELD, Reply.NOT_OURS)

REVIEW_PERIOD = Citation(Instrument.REVIEW_LAW, 20, 1)
REVIEW_FIRST = Citation(Instrument.REVIEW_LAW, 23, 1, 4)
ONLINE = Citation(Instrument.REVIEW_LAW, 22, 2)
SUIT_AFTER_REVIEW = Citation(Instrument.LITIGATION_LAW, 45)
DIRECT_SUIT = Citation(Instrument.LITIGATION_LAW, 46, 1)


@dataclass(frozen=True)
class RemedyRules:
    """The open questions about remedies; the defaults follow 法释〔2025〕8号."""

    partial_whole: bool = False
    not_exist: bool = False
    admin_query: bool = False
    silence: bool = False
    title_word: str = "告知书"

    @classmethod
    def from_config(cls, config: Mapping[str, object]) -> "RemedyRules":
        """Read the keys review_first_* and title_word; other keys are not looked at."""
        facts = Facts("机关设置", config)

        def chosen(key: str) -> bool:
            value = config.get(key)
            return value is not None and yes_or_no(key, value)

        partial = facts.text("review_first_partial") or "part"
        if partial not in {"part", "whole"}:
            problem = f"只能是part或whole（实为{partial!r}）"
            raise RuleRefused(key="review_first_partial", problem=problem)
        return cls(
            partial_whole=partial == "whole",
            not_exist=chosen("review_first_not_exist"),
            admin_query=chosen("review_first_admin_query"),
            silence=chosen("review_first_silence"),
            title_word=facts.text("title_word") or "告知书",
        )


DEFAULT_RULES = RemedyRules()


@dataclass(frozen=True)
class Remedy:
    """The remedy a letter states; `review_first` is None where there is no remedy to state."""

    review_first: bool | None
    paragraphs: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True)
class RemedyDays:
    """The last days for review and suit; None where the way is closed or not yet open."""

    review_first: bool | None
    review_last_day: date | None = None
    suit_last_day: date | None = None
    suit_after_review_last_day: date | None = None


def is_review_first(code: str, on: date, rules: RemedyRules = DEFAULT_RULES) -> bool | None:
    """Say whether review must come before a suit; None for a letter without remedy.

    `code` is a result, a letter (T01, P05 …) or `silence`. For a partial disclosure the
    answer holds for the part withheld.

    Raises:
        ReplyUnknown: the code is none of these.
    """
    if code in WITHOUT_REMEDY or code == FEE_NOTICE:
        return None
    if code in {THIRD_PARTY_NOTICE, CORRECTION_NOTICE, SILENCE}:
        return rules.silence and code == SILENCE
    reply = Reply.of(code)
    if on < REVIEW_FIRST_SINCE:
        return False
    chosen = dict.fromkeys(NOT_HELD, rules.not_exist) | {Reply.ADMIN_QUERY: rules.admin_query}
    return chosen.get(reply, reply.value.remedy is not False)


def remedy_of(
    code: str,
    authority: Authority,
    channel: str,
    on: date,
    rules: RemedyRules = DEFAULT_RULES,
) -> Remedy:
    """Write the remedy paragraphs of a letter that `authority` signs on day `on`.

    `channel` is the way of service: a letter served by internet must also give the address
    at which review can be applied for (行政复议法第二十二条第二款).

    Raises:
        AuthorityIncomplete: review body, court or the online address is not set.
        ReplyUnknown: the code is neither a result nor a letter.
    """
    first = is_review_first(code, on, rules)
    if code == FEE_NOTICE:
        return Remedy(None, (_fee_text(),), ())
    if first is None:
        return Remedy(None, (), ())
    letter = f"本{rules.title_word}"
    articles = [REVIEW_PERIOD, REVIEW_FIRST, SUIT_AFTER_REVIEW] if first else [REVIEW_PERIOD]
    if code == Reply.PARTIAL.value.code and first and not rules.partial_whole:
        withheld = _first_text(f"{letter}中不予公开的部分", letter, authority)
        rest = _choice_text(f"对{letter}的其他内容不服的", letter, authority)
        paragraphs = [withheld, rest]
        articles.append(DIRECT_SUIT)
    elif first:
        paragraphs = [_first_text(letter, letter, authority)]
    else:
        paragraphs = [_choice_text(f"如不服{letter}", letter, authority)]
        articles.append(DIRECT_SUIT)
    if channel in ELECTRONIC:
        paragraphs.append(_online_text(letter, authority))
        articles.append(ONLINE)
    return Remedy(first, tuple(paragraphs), tuple(str(article) for article in articles))


def last_days(
    code: str,
    delivered_on: date,
    calendar: WorkingCalendar,
    rules: RemedyRules = DEFAULT_RULES,
) -> RemedyDays:
    """Compute the last days for review and suit about a reply delivered on `delivered_on`.

    For `silence` the day is the last day of the reply period (行政复议法实施条例第十六条，
    行政诉讼法解释第六十六条). The part released of a partial disclosure may go straight to
    court, so a day for the suit is given beside the review.
    """
    first = is_review_first(code, delivered_on, rules)
    if first is None:
        return RemedyDays(None)
    part = code == Reply.PARTIAL.value.code and not rules.partial_whole
    period = "suit_silence" if code == SILENCE else "suit"
    return RemedyDays(
        review_first=first,
        review_last_day=last_day("review", delivered_on, calendar),
        suit_last_day=last_day(period, delivered_on, calendar) if part or not first else None,
    )


def uninformed_last_day(delivered_on: date, calendar: WorkingCalendar) -> date:
    """Return the last day for review where the letter stated no remedy.

    最长不得超过自知道或者应当知道行政行为内容之日起一年 (行政复议法第二十条第三款).
    """
    return last_day("review_uninformed", delivered_on, calendar)


def _first_text(matter: str, letter: str, authority: Authority) -> str:
    body, court = _bodies(authority), authority.competent_court()
    text = (
        f"如不服{matter}，可以自收到{letter}之日起60日内，先向{body}申请行政复议；"
        f"对行政复议决定不服的，可以自收到行政复议决定书之日起15日内，依法向{court}提起行政诉讼；"
        f"行政复议机关逾期不作出决定的，可以自行政复议期限届满之日起15日内，"
        f"依法向{court}提起行政诉讼。"
    )
    if authority.reviews_itself:
        text += "对行政复议决定不服的，也可以向国务院申请裁决，由国务院作出最终裁决。"
    return text


def _choice_text(opening: str, letter: str, authority: Authority) -> str:
    return (
        f"{opening}，可以自收到{letter}之日起60日内向{_bodies(authority)}申请行政复议，"
        f"或者自收到{letter}之日起6个月内依法向{authority.competent_court()}提起行政诉讼。"
    )


def _online_text(letter: str, authority: Authority) -> str:
    if not authority.online_review_url:
        raise AuthorityIncomplete(name=authority.signer, what="提交行政复议申请的互联网渠道")
    return (
        f"{letter}通过互联网渠道送达，可以通过以下互联网渠道提交行政复议申请书："
        f"{authority.online_review_url}。"
    )


def _fee_text() -> str:
    return (
        "对本收费决定不能单独申请行政复议或者提起行政诉讼。逾期未缴纳费用的，视为放弃申请，"
        "本机关不再处理该政府信息公开申请；对不再处理的行为不服的，可以在缴费期满后依法"
        "投诉举报、申请行政复议或者提起行政诉讼。"
    )


def _bodies(authority: Authority) -> str:
    return "或者".join(authority.bodies())

"""The decision: which result, on which grounds, with which facts (条例第三十六条至第三十九条)."""

from collections.abc import Mapping
from typing import Any

from engine.cases.facts import agency_of, remedy_rules_of
from engine.cases.turn import Turn
from engine.errors import OfficeError
from engine.law.remedies import is_review_first
from engine.law.replies import Reply


class GroundsMissing(OfficeError):
    """A refusal needs its reason."""

    code = "grounds_missing"
    article = "条例第三十六条第三项"
    message = "“{label}”应当说明理由，请填写认定的事实和理由后再提交。"


class WithheldMissing(OfficeError):
    """Partial disclosure must say what is withheld, on which ground and why."""

    code = "withheld_missing"
    article = "条例第三十七条"
    message = "部分公开应当逐项列明不予公开的内容、依据和理由，请至少填写一项。"


class SearchMissing(OfficeError):
    """An answer that nothing was found needs a search record."""

    code = "search_missing"
    article = "条例第三十六条第四项"
    message = "答复“{label}”前应当完成检索并留存检索记录。请先由有关科室填写检索记录。"


_NEED_SEARCH = {"unable.not_held", "unable.not_exist"}
_NEED_REASONS = ("deny.", "not_processed.", "unable.need_creation", "unable.unclear")


def record_reply(turn: Turn) -> dict[str, Any]:
    """Record the decision and say which letter carries it, unless the diagram names another.

    Raises:
        ReplyUnknown, GroundsMissing, WithheldMissing, SearchMissing: it is not complete.
    """
    reply = decide(turn)
    turn.case.result = reply["code"]
    articles = "、".join(reply["articles"])
    turn.record("reply:recorded", turn.office.today, f"拟定办理结果：{reply['label']}", articles)
    return reply


def decide(turn: Turn) -> dict[str, Any]:
    """Say what the decision is and which letter carries it, without recording it.

    Raises:
        ReplyUnknown, GroundsMissing, WithheldMissing, SearchMissing: it is not complete.
    """
    code = str(turn.need("result"))
    rule = Reply.of(code).value
    values = {key: value for key, value in turn.inputs.items() if value is not None}
    _check(code, rule.label, values)
    rules = remedy_rules_of(agency_of(turn.office, turn.case))
    return values | {
        "code": code,
        "label": rule.label,
        "letter": values.get("letter", rule.letter),
        "group": rule.group,
        "articles": [str(article) for article in rule.articles],
        "review_first": is_review_first(code, turn.office.today, rules),
        "convenience_offered": rule.convenience,
    }


def _check(code: str, label: str, values: Mapping[str, Any]) -> None:
    if code.startswith(_NEED_REASONS) and not str(values.get("reasons", "")).strip():
        raise GroundsMissing(label=label)
    if code == "partial" and not values.get("withheld"):
        raise WithheldMissing
    if code in _NEED_SEARCH and not values.get("searches"):
        raise SearchMissing(label=label)

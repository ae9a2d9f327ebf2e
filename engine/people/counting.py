"""The questions of counting as an administrator reads them, and answers as a form types them."""

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from engine.errors import OfficeError
from engine.law.options import AGENCIES_ALL, Length
from engine.law.remedies import RemedyRules
from engine.law.rule_values import READERS
from engine.law.rules import KEYS_OF_OTHER_SUBJECTS, Rules
from engine.people.questions import GROUPS, QUESTIONS, Look, Question

NAME = "rules."
"""What stands before the key of a rule in the name of its field."""

_REMEDY_KEYS = {
    "review_first_partial": "partial_whole",
    "review_first_not_exist": "not_exist",
    "review_first_admin_query": "admin_query",
    "review_first_silence": "silence",
}
_ALWAYS_ASKED = "third_party"

__all__ = ["GROUPS", "NAME", "QUESTIONS", "Look", "Question", "config_of", "default_of", "typed_of"]


def default_of(question: Question) -> str:
    """Give the answer of the national reading, as a form types it."""
    return _read({}, question.key)


def typed_of(config: Mapping[str, Any]) -> dict[str, str]:
    """Give an agency's answers by the name of their field; empty where the default holds."""
    given = dict(config)
    restarts = given.pop("late_correction_restarts", None)
    if restarts is not None and "late_correction_notice" not in given:
        given["late_correction_notice"] = _read(
            {"late_correction_restarts": restarts}, "late_correction_notice"
        )
    return {NAME + question.key: _typed(given, question) for question in QUESTIONS}


def config_of(
    values: Mapping[str, str], before: Mapping[str, Any], problems: dict[str, str]
) -> dict[str, Any]:
    """Read what was typed into the settings of `Rules`, writing what is wrong into `problems`.

    Settings of other subjects are kept as they were.
    """
    known = {question.key for question in QUESTIONS}
    config = {
        key: value
        for key, value in before.items()
        if key in KEYS_OF_OTHER_SUBJECTS and key not in known
    }
    for name in values:
        if name.startswith(NAME) and name.removeprefix(NAME) not in known:
            problems[name] = (
                f"“{name.removeprefix(NAME)}”不是已知的期限口径，没有采用。请刷新页面后重新填写。"
            )
    for question in QUESTIONS:
        text = values.get(NAME + question.key, _untouched(question)).strip()
        if text != _untouched(question):
            _answer(question, text, config, problems)
    return config


def _answer(
    question: Question, text: str, config: dict[str, Any], problems: dict[str, str]
) -> None:
    value = _value(question, text)
    try:
        _read({question.key: value}, question.key)
    except OfficeError as refusal:
        what = refusal.facts.get("problem") or str(refusal)
        problems[NAME + question.key] = f"“{question.title}”{what}，请更正。"
    else:
        config[question.key] = value


def _untouched(question: Question) -> str:
    """Give what stands for the default: nothing, but for ticks those of the default itself."""
    return default_of(question) if question.look is Look.TICKS else ""


def _value(question: Question, text: str) -> Any:  # noqa: ANN401  (a JSON value)
    match question.look:
        case Look.TICKS:
            return sorted({_ALWAYS_ASKED, *text.split()})
        case Look.DAYS:
            return dict(_named_days(text))
        case Look.NUMBER if text.isascii() and text.isdigit() and len(text) < 6:  # noqa: PLR2004
            return int(text)
    return text


def _named_days(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if line.strip():
            day, _, name = line.strip().replace("，", ",").partition(",")
            yield day.strip(), name.strip() or "地方性节假日"


def _typed(config: Mapping[str, Any], question: Question) -> str:
    value = config.get(question.key)
    if value is None:
        return _untouched(question)
    try:
        return _read({question.key: value}, question.key)
    except OfficeError:
        return str(value)  # shown as it stands, and refused when it is saved again


def _read(config: Mapping[str, Any], key: str) -> str:
    if key in READERS:
        return _text(getattr(Rules.from_config(config), key))
    chosen = getattr(RemedyRules.from_config(config), _REMEDY_KEYS[key])
    if key == "review_first_partial":
        return "whole" if chosen else "part"
    return _text(chosen)


def _text(value: Any) -> str:  # noqa: ANN401  (a field of Rules)
    """Write a value of `Rules` as its reader reads it again."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case Length():
            text = str(value.days) if value.working else f"{value.days}d"
        case time():
            text = f"{value:%H:%M}"
        case frozenset():
            text = " ".join(sorted((value & AGENCIES_ALL) - {_ALWAYS_ASKED}))
        case Mapping():
            text = "\n".join(f"{day},{name}" for day, name in value.items())
        case _:
            text = str(value)
    return text

"""What a step does in the eyes of the law, read from its marks: act, letter, role, article.

Never from the ids of the standard package, so that a procedure drawn elsewhere is judged as well.
"""

import re
from collections.abc import Collection, Mapping

from engine.bpmn.model import PEOPLE, NodeKind
from engine.feel import Expression
from engine.flowfacts import Element
from engine.law.letter_parts import Addressee
from engine.law.letters import LETTERS
from engine.roles import Role

REPLY, ANY = "reply", "any"
"""Stand for the letter of whatever was decided, and for one that only the case will tell."""
REFUSALS = frozenset({"F03", "F04", "F05", "F06", "F07", "F08", "F09", "F10"})
"""部分公开、不予公开 (条例第十四条至第十六条、第三十七条)."""
ENDED = frozenset({"other.overdue_correction", "other.overdue_fee", "other.withdrawn"})
"""Results that end a case without an answer in substance (视为放弃、撤回)."""
_CODE = re.compile(r'"([A-Z]\d\d)"')


def act_of(element: Element) -> str:
    """Name the act of a system task; empty for anything else."""
    return element.node.properties.get("action", "") if element.kind is NodeKind.ACTION else ""


def input_of(element: Element, name: str) -> Expression | None:
    """Give an input that is more than `null`."""
    found = element.node.inputs.get(name)
    return None if found is None or found.text.strip() in {"", "null"} else found


def constant_of(expression: Expression | None) -> object:
    """Give what an expression always is, whatever the case; None if that depends."""
    return None if expression is None or expression.names else expression({})


def letters_of(element: Element, issued: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Name the letters a system task issues or serves.

    REPLY for that of the decision, ANY where it depends; `issued` are the letters of earlier steps,
    by the variable that keeps them: `issue_notice.letter`.
    """
    written = input_of(element, "letter")
    if written is None:
        code = element.node.properties.get("letter", "")
        return frozenset({code} if code else ())
    codes = set(_CODE.findall(written.text))
    for path in written.paths:
        if path.endswith(".letter"):
            codes |= issued.get(path.partition(".")[0], {REPLY})
    return frozenset(codes or {ANY})


def is_reply(codes: Collection[str]) -> bool:
    """Tell whether one of these letters carries the reply."""
    return any(code in {REPLY, ANY} or (code in LETTERS and LETTERS[code].final) for code in codes)


def may_refuse(codes: Collection[str]) -> bool:
    """Tell whether one of these letters may refuse."""
    return any(code in {REPLY, ANY} or code in REFUSALS for code in codes)


def to_outsiders(code: str) -> bool:
    """Tell whether a letter of procedure goes to an applicant or a third party."""
    known = LETTERS.get(code)
    outside = {Addressee.APPLICANT, Addressee.THIRD_PARTY}
    return known is not None and known.addressee in outside and code[0] in "PT"


def result_of(element: Element) -> str:
    """Give the result a decision always has; empty if somebody chooses it."""
    found = constant_of(input_of(element, "result"))
    return found if isinstance(found, str) else ""


def is_person(element: Element) -> bool:
    """Tell whether a person does it: a task, or a message that somebody sends with a form."""
    shown = element.node.properties.get("formKey") or element.node.form_key
    return element.kind in PEOPLE or bool(element.kind is NodeKind.MESSAGE and shown)


def only_by(element: Element, *roles: Role) -> bool:
    """Tell whether nobody but these roles may do a person's task."""
    groups = element.node.groups
    return element.kind in PEOPLE and bool(groups) and set(groups) <= set(roles)


def cites(element: Element, article: str) -> bool:
    """Tell whether a step says that it rests on an article."""
    return article in element.node.properties.get("statutory", "")


def reads(expression: Expression | None, *paths: str) -> bool:
    """Tell whether an expression reads one of these values."""
    return expression is not None and not expression.paths.isdisjoint(paths)


def waits_for(element: Element, *paths: str) -> bool:
    """Tell whether a step is a timer set by one of these days."""
    timer = element.node.timer
    return timer is not None and reads(timer.expression, *paths)


def variables_of(element: Element) -> frozenset[str]:
    """Name the variables a step may set."""
    own = {element.node.result_variable, element.node.properties.get("outputCollection", "")}
    return frozenset(own - {""})

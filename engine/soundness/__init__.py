"""Can every case finish? Judged before any case can find it out. Never raises.

In reading order: `scopes` (a definition as scopes with elements and flows), `net` and `build`
(a scope as hubs and ways, as the engine runs it), `reduce` (the net made small), `game` (how
tokens move, as in engine.bpmn.settling), `explore` (all states within a bound), `rules` (one
file each), `judge` (scope after scope, from the inside out).
"""

from engine.bpmn.definition import Definition
from engine.bpmn.failures import Finding
from engine.soundness.explore import MOST_STATES
from engine.soundness.judge import Judge, Said
from engine.soundness.rules import RULES
from engine.soundness.scopes import read_scopes

__all__ = ["LAYER", "RULES", "Finding", "check_soundness"]

LAYER = "sound"


def check_soundness(definition: Definition, most_states: int = MOST_STATES) -> tuple[Finding, ...]:
    """Judge every process of a definition; the `file` of a finding is its process.

    Never raises: should the check itself break, that is a finding too.
    """
    try:
        said = Judge(read_scopes(definition), most_states).all_of((definition.root, ""))
        found = [finding_of(one) for one in said]
    except Exception as broken:  # noqa: BLE001 - a linter that breaks must not let a diagram through
        message = f"检查能否办结时出错，请把流程图发给技术人员：{broken!r}"
        return (Finding(definition.root, LAYER, "not_explored", "warning", "", 0, message),)
    order = [rule.name for rule in RULES]
    return tuple(sorted(dict.fromkeys(found), key=lambda f: (order.index(f.rule), f.file, f.line)))


def finding_of(said: Said) -> Finding:
    """Put what a rule has said into the shape all linters share."""
    spot, remark = said.remark.spot, said.remark
    return Finding(
        said.scope.key[0],
        LAYER,
        said.rule.name,
        remark.severity,
        spot.id,
        spot.line,
        remark.message,
        remark.path,
    )

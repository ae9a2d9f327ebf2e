"""What an editor of diagrams chooses from: the forms, roles, acts and letters that there are."""

import json
from collections.abc import Mapping

from engine.bpmn.outline import decisions_of
from engine.repository.bundle import Bundle
from engine.repository.diagrams import outlines
from engine.repository.lint import STAGES
from engine.repository.workshop import about_of
from engine.roles import LABELS, Permission, Role, may

Choices = dict[str, dict[str, str]]


def choices(bundle: Bundle, actions: Mapping[str, str]) -> Choices:
    """List what the fields of a diagram may name, each value with its words."""
    processes: dict[str, str] = {}
    steps: dict[str, str] = {}
    for _, outline in outlines(bundle):
        if outline is not None:
            processes |= outline.processes
            steps |= outline.steps
    tables = (decisions_of(content) for content in bundle.decisions.values())
    return {
        "forms": {key: _title(body) or key for key, body in sorted(bundle.forms.items())},
        "roles": {role: LABELS[role] for role in Role if may([role], Permission.WORK)},
        "stages": dict(STAGES),
        "actions": dict(actions),
        "letters": {code: _letter(bundle, code) for code in bundle.letter_codes},
        "processes": processes,
        "decisions": {key: title for table in tables for key, title in table.items()},
        "steps": steps,
    }


def _title(form: bytes) -> str:
    try:
        document = json.loads(form)
    except (ValueError, RecursionError):
        return ""
    return str(document.get("title", "")) if isinstance(document, dict) else ""


def _letter(bundle: Bundle, code: str) -> str:
    about = about_of(bundle, code)
    return about.title if about else code

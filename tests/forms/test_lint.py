"""A form says what is wrong with it before anybody has to fill it in."""

import json

import pytest

from engine.forms import FormUnreadable, lint_form, read_form

GOOD = {"type": "textfield", "id": "a", "key": "a", "label": "甲"}


def form(*components: dict[str, object]) -> dict[str, object]:
    return {"title": "样表", "components": list(components)}


def rules(document: object, *known: str) -> list[str]:
    return [finding.rule for finding in lint_form(document, known)]  # type: ignore[arg-type]


FAULTS = [
    ("no key", form({**GOOD, "key": ""}), "key"),
    ("a key no program can name", form({**GOOD, "key": "甲"}), "key_form"),
    ("no label", form({**GOOD, "label": ""}), "label"),
    ("the same key twice", form(GOOD, {**GOOD, "id": "b"}), "unique_key"),
    ("the same key through a group", form(GOOD, {
        "type": "group", "id": "g", "label": "组", "components": [{**GOOD, "id": "b"}]}),
        "unique_key"),
    ("a condition on nothing", form({**GOOD, "conditional": {"hide": "=nobody = 1"}}),
        "unknown_name"),
    ("an assertion on nothing", form({**GOOD, "properties": {"valid": "=nobody = 1"}}),
        "unknown_name"),
    ("a limit that is no FEEL", form({**GOOD, "validate": {"maxLength": "=1 +"}}), "expression"),
    ("no options", form({**GOOD, "type": "select"}), "options"),
    ("an option twice", form({**GOOD, "type": "radio", "values": [
        {"value": "x", "label": "一"}, {"value": "x", "label": "二"}]}), "options"),
    ("an unknown check", form({**GOOD, "properties": {"check": "moon"}}), "check"),
    ("a broken pattern", form({**GOOD, "validate": {"pattern": "("}}), "pattern"),
    ("a question about the purpose", form({**GOOD, "label": "所需信息的用途"}), "purpose"),
    ("an unknown component", form({**GOOD, "type": "html"}), "readable"),
    ("a condition that is no FEEL", form({**GOOD, "conditional": {"hide": "=a ="}}), "readable"),
    ("no JSON", b"{", "readable"),
    ("a list", b"[]", "readable"),
    ("nothing to fill in", {"title": "样表", "components": []}, "empty"),
    ("no title", {"components": [GOOD]}, "title"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("document", "rule"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_a_fault_is_found(document: object, rule: str) -> None:
    assert rules(document) == [rule]


FINE = [
    ("a plain question", form(GOOD)),
    ("the same key in two lists", form(*(
        {"type": "dynamiclist", "id": n, "path": n, "label": n, "components": [GOOD]}
        for n in ("one", "two")))),
    ("a condition on another answer", form(GOOD, {
        **GOOD, "id": "b", "key": "b", "conditional": {"hide": "=a = null"}})),
    ("a condition on the facts", form({**GOOD, "conditional": {"hide": "=case.number = today"}})),
    ("what it says it reads", form({
        **GOOD, "conditional": {"hide": "=x = 1"}, "properties": {"reads": "x y"}})),
    ("the way to use the archive", form({**GOOD, "label": "档案利用途径"})),
]  # fmt: skip


@pytest.mark.parametrize("document", [row[1] for row in FINE], ids=[row[0] for row in FINE])
def test_a_good_form_is_left_in_peace(document: dict[str, object]) -> None:
    assert rules(document) == []


def test_what_the_process_knows_may_be_read() -> None:
    document = form({**GOOD, "conditional": {"hide": "=register.subject = null"}})
    assert rules(document) == ["unknown_name"]
    assert rules(document, "register") == []


def test_a_finding_names_the_component_in_words() -> None:
    (finding,) = lint_form(form({**GOOD, "conditional": {"hide": "=nobody = 1"}}))
    assert finding.component == "a"
    assert finding.severity == "error"
    assert finding.message == "“甲”：条件引用了不存在的内容“nobody”。"


def nested(depth: int) -> dict[str, object]:
    inner: dict[str, object] = GOOD
    for level in range(depth):
        inner = {"type": "group", "id": f"g{level}", "label": "组", "components": [inner]}
    return form(inner)


@pytest.mark.parametrize(
    "document",
    [nested(40), form(*({**GOOD, "id": str(n), "key": f"k{n}"} for n in range(301)))],
    ids=["too deep", "too long"],
)
def test_a_form_nobody_could_fill_in_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(FormUnreadable, match="表单定义无法读取"):
        read_form(json.dumps(document))

"""Copies of a package in each of which one thing that sets a variable is missing."""

import json
from collections.abc import Iterator

from lxml import etree

from engine.bpmn import notation as xml
from engine.repository.bundle import Bundle

SETTING = xml.TASKS - {"receiveTask"}


def without_a_field(bundle: Bundle) -> Iterator[tuple[str, Bundle]]:
    """Take away each field of each form in turn."""
    for key, text in bundle.forms.items():
        document = json.loads(text)
        for path in list(_fields(document)):
            changed = json.loads(text)
            parent = changed
            for number in path[:-1]:
                parent = parent["components"][number]
            gone = parent["components"].pop(path[-1])
            body = json.dumps(changed, ensure_ascii=False).encode()
            name = f"{key}.{gone.get('key') or gone.get('path')}"
            yield name, bundle.with_file(f"forms/{key}.json", body)


def _fields(document: dict, path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    for number, one in enumerate(document.get("components", ())):
        if one.get("key") or one.get("path"):
            yield (*path, number)
        yield from _fields(one, (*path, number))


def without_a_step(bundle: Bundle) -> Iterator[tuple[str, Bundle]]:
    """Take away each task in turn, and lead what led to it to what followed it."""
    for path, text in bundle.diagrams.items():
        steps = [
            one.get("id")
            for one in etree.fromstring(text).iter()
            if xml.local(one) in SETTING and one.get("id")
        ]
        for step in steps:
            yield step, bundle.with_file(path, _bypassed(text, step))


def _bypassed(text: bytes, step: str) -> bytes:
    root = etree.fromstring(text)
    flows = list(root.iter(f"{xml.BPMN}sequenceFlow"))
    after = next(flow for flow in flows if flow.get("sourceRef") == step)
    for flow in flows:
        if flow.get("targetRef") == step:
            flow.set("targetRef", after.get("targetRef"))
    gone = {step, after.get("id")}
    gone |= {one.get("id") for one in root.iter() if one.get("attachedToRef") == step}
    for one in [one for one in root.iter() if one.get("id") in gone]:
        one.getparent().remove(one)
    for one in [one for one in root.iter() if (one.text or "").strip() in gone]:
        one.getparent().remove(one)
    return etree.tostring(root)

"""Whatever an author types into a template or its sample is answered with a sentence, at once."""

import json
import time

import pytest

from engine.documents import letter_files, lint_template

PATIENCE = 5.0  # seconds of processor; the slowest takes half of one


@pytest.fixture(scope="module")
def files(letters):
    return letter_files(letters, "F12")


def complaints(files) -> str:
    began = time.process_time()
    found = "\n".join(str(finding) for finding in lint_template(files))
    assert time.process_time() - began < PATIENCE
    return found


SOURCES = {
    "a bomb": ("{{ 'x' * 10**10 }}", "不允许的语法：计算"),
    "a huge file": ("字" * 50_001, "超过50000个字符"),
    "parentheses": ("{{ " + "(" * 9000 + "1" + ")" * 9000 + " }}", "嵌套过深"),
    "attributes": ("{{ you" + ".a" * 20_000 + " }}", "嵌套过深"),
    "negations": ("{{ " + "not " * 9000 + "you }}", "嵌套过深"),
    "conditions": ("{% if you %}" * 300 + "{% endif %}" * 300, "嵌套过深"),
    "tags": ("<div>" * 8000, "标签嵌套超过12层"),
    "itself": ('{% include "letter.html" %}', "文件互相引用，没有终点"),
    "its own frame": ('{% extends "letter.html" %}', "文件互相引用，没有终点"),
    "nothing": ('{% include "nowhere.html" %}', "没有可以引用的文件：nowhere.html"),
    "an address": ('<img src="http://example.invalid/x.png">', "不得引用外部地址"),
    "a script": ('<p onclick="x()">一</p>', "不得自带样式或者脚本"),
    "a wrong argument": ("{{ case.content|balanced(0) }}", "种类不符"),
    "a list as a day": ("{{ reply.articles|cn_date }}", "按样例生成文书时出错"),
    "no end": ("{{ " + " ~ ".join(["case.content"] * 3000) + " }}", "上限"),
    "half a tag": ("<" * 40_000, "标签没有写完"),
}


@pytest.mark.parametrize(("source", "complaint"), SOURCES.values(), ids=SOURCES)
def test_a_hostile_source_is_refused_with_its_reason(files, source: str, complaint: str):
    assert complaint in complaints(files | {"letter.html": source.encode()})


SAMPLES = {
    "brackets": ("[" * 100_000, "不是有效的 JSON"),
    "no case": ('{"case": {"nmae": "x"}}', "办案中没有“case.nmae”这一项"),
    "no section": ('{"other": {}}', "没有名为“other”的部分"),
    "a number for a section": ('{"letter": 5}', "“letter”应当是一个对象"),
    "a text for a list": ('{"reply": {"searches": "x"}}', "应当是一个列表"),
    "a day that never was": ('{"case": {"received_on": "2026-02-30"}}', "2026-02-30 不存在"),
    "a list without end": (
        json.dumps({"notice": {"items": ["x"] * 101}}),
        "超过100项",
    ),
    "half a character": ('{"case": {"content": "\\ud800"}}', "不完整的字符"),
}


@pytest.mark.parametrize(("sample", "complaint"), SAMPLES.values(), ids=SAMPLES)
def test_a_hostile_sample_is_refused_with_its_reason(files, sample: str, complaint: str):
    assert complaint in complaints(files | {"sample.json": sample.encode()})


def test_a_value_that_is_empty_is_named_with_its_line(files):
    source = files["letter.html"].decode()
    line = source[: source.index("{{ applicant.name }}")].count("\n") + 2
    changed = source.replace("{{ applicant.name }}", "{{ applicant.name }}\n{{ case.extended_to }}")
    found = complaints(files | {"letter.html": changed.encode()})
    assert f"letter.html 第{line}行：按样例生成文书时出错" in found

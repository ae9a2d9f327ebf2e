"""The check before publication finds what a careless edit takes away."""

import json

import pytest

from engine.documents import letter_files, lint_template, read_template, render_html
from tests.documents.layout import violations


@pytest.fixture(scope="module")
def files(letters):
    return letter_files(letters, "F12")


def edited(files, name: str, old: str, new: str) -> dict[str, bytes]:
    text = files[name].decode()
    assert old in text
    return files | {name: text.replace(old, new).encode()}


def complaints(files) -> str:
    return "\n".join(str(finding) for finding in lint_template(files))


CARELESS = (
    ("letter.html", '{% include "parts/remedy.html" %}', "", "文书缺少：救济途径和期限"),
    ("letter.html", '{% include "parts/search.html" %}', "", "文书缺少：检索过程的事实"),
    ("letter.html", '{% include "parts/receipt.html" %}', "", "文书缺少：照录的申请内容"),
    ("letter.html", "第三十六条第（四）项", "第三十六条", "第三十六条第（四）项"),
    ("letter.html", "{{ applicant.name }}", "申请人", "文书缺少：主送（称谓）"),
    ("parts/head.html", "{{ letter.number }}", "〔2026〕 号", "文书缺少：文号"),
    ("base.html", "{{ letter.date|cn_date }}", "", "文书缺少：成文日期"),
    ("parts/contact.html", "{{ agency.phone }}", "", "文书缺少：联系方式"),
    ("parts/contact.html", "联系人：", "联系人：____", "残留占位符号"),
    ("parts/contact.html", "联系人：", "（待填）联系人：", "残留占位文字"),
    ("parts/contact.html", "联系人：", "请写明用途。联系人：", "不得要求申请人说明用途"),
    ("parts/contact.html", "联系人：", "此页无正文。联系人：", "此页无正文"),
    ("parts/contact.html", "联系电话：", "。联系电话：", "标点重复"),
    ("about.json", '"remedy"', '"remedies"', "没有名为“remedies”的组成部分"),
    ("letter.css", "margin: 0;", "margin: 0; background: url(x);", "不得引用任何外部文件"),
)


@pytest.mark.parametrize(("name", "old", "new", "complaint"), CARELESS)
def test_a_careless_edit_is_found(files, name, old, new, complaint):
    assert complaint in complaints(edited(files, name, old, new))


def test_a_draft_that_shows_its_number_is_found(files):
    number = json.loads(files["sample.json"])["letter"]["number"]
    shown = edited(
        files, "parts/head.html", "{% if letter.number %}{{ letter.number }}{% endif %}", number
    )
    assert "草稿不得出现文号" in complaints(shown)


def test_a_sample_without_a_needed_fact_is_found_and_named(files):
    sample = json.loads(files["sample.json"])
    sample["agency"]["phone"] = None
    assert "机关联系电话" in complaints(files | {"sample.json": json.dumps(sample).encode()})


@pytest.mark.parametrize("document", [b"[]", b"{", b"\xff"])
def test_a_document_that_is_none_is_found(files, document):
    assert "about.json" in complaints(files | {"about.json": document})


def test_a_source_that_is_no_text_is_found(files):
    assert "不是 UTF-8 编码" in complaints(files | {"base.html": b"\xff\xfe"})


def test_the_hash_of_a_template_changes_with_every_file(files):
    hashes = {read_template(files).content_hash}
    for name in ("letter.html", "letter.css", "parts/contact.html"):
        hashes.add(read_template(files | {name: files[name] + b"\n"}).content_hash)
    assert len(hashes) == 4


CROOKED = (
    ("margin: 37mm 26mm 35mm 28mm", "margin: 37mm 24mm 35mm 30mm", "边"),
    ("letter-spacing: -0.2075pt", "letter-spacing: 0.6pt", "没有一行满28字"),
    ("line-height: 28.95pt; letter-spacing", "line-height: 27pt; letter-spacing", "行距"),
    ("text-align: justify", "text-align: left", "行末不齐"),
    ("text-align: center; text-indent: 0; white", "text-indent: 0; white", "标题不居中"),
    ("margin-right: calc(4 * 156mm / 28)", "margin-right: 0", "落款右空"),
    ("padding-top: calc(7mm - 9.2pt); padding-right: 14pt", "padding-top: 12mm", "页码"),
    (
        "margin-top: calc(2 * 28.95pt); break-inside",
        "margin-top: 0; break-inside",
        "没有空一行或者二行",
    ),
)


@pytest.mark.parametrize(("old", "new", "violation"), CROOKED)
def test_a_crooked_sheet_is_measured(files, press, old, new, violation):
    template = read_template(edited(files, "letter.css", old, new))
    sample = template.sample
    pdf = press.print(render_html(template, sample), "F12", sample["letter"]["date"])
    assert any(violation in found for found in violations(pdf))

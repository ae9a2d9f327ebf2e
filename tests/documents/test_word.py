"""A draft goes out as Word and says the same; strangers' documents are read safely."""

import io
import zipfile
from contextlib import suppress
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn

from engine.documents import (
    WordRefused,
    letter_files,
    read_template,
    read_word,
    render_html,
    text_of,
    write_word,
)
from tests.documents.test_proofs import without_spaces

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HEADING = "草稿　2026-公开-0003　第2稿"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.fixture(scope="module", params=["F01", "F09", "P11"])
def page(letters, request) -> str:
    template = read_template(letter_files(letters, request.param))
    face = {**template.sample["letter"], "copy": "draft"}
    return render_html(template, {**template.sample, "letter": face})


def test_the_document_says_what_the_draft_says(page: str):
    words = "".join(read_word(write_word(page, HEADING, AT)))
    assert without_spaces(words) == without_spaces(text_of(page)).removeprefix("草稿")


def test_the_document_has_the_grid_the_faces_and_the_heading_of_a_draft(page: str):
    document = docx.Document(io.BytesIO(write_word(page, HEADING, AT)))
    (section,) = document.sections
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    assert section.header.paragraphs[0].text == HEADING
    faces = {
        run._r.rPr.rFonts.get(qn("w:eastAsia"))  # noqa: SLF001
        for paragraph in document.paragraphs
        for run in paragraph.runs
    }
    assert {"仿宋_GB2312", "方正小标宋简体"} <= faces
    spacing = document.paragraphs[0].runs[0]._r.rPr.find(qn("w:spacing"))  # noqa: SLF001
    assert spacing.get(qn("w:val")) == "-5"


def parcel(body: str = "", kind: str = MAIN, **parts: str | bytes) -> bytes:
    """Pack a .docx by hand; further parts by name, with __ for a slash and _dot_ for a dot."""
    made = io.BytesIO()
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    text = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'
    named = {
        name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()
    }
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {
            "[Content_Types].xml": types,
            "word/document.xml": text,
            **named,
        }.items():
            archive.writestr(name, content)
    return made.getvalue()


def relation(kind: str) -> str:
    return (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r" TargetMode="External" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        'Target="https://example.invalid/x"/></Relationships>'
    )


def test_tracked_changes_are_read_as_accepted():
    body = (
        "<w:p><w:r><w:t>答复期限为</w:t></w:r><w:del><w:r><w:delText>二</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>三</w:t></w:r></w:ins><w:r><w:t>十日</w:t><w:br/><w:t>另起</w:t></w:r></w:p>"
    )
    assert read_word(parcel(body)) == ("答复期限为三十日", "另起")


def test_a_link_to_a_page_does_no_harm():
    paragraph = "<w:p><w:r><w:t>见网站</w:t></w:r></w:p>"
    linked = parcel(paragraph, word___rels__document_dot_xml_dot_rels=relation("hyperlink"))
    assert read_word(linked) == ("见网站",)


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "frame", "oleObject"])
def test_what_a_reader_would_fetch_is_refused(kind: str):
    with pytest.raises(WordRefused, match="外部"):
        read_word(parcel(word___rels__document_dot_xml_dot_rels=relation(kind)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (parcel(word__vbaProject_dot_bin=b"\0"), "宏"),
        (parcel(word__embeddings__oleObject1_dot_bin=b"\0"), "嵌入"),
        (parcel(kind="application/vnd.ms-word.document.macroEnabled.main+xml"), "启用宏"),
        (parcel("<w:p>" * 300_000), "损坏|过大"),
        (parcel(word__media__image1_dot_png=bytes(60 * 1024 * 1024)), "过大"),
        (parcel(**{f"word__p{number}_dot_xml": "" for number in range(600)}), "过大"),
        (parcel("<w:p><w:r><w:t>文</w:t></w:r></w:p>" * 4_000), "过多"),
        (b"PK\3\4 not a zip", "损坏"),
        (b"\xd0\xcf\x11\xe0 an old .doc", "损坏"),
    ],
    ids=["macro", "object", "docm", "deep", "bomb", "parts", "long", "torn", "doc"],
)
def test_a_hostile_document_is_refused_with_its_reason(content: bytes, reason: str):
    with pytest.raises(WordRefused, match=reason):
        read_word(content)


def test_remarks_of_another_word_processor_are_passed_over():
    relations = relation("hyperlink").replace(
        "<Relationship ", "<!-- made by hand --><Relationship "
    )
    made = parcel(
        "<!-- a --><w:p><w:r><w:t>见网站</w:t></w:r></w:p>", word___rels__a_dot_rels=relations
    )
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    assert read_word(made) == ("见网站",)
    assert read_word(repacked(made, "[Content_Types].xml", types, types + b"<!-- b -->"))


def repacked(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as plain, zipfile.ZipFile(made, "w") as archive:
        for part in plain.namelist():
            text = plain.read(part)
            archive.writestr(part, text.replace(old, new) if part == name else text)
    return made.getvalue()


def test_a_text_box_is_read_once():
    box = "<w:txbxContent><w:p><w:r><w:t>框中的话</w:t></w:r></w:p></w:txbxContent>"
    body = (
        '<w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert read_word(parcel(body)) == ("框中的话",)


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:r><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\x</w:instrText></w:r></w:p>",
        '<w:p><w:fldSimple w:instr="INCLUDEPICTURE &quot;https://a.example.invalid&quot;"/></w:p>',
        '<w:altChunk r="x"/>',
    ],
    ids=["program", "picture", "document within"],
)
def test_a_field_that_reaches_out_and_a_document_within_are_refused(body: str):
    with pytest.raises(WordRefused, match=r"域|其他文档"):
        read_word(parcel(body))


def test_a_link_and_a_page_number_are_fields_that_do_no_harm():
    field = "<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>1</w:t></w:r></w:p>"
    link = '<w:p><w:fldSimple w:instr="HYPERLINK x"><w:r><w:t>见</w:t></w:r></w:fldSimple></w:p>'
    assert read_word(parcel(field + link)) == ("1", "见")


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_however_a_file_is_torn_it_is_refused_with_a_reason(way: int):
    whole = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(parcel("<w:p/>" * 50))) as plain,
        zipfile.ZipFile(whole, "w", way) as archive,
    ):
        for name in plain.namelist():
            archive.writestr(name, plain.read(name))
    content = whole.getvalue()
    for at in range(0, len(content), 3):
        torn = content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
        with suppress(WordRefused):
            read_word(torn)


def test_entities_are_neither_expanded_nor_fetched():
    made = io.BytesIO()
    told = (
        f'<!DOCTYPE d [<!ENTITY a "{"甲" * 100}"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
        f'<w:document xmlns:w="{NAMESPACE}"><w:body><w:p><w:r><w:t>&a;&b;</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )
    with zipfile.ZipFile(io.BytesIO(parcel())) as plain, zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", plain.read("[Content_Types].xml"))
        archive.writestr("word/document.xml", told)
    with pytest.raises(WordRefused, match="实体"):
        read_word(made.getvalue())

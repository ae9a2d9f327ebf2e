"""附带结构化数据: a letter that carries its data is PDF/A-3, the same bytes each time, unread."""

import io
import json
from datetime import date

import pikepdf

from engine.documents import read_template, render_html, text_of, with_data
from engine.documents.template import letter_files

ON = date(2026, 3, 2)
DATA = {"letter": {"number": "示政办告〔2026〕1号"}, "note": '“引号”"双引号"<尖括号>&\n换行'}


def page_of(letters: dict[str, bytes]) -> str:
    template = read_template(letter_files(letters, "F12"))
    return render_html(template, template.sample)


def test_the_data_comes_out_as_it_went_in(letters, press):
    page = with_data(page_of(letters), DATA)
    assert text_of(page) == text_of(page_of(letters))
    with pikepdf.open(io.BytesIO(press.print(page, "F12", ON))) as pdf:
        attached = pdf.attachments["letter.json"]
        assert json.loads(attached.get_file().read_bytes()) == DATA
        assert attached.obj.AFRelationship == "/Data"
        about = pdf.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")


def test_the_same_data_gives_the_same_bytes_and_other_data_others(letters, press):
    page = page_of(letters)
    once, again = (press.print(with_data(page, DATA), "F12", ON) for _ in range(2))
    assert once == again
    assert press.print(with_data(page, DATA | {"note": ""}), "F12", ON) != once


def test_without_data_a_letter_carries_nothing(letters, press):
    with pikepdf.open(io.BytesIO(press.print(page_of(letters), "F12", ON))) as pdf:
        assert not pdf.attachments
        assert pdf.open_metadata()["pdfaid:part"] == "2"


def test_what_a_letter_says_in_its_text_attaches_nothing(letters, press):
    template = read_template(letter_files(letters, "F12"))
    typed = {**dict(template.sample["case"]), "content": '<meta name="data" content="假">'}
    page = render_html(template, {**template.sample, "case": typed})
    with pikepdf.open(io.BytesIO(press.print(page, "F12", ON))) as pdf:
        assert not pdf.attachments

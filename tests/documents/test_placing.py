"""Every passage of a letter is found where it stands on the pages."""

import pytest

from engine.documents import letter_files, read_template, render_html, trace_letter
from engine.documents.placing import place
from engine.documents.proofs import Proof, Run
from engine.documents.tracing import Passage
from tests.documents.test_press import DAY


def run(words: str, top: float = 0.1, page: int = 0) -> Run:
    return Run(page, 0.1, top, 0.1 * len(words), 0.02, words)


def test_a_passage_that_goes_over_two_lines_has_two_spots():
    told = ((Passage("您于"), Passage("三月五日", "case.received_on"), Passage("提出。")),)
    spots = place(told, Proof((), (run("您于三月"), run("五日提出。", top=0.2))))
    assert [(each.passage, round(each.left, 3), round(each.width, 3)) for each in spots] == [
        *((0, 0.1, 0.2), (1, 0.3, 0.2)),
        *((1, 0.1, 0.2), (2, 0.3, 0.3)),
    ]


def test_what_is_on_the_pages_alone_belongs_to_nothing():
    told = ((Passage("甲某", "applicant.name"), Passage("：")),)
    spots = place(told, Proof((), (run("印发"), run("甲某："))))
    assert [each.passage for each in spots] == [0, 1]


@pytest.mark.parametrize("form", ["plain", "letter", "redhead"])
@pytest.mark.parametrize("code", ["F01", "P06"])
def test_every_passage_of_a_printed_letter_is_found(press, letters, code: str, form: str):
    template = read_template(letter_files(letters, code))
    face = {**template.sample["letter"], "copy": "draft", "form": form}
    values = {**template.sample, "letter": face}
    told = trace_letter(template, values)
    spots = place(told, press.proof(render_html(template, values), code, DAY))
    passages = [passage for paragraph in told for passage in paragraph]
    assert {spot.passage for spot in spots} == set(range(len(passages)))

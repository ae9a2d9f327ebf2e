"""文书设置: each letter's own title word, number, seal and layout; the rest is refused in words."""

import pytest

from engine.law.letter_style import LETTER_NUMBER, Seal, style_of
from engine.law.letters import LETTERS
from engine.people.accounts import NotAdministrator
from engine.people.agencies import SettingsRefused, read_settings, save_settings
from engine.people.audit import JournalQuery, changes_of, read_journal
from engine.people.lettering import numbered_letters, read_lettering, save_lettering
from engine.store.agencies import Agency
from engine.store.engines import SessionFactory
from tests.conftest import Desk

TITLE = "政府信息不予公开告知书"


def settings_of(office: Desk) -> dict[str, object]:
    return office.session.get_one(Agency, office.agency_id).settings


def save(office: Desk, **typed: str) -> None:
    changes = {f"letters.{key.replace('_', '.')}": value for key, value in typed.items()}
    administrator = office("administrator")
    save_lettering(administrator, read_lettering(administrator) | changes)


def problem_of(office: Desk, **typed: str) -> str:
    with pytest.raises(SettingsRefused) as caught:
        save(office, **typed)
    (problem,) = caught.value.problems.values()
    return problem


def test_what_somebody_else_saved_meanwhile_is_kept(office: Desk, sessions: SessionFactory):
    settings_of(office)  # read before the other one saved
    office.commit()
    with sessions.writing() as session:
        other = Desk(session)("administrator")
        save_settings(other, read_settings(other) | {"letter_seal": "organ"})
    save(office, F04_word="决定书")
    assert settings_of(office) == {"letter_seal": "organ", "letters": {"F04": {"word": "决定书"}}}
    office.commit()
    with sessions.writing() as session:
        save(Desk(session), F05_word="决定书")
    administrator = office("administrator")
    save_settings(administrator, read_settings(administrator) | {"letter_seal": ""})
    assert set(settings_of(office)["letters"]) == {"F04", "F05"}


def test_without_a_choice_the_catalogue_holds():
    style = style_of(LETTERS["F04"], TITLE, {})
    assert (style.title, style.word, style.series) == (TITLE, "告知书", "告")
    assert (style.pattern, style.seal, style.form) == (LETTER_NUMBER, Seal.DISCLOSURE, None)


def test_a_choice_for_one_letter_goes_before_that_for_all():
    own = {"word": "决定书", "series": "决", "seal": "organ", "form": "redhead"}
    house = {"letter_word": "答复书", "letter_number": "{code_word}{series}〔{year}〕第{seq}号"}
    settings = house | {"letter_form": "letter", "letters": {"F04": own}}
    one, other = (style_of(LETTERS[code], TITLE, settings) for code in ("F04", "F05"))
    assert (one.title, one.series, one.seal, one.form) == (
        *("政府信息不予公开决定书", "决", Seal.ORGAN, "redhead"),
    )
    assert (other.title, other.series, other.seal, other.form) == (
        *("政府信息不予公开答复书", "告", Seal.DISCLOSURE, "letter"),
    )
    assert one.number("示政办", 2026, 7) == "示政办决〔2026〕第7号"


def test_a_record_has_neither_number_nor_seal_whatever_is_chosen():
    style = style_of(LETTERS["R01"], "政府信息公开申请登记表", {"letter_seal": "organ"})
    assert not style.numbered
    assert style.seal is Seal.NONE
    assert "R01" not in {kind.code for kind in numbered_letters()}


def test_a_letter_that_is_no_reply_keeps_its_word():
    title = "政府信息公开申请补正告知书"
    assert style_of(LETTERS["P01"], title, {"letter_word": "决定书"}).title == title


def test_what_is_saved_is_shown_again_and_nothing_else_is_kept(office: Desk):
    save(office, F04_series="决", F04_word="决定书", P01_seal="none")
    assert settings_of(office)["letters"] == {
        "F04": {"word": "决定书", "series": "决"},
        "P01": {"seal": "none"},
    }
    save(office, F04_series="", F04_word="", P01_seal="")
    assert "letters" not in settings_of(office)


def test_the_two_pages_of_settings_leave_each_other_alone(office: Desk):
    save(office, F04_series="决")
    administrator = office("administrator")
    save_settings(administrator, read_settings(administrator) | {"letter_word": "答复书"})
    save(office, F05_series="复")
    assert settings_of(office)["letter_word"] == "答复书"
    assert set(settings_of(office)["letters"]) == {"F04", "F05"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"F04_series": "告1"}, "一至四个汉字"),
        ({"F04_series": "A"}, "一至四个汉字"),
        ({"F04_number": "{series}〔{year}〕号"}, "缺少{seq}"),
        ({"F04_seal": "none"}, "应当加盖印章"),
        ({"F04_seal": "private"}, "请从列表中选择印章"),
        ({"P01_word": "决定书"}, "文种不能改换"),
        ({"F04_form": "record"}, "请从列表中选择版式"),
        ({"R01_series": "表"}, "没有“letters.R01.series”这一项"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_saved(
    office: Desk, typed: dict[str, str], words: str
):
    assert words in problem_of(office, **typed)
    assert settings_of(office) == {}


@pytest.mark.parametrize("who", ["clerk", "head", "manager", "auditor"])
def test_only_the_administrator_sets_letters(office: Desk, who: str):
    with pytest.raises(NotAdministrator):
        read_lettering(office(who))
    with pytest.raises(NotAdministrator):
        save_lettering(office(who), {})


def test_the_journal_tells_in_words_what_was_changed(office: Desk):
    save(office, F04_seal="organ")
    (entry,) = read_journal(office("auditor"), JournalQuery(kind="agency")).entries
    assert entry.summary == "更改文书设置1项"
    (change,) = changes_of(entry)
    assert (change.label, change.before, change.after) == ("文书F04的印章", "（空）", "机关印章")

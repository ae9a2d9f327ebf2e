"""Check digits of people and organisations (invented numbers)."""

import pytest

from engine.forms import FormErrors, load_submission, read_form
from engine.forms.identifiers import is_identity_card, is_organisation_code, is_postcode

CARDS = [
    ("11010519491231002X", True),
    ("440524188001010014", True),
    ("110105194912310021", False),  # wrong check digit
    ("11010519490231002X", False),  # there is no 31 February
    ("11010519491231002x", False),  # written small: normalised before it comes here
    ("1101051949123100", False),
    ("一一010519491231002X", False),
    ("", False),
]


@pytest.mark.parametrize(("number", "valid"), CARDS)
def test_an_identity_card_has_a_birthday_and_a_check_digit(number: str, *, valid: bool) -> None:
    assert is_identity_card(number) is valid


CODES = [
    ("91350100M000100Y43", True),
    ("91350100M000100Y34", False),
    ("91350100M000100I43", False),  # I is not a sign of the code
    ("91350100M000100Y4", False),
]


@pytest.mark.parametrize(("code", "valid"), CODES)
def test_an_organisation_code_has_a_check_sign(code: str, *, valid: bool) -> None:
    assert is_organisation_code(code) is valid


def test_every_single_wrong_digit_is_noticed() -> None:
    good = "11010519491231002X"
    for place in range(17):
        for digit in set("0123456789") - {good[place]}:
            assert not is_identity_card(good[:place] + digit + good[place + 1 :])


def test_a_postcode_has_six_digits() -> None:
    assert is_postcode("273700")
    assert not is_postcode("27370")
    assert not is_postcode("\uff12\uff17\uff13\uff17\uff10\uff10")


def form(check: str, **more: str) -> dict[str, object]:
    field = {
        "type": "textfield",
        "id": "n",
        "key": "n",
        "label": "号码",
        "properties": {"check": check, **more},
    }
    return {"components": [field]}


def test_numbers_are_kept_half_width_and_in_capitals() -> None:
    answers = load_submission(
        read_form(form("id_card")), {"n": " \uff11\uff11\uff10\uff11\uff10\uff15 19491231002x"}, {}
    )
    assert answers == {"n": "11010519491231002X"}


def test_a_wrong_number_says_what_to_look_at() -> None:
    with pytest.raises(FormErrors) as refused:
        load_submission(read_form(form("uscc")), {"n": "91350100M000100Y34"}, {})
    assert refused.value.errors == {
        "n": ["“号码”不是有效的统一社会信用代码，请核对18位代码及末位校验码"]
    }


def test_a_passport_is_no_identity_card() -> None:
    document = form("id_card", checkWhen='=kind = "id_card"')
    assert load_submission(read_form(document), {"n": "E12345678"}, {"kind": "passport"}) == {
        "n": "E12345678"
    }
    with pytest.raises(FormErrors):
        load_submission(read_form(document), {"n": "E12345678"}, {"kind": "id_card"})

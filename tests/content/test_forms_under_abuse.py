"""Whatever is sent to a standard form, it gives answers or messages and nothing else."""

import random

import pytest

from engine.forms import Form, FormErrors, load_submission, present, typed_values
from tests.content.office_play import OPTIONS, TODAY, standard_forms

ROUNDS = 12  # for each form
CONTEXT = {"today": TODAY, "clock": {}, "case": {}}
JUNK: list[object] = [
    *("", " ", "x", "1", "-1", "1e9999", "NaN", "Infinity", "1_000", "0x10", "null", "true"),
    *("2026-03-02", "2026-13-45", "9999-12-31", "0001-01-01", "[]", '{"a":1}', "\x00"),
    *("\uff11\uff12", "\u0663", "甲" * 30_000),
    *([], ["a", "b"], [[1]], [{"title": "x"}], {"a": 1}, None, 5, 3.5, True),
]


def submission(form: Form, chance: random.Random) -> dict[str, object]:
    keys = sorted({each.key for each in form.walk() if each.key})
    offered = [str(option.value) for each in form.walk() for option in each.options]
    raw: dict[str, object] = {"_add": chance.choice(keys), "_remove": chance.choice(keys)}
    for key in keys:
        row = f"{chance.choice(keys)}.{chance.choice([0, 1, 7, 9999, 99999])}."
        raw[chance.choice(["", row]) + key] = chance.choice([*JUNK, *offered])
    return raw


def outcome(
    form: Form, raw: dict[str, object]
) -> tuple[dict[str, object], dict[str, list[str]], dict[str, object]]:
    try:
        return load_submission(form, raw, CONTEXT, OPTIONS), {}, {}
    except FormErrors as refused:
        return {}, refused.errors, refused.typed


@pytest.mark.parametrize("key", standard_forms())
def test_a_form_survives_whatever_is_sent(key: str) -> None:
    form, chance = standard_forms()[key], random.Random(key)
    for _ in range(ROUNDS):
        raw = submission(form, chance)
        drawn = present(form, typed_values(form, raw), {}, CONTEXT, OPTIONS)
        assert drawn.title == form.title
        answers, errors, typed = outcome(form, raw)
        assert set(answers) <= {each.key for each in form.walk()}
        again = present(form, typed, errors, CONTEXT, OPTIONS)
        assert {name for name, _ in again.errors} == set(errors)
        assert all(message.strip() for _, message in again.errors)

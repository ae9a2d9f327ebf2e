"""The hashes of the chains are those of earlier releases: what was sealed then is whole now."""

from datetime import date

from engine.store.chain import plain, seal
from engine.store.events import CaseEvent, digest_of
from tests.conftest import MOMENT

KEPT = CaseEvent(
    case_id=7,
    seq=2,
    tag="task:completed",
    on=date(2026, 3, 2),
    at=MOMENT,
    actor_id=5,
    actor="乙经办",
    node_id="register",
    summary="登记审核",
    article="条例第三十一条",
    payload={"form": {"b": 1, "a": "甲"}},
    previous="00ff",
)


def test_a_fact_kept_by_the_first_release_still_has_its_hash():
    assert digest_of(KEPT) == "7e5b24689f8c6ceb60d4e62e3d0f10c7888c341aafab6e8e6c22bc2913eb42c3"


def test_what_is_hashed_is_what_is_read_back():
    assert plain({"day": date(2026, 3, 2), "name": "甲"}) == {"day": "2026-03-02", "name": "甲"}
    assert seal(plain({"b": 1, "a": 2})) == seal(plain({"a": 2, "b": 1}))
    assert seal("12", "3") != seal("1", "23")

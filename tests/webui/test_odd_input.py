"""Whatever is sent, from wherever: an answer in Chinese, and never a failure of ours."""

from itertools import cycle, islice

import pytest

from engine.roles import Permission, Role, may
from tests.webui.conftest import PASSWORD, Site
from tests.webui.test_permissions import LOGINS, ROUTES, address, name
from webui.guard import OPEN
from webui.replay import fresh_key

ODD = (
    *("a\x00b", "[" * 5000, '{"draft": "\\ud800"}', "99999999999999999999", "2147483648", "-1"),
    *(
        "9999-12-31",
        "0001-01-01",
        "٣",
        "/\t/[",
        "../../etc/passwd",
        "'\"><b>{{ 7*7 }}",
        "字" * 3000,
    ),
)
FIELDS = (
    *("version", "base", "note", "reason", "words", "kind", "quote", "near", "letter", "person"),
    *("task", "login", "name", "roles", "day", "year", "q", "from", "to", "on", "before", "after"),
    *("source", "sample", "letter_form", "number", "code", "_labels", "_step", "_add", "_remove"),
    *("_letter", "keep:forms/sign.json", "department", "decision", "file", "scope", "urgency"),
    *("extension", "content", "channel", "applicant", "documents.0.title", "holiday", "workday"),
)
REST = {"/sign-out", "/account/password"}
"""After these nobody is signed in any more."""


def test_every_route_answers_odd_input_in_words(site: Site):
    visitors = {role: site.as_(LOGINS[role]) for role in Role}
    for turn, route in enumerate(ROUTES):
        if route.path in REST:
            continue
        able = [
            r for r in Role if route.permission == OPEN or may([r], Permission(route.permission))
        ]
        visitor, page = visitors[able[0]], address(route).replace("<code>", "F12")
        values = dict(zip(FIELDS, islice(cycle(ODD), turn % len(ODD), None), strict=False))
        if route.methods == ("GET",):
            answer = visitor.client.get(page, query_string=values)
        else:
            visitor.hidden["once"] = fresh_key()
            answer = visitor.send(page, values)
        assert answer.status_code < 500, name(route)


def test_a_key_of_a_form_may_be_anything(site: Site):
    clerk = site.as_("clerk")
    assert clerk.send("/work/claim", {"once": "\x00", "task": "x"}).status_code < 500
    assert clerk.send("/work/claim", {"once": "键" * 500, "task": "x"}).status_code < 500


def test_nothing_is_kept_of_a_sign_that_means_nothing(site: Site):
    visitor = site.visitor()
    visitor.get("/sign-in")
    answer = visitor.send("/sign-in", {"login": "cl\x00erk", "password": PASSWORD})
    assert answer.status_code == 303
    assert visitor.get("/cases?q=%00").status_code == 200


@pytest.mark.parametrize("labels", ["[" * 5000, '{"note": "\\ud800"}', "[]", "x"])
def test_labels_that_cannot_be_read_hide_nothing_that_was_typed(site: Site, labels: str):
    clerk = site.as_("clerk")
    sent = {"_step": "another", "_labels": labels, "note": "填写的内容"}
    answer = clerk.send("/tasks/2", sent)
    assert answer.status_code == 409
    assert "填写的内容" in answer.text


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_the_journal_of_a_day_out_of_all_reckoning_is_the_whole_journal(site: Site, day: str):
    auditor = site.as_("auditor")
    assert "登录" in auditor.get(f"/journal?day={day}").text
    assert auditor.get(f"/journal/file?day={day}").status_code == 200


def test_headers_that_are_no_addresses_do_no_harm(site: Site):
    clerk = site.as_("clerk")
    page = clerk.get("/cases/999", headers={"Referer": "http://["})
    assert (page.status_code, 'href="/">返回上一页' in page.text) == (404, True)
    elsewhere = clerk.get("/cases/999", headers={"Referer": "http://localhost//elsewhere.example"})
    assert 'href="/">返回上一页' in elsewhere.text
    assert clerk.send("/work/claim", headers={"Origin": "http://["}).status_code == 403
    visitor = site.visitor()
    visitor.get("/sign-in")
    sent = {"login": "clerk", "password": PASSWORD, "next": "/\t/["}
    assert visitor.send("/sign-in", sent).location == "/"

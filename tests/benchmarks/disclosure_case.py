"""A disclosure case of sixty nodes and eighteen steps, for our engine and for plain SpiffWorkflow.

One rework loop, two parallel blocks, two boundary timers, a sub-process, nine choices.
The same drawing is written twice: with FEEL, where a result is a context named by its
step, and with the Python expressions SpiffWorkflow reads out of its flat task data.
"""

from collections.abc import Iterator

from tests.bpmn.writing import (
    boundary,
    chain,
    document,
    end,
    flow,
    gateway,
    node,
    start,
    throw,
    timer,
    user,
)

STEPS: tuple[tuple[str, dict[str, object]], ...] = (
    ("u_register", {"valid": True}),
    ("u_assign", {}),
    ("u_search_a", {}),
    ("u_search_b", {}),
    ("u_search_c", {}),
    ("u_review", {"third": False}),
    ("u_redact", {}),
    ("u_legal", {}),
    ("u_decide", {"decision": "grant"}),
    ("u_grant", {}),
    ("u_supervisor", {"approved": False}),
    ("u_decide", {"decision": "partial"}),
    ("u_partial", {}),
    ("u_supervisor", {"approved": True}),
    ("u_print", {}),
    ("u_mail", {"fee": False}),
    ("u_publish", {"appeal": False}),
    ("u_archive", {}),
)
PEOPLE = [
    "u_register",
    "u_correction",
    "u_assign",
    "u_search_a",
    "u_search_b",
    "u_search_c",
    "u_review",
    "u_notify_third",
    "u_third_reply",
    "u_noreply",
    "u_redact",
    "u_legal",
    "u_decide",
    "u_grant",
    "u_partial",
    "u_refuse",
    "u_supervisor",
    "u_invoice",
    "u_payment",
    "u_publish",
    "u_appeal",
    "u_appeal_review",
    "u_archive",
]
MILESTONES = [
    "m_received",
    "m_accepted",
    "m_found",
    "m_remind",
    "m_ready",
    "m_decided",
    "m_sent",
    "m_closing",
    "m_archived",
]
CHOICES = {
    "g_valid": "f_invalid",
    "g_third": "f_nothird",
    "g_decision": "f_refuse",
    "g_ok": "f_back",
    "g_fee": "f_nofee",
    "g_appeal": "f_noappeal",
    "g_appeal_result": "f_upheld",
}
MERGES = ["g_thirdmerge", "g_dmerge", "g_feemerge", "g_close"]
PARALLEL = ["p_search", "j_search", "p_prep", "j_prep"]
PATHS = (
    "s m_received u_register g_valid",
    "u_correction u_register",
    "m_accepted u_assign p_search u_search_a j_search m_found u_review g_third",
    "p_search u_search_b j_search",
    "p_search u_search_c j_search",
    "b_remind m_remind e_remind",
    "u_notify_third u_third_reply g_thirdmerge p_prep u_redact j_prep m_ready u_decide g_decision",
    "b_noreply u_noreply g_thirdmerge",
    "p_prep u_legal j_prep",
    "u_grant g_dmerge u_supervisor g_ok",
    "u_partial g_dmerge",
    "u_refuse g_dmerge",
    "m_decided sp_send m_sent g_fee",
    "u_invoice u_payment g_feemerge u_publish g_appeal",
    "u_appeal u_appeal_review g_appeal_result",
    "g_close m_closing u_archive m_archived e",
)
GUARDED = (
    ("g_valid", "m_accepted", "u_register", "valid", True),
    ("g_third", "u_notify_third", "u_review", "third", True),
    ("g_decision", "u_grant", "u_decide", "decision", "grant"),
    ("g_decision", "u_partial", "u_decide", "decision", "partial"),
    ("g_ok", "m_decided", "u_supervisor", "approved", True),
    ("g_fee", "u_invoice", "u_mail", "fee", True),
    ("g_appeal", "u_appeal", "u_publish", "appeal", True),
    ("g_appeal_result", "u_decide", "u_appeal_review", "upheld", False),
)
DEFAULTS = (
    ("g_valid", "u_correction", "f_invalid"),
    ("g_third", "g_thirdmerge", "f_nothird"),
    ("g_decision", "u_refuse", "f_refuse"),
    ("g_ok", "u_decide", "f_back"),
    ("g_fee", "g_feemerge", "f_nofee"),
    ("g_appeal", "g_close", "f_noappeal"),
    ("g_appeal_result", "g_close", "f_upheld"),
)


def written(step: str, field: str, value: object, *, feel: bool) -> str:
    """Write a condition in the language of the engine."""
    if not feel:
        return f"{field} == {value!r}"
    literal = str(value).lower() if isinstance(value, bool) else f'"{value}"'
    return f"{step}.{field} = {literal}"


def nodes(*, feel: bool) -> Iterator[str]:
    """Write the nodes."""
    quote = "" if feel else '"'
    yield start()
    yield from (user(name, "", f'name="{name}" camunda:formKey="{name}"') for name in PEOPLE)
    yield from (throw(name) for name in MILESTONES)
    yield from (gateway("exclusive", name, default) for name, default in CHOICES.items())
    yield from (gateway("exclusive", name) for name in MERGES)
    yield from (gateway("parallel", name) for name in PARALLEL)
    remind, overdue = (timer("timeDuration", f"{quote}{t}{quote}") for t in ("P14D", "P30D"))
    yield boundary("b_remind", "u_review", remind, interrupting=False)
    yield boundary("b_noreply", "u_third_reply", overdue)
    sending = start("s_send") + user("u_print") + throw("m_printed") + user("u_mail")
    path = chain("s_send", "u_print", "m_printed", "u_mail", "e_send")
    yield node("subProcess", "sp_send", sending + end("e_send") + path)
    yield end("e_remind") + end()


def disclosure(*, feel: bool = True) -> bytes:
    """Write the diagram; its process is `Disclosure`."""
    flows = "".join(chain(*path.split()) for path in PATHS)
    flows += "".join(
        flow(a, b, written(step, field, value, feel=feel)) for a, b, step, field, value in GUARDED
    )
    flows += "".join(flow(a, b, name=name) for a, b, name in DEFAULTS)
    return document("".join(nodes(feel=feel)) + flows, process="Disclosure")


def filled(step: str, number: int, answer: dict[str, object]) -> dict[str, object]:
    """Fill in a form as a clerk would: four texts and the answer."""
    texts = {
        f"{step}_{field}": f"第{number}步由经办人填写的{field}内容，供后续环节查阅"
        for field in ("subject", "note", "owner", "reference")
    }
    return {**texts, **answer}


def rework(*, feel: bool = True) -> bytes:
    """Write a step that is done again and again; its process is `Rework`."""
    return document(
        start()
        + user("u")
        + gateway("exclusive", "g", "d")
        + end()
        + chain("s", "u", "g")
        + flow("g", "u", written("u", "again", value=True, feel=feel))
        + flow("g", "e", name="d"),
        process="Rework",
    )

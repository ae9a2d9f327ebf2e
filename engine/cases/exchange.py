"""What a letter tells machines of itself: its number, days, result and grounds, and its record.

Nothing of it names the applicant: the file goes to whoever the letter goes to.
"""

from collections.abc import Mapping
from typing import Any

from engine.cases.sitting import Sitting
from engine.cases.values import frozen
from engine.law.letters import letter_kind

FORMAT = "mingda.letter/1"


def exchanged(sitting: Sitting, values: Mapping[str, Any]) -> dict[str, Any]:
    """Gather the data of a letter that is being signed.

    `record` is the last link of the case's chain of facts before the signature, so that the
    letter can be laid beside the record it rests on.
    """
    letter, case, reply = values["letter"], values["case"], values["reply"]
    kind = letter_kind(str(letter["code"]))
    data = {
        "format": FORMAT,
        "agency": values["agency"]["name"],
        "letter": {name: letter[name] for name in ("code", "title", "number", "date")},
        "case": {name: case[name] for name in ("number", "received_on", "channel", "reply_due")},
        "result": {"code": reply["code"], "label": reply["label"]} if kind.final else None,
        "articles": list(reply["articles"] if kind.final else kind.articles),
        "remedy_articles": values["remedy"]["articles"],
        "record": {"seq": sitting.last.seq, "digest": sitting.last.digest},
    }
    written: dict[str, Any] = frozen(data)
    return written

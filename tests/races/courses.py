"""Courses that exist in races only: one that several sign, which can be suspended, ended and sent back, and a later edition
of the transfer to which a case can be moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from viewflow import this

from tests import editions
from tests.workflows import countersigned
from workflows.engine import catalogue, returning
from workflows.engine.words import Suspension, Termination, Withdrawal

LAST_DAY = dt.date(2026, 12, 1)
# It begins long after every race, so that nothing is opened under it.
LATER = editions.edition("transfer_later", since=dt.date(2090, 1, 1))

_STEP = countersigned.sign(sender_may_change=True).Lapsed(
    this.refused, on=lambda _facts: LAST_DAY, article=countersigned.ARTICLE
)
RACED = countersigned.course("Raced", _STEP)
RACED.suspension = Suspension(article=countersigned.ARTICLE, by=countersigned.HEAD, at=("draft", "sign"))
RACED.termination = Termination(
    article=countersigned.ARTICLE, by=countersigned.HEAD, at=("draft", "sign"), then="refused"
)
RACED.withdrawal = Withdrawal(article=countersigned.ARTICLE, at=("draft", "sign"), then="refused")

_proved = returning.returns_kept


def _returns(process: type) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return {"sign": {"draft": ()}} if process is RACED else _proved(process)


def register() -> None:
    """Let this process know them; what is proved of a course in the product is said of this one here."""
    catalogue.register(RACED)
    catalogue.register(LATER)
    returning.returns_kept = _returns

"""What each step of a request may choose from, proposes, and shows first (填写限定)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms import instruction as forms
from forms.kit import Limits
from registry.models import Organisation, Role
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.requests import asked_again, request_of
from workflows.processes.instruction import facts as of

# A deputy, or the commissioner, may write the request; it leaves only with the secretary's signature.
OPENED_BY = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.ORGANISATION_COMMISSIONER)


def opening_limits(organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
    """Nothing but the day."""
    return Limits(today)


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """The day, and that of the reply for its receipt."""
    replied = Said(case).day("approve") if step in ("acknowledge", "acknowledge_refusal") else None
    return Limits(today, values={"replied_on": replied or today})


def initial(case: Case, step: str) -> dict[str, Any]:
    """The request as it stands for its correction; the draft as it stands for a new one."""
    if step == "amend":
        return asked_again(case)
    latest = Said(case).decision("draft") if step == "draft" else None
    return dict(latest.answers) if latest else {}


def expected(case: Case, step: str) -> dict[str, Any]:
    """What later steps need to know of an answer that is not there yet."""
    said = Said(case)
    if step == "amend":
        return request_of(said)
    if step == "draft":
        before = said("draft") if step in said else {}
        return {"handling": "", "reply": "", "concerns_others": before.get("concerns_others", True)}
    return {}


def summary_of(case: Case, said: Said) -> list[tuple[Any, str]]:
    """The facts a reader needs first: what is asked, why, what the branch proposes, and the draft of the reply."""
    asked = request_of(said)
    rows: list[tuple[Any, str]] = [
        (_("Matter"), asked["matter"]),
        (_("Asks for"), str(forms.Asks(asked["asks"]).label)),
        (_("Asked by"), case.organisation.name),
        (_("Asked"), of.committee_of(case).name),
        (_("Facts and reasons"), asked["reasons"]),
        (_("What the branch proposes"), asked["proposal"]),
    ]
    if "draft" in said:
        rows += [(_("Proposed handling"), said("draft")["handling"]), (_("Draft of the reply"), said("draft")["reply"])]
    return rows

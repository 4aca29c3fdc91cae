"""What each step of a stay may choose from, proposes, and shows first (填写限定)."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms import stay as forms
from forms.kit import Limits
from registry import members
from registry.calendar import first_of_month
from registry.models import Member, Organisation, Role
from workflows.engine.handling import day_of
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.families.requests import asked_again, request_of
from workflows.policy import asking as policy
from workflows.processes.stay import facts as of
from workflows.processes.stay import rules

OPENED_BY = (Role.SECRETARY, Role.DEPUTY_SECRETARY)


def opening_limits(organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
    """Members of the branch; for the member himself only himself; every organisation he can stay with."""
    roll = members.members_of(organisation, today)
    if not by_post:
        roll = roll.filter(person=person)
    last_short_day = partial(rules.last_short_day, terms=policy.policy_of(organisation, today).transfer)
    hosts, barred = of.possible_hosts(today), of.barred_hosts(organisation)
    return Limits(today, values={"members": roll, "hosts": hosts, "barred": barred, "last_short_day": last_short_day})


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """What each step may choose from."""
    values: dict[str, Any] = {
        "members": Member.objects.filter(pk=case.subject_id),
        "hosts": of.possible_hosts(today),
        "barred": of.barred_hosts(case.organisation),
        "last_short_day": partial(rules.last_short_day, terms=pack_of(case).transfer),
    }
    if step == "hand_over":
        paper = of.certificate_of(case)
        values["issued_on"] = paper.dated if paper is not None else today
    if step in ("away", "is_back", "extend"):
        # A stay is extended once: what counts before an extension is the request.
        request = request_of(Said(case))
        values |= {"from_on": request["from_on"], "last_day": request["until_on"]}
    return Limits(today, answered_by_subject=by_subject, values=values)


def initial(case: Case, step: str) -> dict[str, Any]:
    """The request as it stands for its correction; the month of the register for the check."""
    if step == "amend":
        return asked_again(case)
    if step == "branch_check" and case.member.dues_paid_until:
        return {"dues_paid_until": case.member.dues_paid_until}
    latest = Said(case).decision("extend") if step == "extend" else None
    return dict(latest.answers) if latest else {}


def expected(case: Case, step: str) -> dict[str, Any]:
    """What later steps need to know of an answer that is not there yet."""
    said = Said(case)
    if step == "amend":
        return request_of(said)
    if step == "branch_check":
        # Nobody passes the check whose dues are not paid up to then.
        months = (case.member.dues_paid_until, first_of_month(day_of(case)))
        return {"dues_paid_until": max(month for month in months if month)}
    return {}


def summary_of(case: Case, said: Said) -> list[tuple[Any, str]]:
    """The facts a reader needs first."""
    asked, person = request_of(said), case.member.person
    return [
        (_("Member"), f"{person.name}（{person.get_sex_display()}）"),
        (_("Standing"), str(case.member.get_standing_display())),
        (_("From"), case.organisation.name),
        (_("Stays at"), of.host_name(said)),
        (_("There from"), asked["from_on"].isoformat()),
        (_("There until"), of.asked_until(said).isoformat()),
        (_("Reason"), str(forms.Reason(asked["reason"]).label)),
        (_("Telephone"), asked["telephone"]),
    ]

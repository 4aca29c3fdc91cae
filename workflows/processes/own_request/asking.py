"""What each step of a request to leave may choose from, proposes, and shows first (填写限定)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.disposal.kit import SHORT
from forms.disposal.leaving import Motive
from forms.kit import Limits
from registry import members
from registry.models import Member, Organisation
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.engine.votes.kinds import Kind
from workflows.families.disposal import facts as shared
from workflows.processes.own_request import facts as of

NORMALLY_AGREED = "本人坚持退党，按照规定一般应予同意。"


def opening_limits(organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
    """Members of the branch; for the member himself only himself."""
    roll = members.members_of(organisation, today)
    return Limits(today, values={"members": roll if by_post else roll.filter(person=person)})


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """Full members of the branch to talk; whom the case is about stays; nothing is announced before the meeting."""
    values: dict[str, Any] = {
        "members": Member.objects.filter(pk=case.subject_id),
        "full_members": shared.full_members(case, today),
    }
    if step == "announce":
        values["met_on"] = of.met_on(case)
    return Limits(today, answered_by_subject=by_subject, values=values)


def initial(case: Case, step: str) -> dict[str, Any]:
    """What is normally said where the policy lays it down; his reason, where it is short enough to be reported whole."""
    if step == "study" and pack_of(case).own_withdrawal.default_answer.value == "agree":
        return {"opinion": NORMALLY_AGREED}
    if step == "announce":
        return {"scope": "支部党员大会"}
    if step == "report_facts":
        reason = Said(case)("start")["reason"]
        return {"gist": reason if len(reason) <= SHORT else ""}
    return {}


def expected(case: Case, step: str) -> dict[str, Any]:
    """For the path ahead: he has reasons of his own."""
    return {"motive": Motive.PRIVATE.value} if step == "talk" else {}


def summary_of(case: Case, said: Said) -> list[tuple[Any, str]]:
    """The facts a reader needs first: who asks, since when, why, under which rules."""
    pack = pack_of(case)
    rows: list[tuple[Any, str]] = [
        (_("Member"), f"{case.member.person.name}（{case.member.get_standing_display()}）"),
        (_("Branch"), case.organisation.name),
        (_("Asked on"), of.asked_on(case, said).isoformat()),
        (_("Reason"), said("start")["reason"]),
        (_("Rules that apply"), f"{pack.title}（{pack.version}）"),
    ]
    if "talk" in said:
        rows.append((_("Why he really wants to leave"), str(Motive(said("talk")["motive"]).label)))
    return rows


def request(case: Case) -> ItemAsked:
    """What the general meeting discusses, and votes on where the policy wants a vote."""
    votes = pack_of(case).own_withdrawal.vote.value == "vote"
    matter = f"{'同意' if votes else '讨论'}{case.member.person.name}要求退党，予以除名"
    return ItemAsked(Kind.GM_GENERAL if votes else None, matter, case.member)

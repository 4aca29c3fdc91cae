"""What each step of a restoration may choose from, proposes, and shows first (填写限定)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.kit import Limits
from registry import members
from registry.models import Organisation
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.engine.votes.kinds import Kind
from workflows.families.disposal import asking as shared
from workflows.processes.restoration import facts as of


def opening_limits(organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
    """Members of the branch; for the member himself only himself. Who is not suspended is told what is to be done."""
    roll = members.members_of(organisation, today)
    return Limits(today, values={"members": roll if by_post else roll.filter(person=person)})


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """Full members of the branch to talk; whom the case is about stays."""
    return shared.limits(case, step, today=today, by_subject=by_subject)


def initial(case: Case, step: str) -> dict[str, Any]:
    """His words for whoever decides; why he is not restored, for whoever tells him."""
    if step in ("review", "approve"):
        return {"his_words": of.his_words(case, Said(case))}
    if step == "tell":
        return {"words": of.why_not(Said(case))}
    return {"scope": "支部党员大会"} if step == "announce" else {}


def summary_of(case: Case, said: Said) -> list[tuple[Any, str]]:
    """The facts a reader needs first: who asks, suspended since when, under which rules."""
    pack, since = pack_of(case), case.member.suspended_since
    rows: list[tuple[Any, str]] = [
        (_("Member"), f"{case.member.person.name}（{case.member.get_standing_display()}）"),
        (_("Branch"), case.organisation.name),
        (_("Asked on"), of.asked_on(case, said).isoformat()),
        (_("Rules that apply"), f"{pack.title}（{pack.version}）"),
    ]
    return [*rows, (_("Suspended since"), since.isoformat())] if since else rows


def measure(case: Case) -> ItemAsked:
    """What the general meeting votes on."""
    return ItemAsked(Kind.GM_GENERAL, f"关于恢复{case.member.person.name}同志党籍的决议", case.member)

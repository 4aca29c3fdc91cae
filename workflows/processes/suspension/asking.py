"""What each step of a suspension may choose from, proposes, and shows first (填写限定)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.kit import Limits
from forms.lost_contact import Ground
from registry import members
from registry.models import Organisation, Standing
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.engine.votes.kinds import Kind
from workflows.families.disposal import asking as shared
from workflows.processes.suspension import facts as of


def opening_limits(organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
    """Everybody on the roll of the branch; full members to look for him."""
    roll = members.members_of(organisation, today)
    return Limits(today, values={"members": roll, "full_members": roll.filter(standing=Standing.FULL)})


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """The two who look for him, and how many ways were written down."""
    more: dict[str, Any] = {}
    if step == "search":
        names = {name: person.name for name, person in of.searchers(Said(case)).items()}
        more |= {"searchers": names, "entries": len(of.entries(case))}
    return shared.limits(case, step, today=today, by_subject=by_subject, **more)


def initial(case: Case, step: str) -> dict[str, Any]:
    """His words, or that he could not be reached, for whoever decides."""
    if step == "approve":
        return {"his_words": of.his_words(Said(case))}
    return {"scope": "支部党员大会"} if step == "announce" else {}


def summary_of(case: Case, said: Said) -> list[tuple[Any, str]]:
    """The facts a reader needs first: whom, why, since when, under which rules."""
    asked, pack = said("start"), pack_of(case)
    rows: list[tuple[Any, str]] = [
        (_("Member"), f"{case.member.person.name}（{case.member.get_standing_display()}）"),
        (_("Branch"), case.organisation.name),
        (_("Ground"), str(Ground(asked["ground"]).label)),
        (_("Last contact on"), asked["last_contact_on"].isoformat()),
        (_("Rules that apply"), f"{pack.title}（{pack.version}）"),
    ]
    if asked["abroad_since"]:
        rows.append((_("Abroad since"), asked["abroad_since"].isoformat()))
    return rows


def measure(case: Case) -> ItemAsked:
    """What the general meeting votes on."""
    return ItemAsked(Kind.GM_GENERAL, f"关于停止{case.member.person.name}同志党籍的决议", case.member)


def approval(case: Case) -> ItemAsked:
    """What the committee votes on."""
    return ItemAsked(Kind.CM_APPROVAL, f"审批停止{case.member.person.name}同志党籍", case.member)

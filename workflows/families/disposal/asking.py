"""What each step of a disposal may choose from, proposes, and shows first (填写限定)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.kit import Limits
from registry.models import Member, Organisation
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import facts as of

WITH_HIS_WORDS = ("examine", "approve")


def opening_limits(organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
    """Everybody on the roll of the branch."""
    return Limits(today, values={"members": of.to_propose(organisation, today)})


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool, **more: Any) -> Limits:
    """Full members of the branch to investigate, talk and help; whom the case is about stays."""
    values = {"members": Member.objects.filter(pk=case.subject_id), "full_members": of.full_members(case, today)}
    return Limits(today, answered_by_subject=by_subject, values=values | more)


def initial(case: Case, step: str) -> dict[str, Any]:
    """The proposal to be corrected, his words to be read, what the investigation found."""
    said = Said(case)
    if step == "amend":
        return dict(case.flow_class.opening_answers(case))
    if step in WITH_HIS_WORDS:
        return {"his_words": of.his_words(said)}
    if step == "investigate":
        return {"facts": of.proposal_of(said)["facts"]}
    if step == "announce":
        return {"scope": "支部党员大会"}
    if step == "talk" and "investigate" in said:
        found = said("investigate")
        return {name: found[team].public_id for name, team in (("talker_1", "team_1"), ("talker_2", "team_2"))}
    return {}


def summary_of(case: Case, said: Said) -> list[tuple[Any, str]]:
    """The facts a reader needs first: about whom, why, under which rules."""
    proposed, pack = of.proposal_of(said), case.flow_class.pack(case)
    rows: list[tuple[Any, str]] = [
        (_("Member"), f"{case.member.person.name}（{case.member.get_standing_display()}）"),
        (_("Branch"), case.organisation.name),
        (_("Ground"), case.flow_class.ground_label(proposed["ground"])),
        (_("Rules that apply"), f"{pack.title}（{pack.version}）"),
    ]
    if "talk" in said:
        rows.append((_("What the member said"), of.his_words(said)))
    return rows

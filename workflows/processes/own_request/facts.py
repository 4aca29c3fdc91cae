"""The facts of a request to leave (事实): gathered from the case, its meeting and the register, once, for rules and papers."""

from __future__ import annotations

import datetime as dt

from workflows.engine.handling import day_of, once
from workflows.engine.meetings import standing
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.families.disposal import facts as shared
from workflows.processes.own_request.rules import Facts, last_day


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    said, member, today = said or Said(case), case.member, day_of(case)
    ended = said.outcome("discuss")
    return Facts(
        today=today,
        pack=pack_of(case),
        member=member.person.name,
        standing=str(member.standing),
        at_home_here=shared.at_home_here(case),
        other_disposal=once(case, "other disposal", lambda: shared.other_disposal(member, but=case)),
        opened_by_subject=case.opener_id == member.person_id,
        motive=said("talk")["motive"] if "talk" in said else "",
        voted=ended in ("carried", "lost"),
        agreed=ended in ("carried", "held"),
    )


def asked_on(case: Case, said: Said) -> dt.date:
    """The day he asked: in the system, or the one on his paper."""
    if "consent" not in said:
        return case.opened_on
    signed: dt.date = said("consent").get("signed_on") or said.newest("consent")
    return signed


def on_paper(case: Case, said: Said) -> bool:
    """Whether somebody else typed in what he has signed."""
    return "consent" in said and bool(said("consent").get("signed_on"))


def met_on(case: Case) -> dt.date:
    """The day of the general meeting; today while there was none."""
    meeting = standing.last(case, "discuss") if case.pk else None
    return meeting.held_on if meeting is not None else day_of(case)


def ended_on(case: Case, said: Said) -> dt.date:
    """His last day as a member, by the policy of the case."""
    announced: dt.date = said("announce")["announced_on"]
    return last_day(pack_of(case).own_withdrawal, announced_on=announced, recorded_on=said.newest("record"))

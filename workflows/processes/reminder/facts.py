"""The facts of an education (事实): from what was answered, and from the ledgers as they stood on the day it was opened."""

from __future__ import annotations

import datetime as dt

from forms.reminder import Failing
from registry.models import Member
from workflows.engine.handling import day_of, once
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.families.disposal import facts as shared
from workflows.families.ledger_months import months_of
from workflows.families.six_months import Run, Rung
from workflows.processes.reminder.rules import Facts


def run_of(case: Case, said: Said) -> Run | None:
    """The run of the ledger that counts the failing, as of the day the case was opened; None where none counts it."""
    failing, day = said("start")["failing"], case.opened_on if case.pk else day_of(case)
    if failing == Failing.CONDUCT:
        return None
    months = once(case, "months", lambda: months_of(case.member, day))
    return next(run for run in months.runs if run.ledger == failing)


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at."""
    said = said or Said(case)
    asked, today, member = said("start"), day_of(case), case.member
    run = run_of(case, said)
    return Facts(
        today=today,
        pack=pack_of(case),
        member=member.person.name,
        standing=str(member.standing),
        at_home_here=shared.at_home_here(case),
        other=once(case, "other education", lambda: other_of(member, but=case)),
        measure=asked["measure"],
        milder=bool(asked["milder"]),
        counted=run is not None,
        months=len(run.missed) if run is not None else 0,
        due=str(run.rung if run is not None else Rung.NONE),
        may_correct=run is not None and run.may_correct,
        told_on=said.newest("talk") if "talk" in said else today,
        due_on=asked["due_on"] or today,
    )


def other_of(member: Member, *, but: Case) -> str:
    """The number of another open case of this kind about a member; empty if there is none."""
    others = member.cases.filter(closed_at=None, process_name="reminder")
    found = others.exclude(pk=but.pk).first() if but.pk else others.first()
    return found.number if found is not None else ""


def two_talk(case: Case, said: Said) -> bool:
    """True after a demand: two talk with him then."""
    return bool(said("start")["measure"] == Rung.DEMAND)


def period(months: tuple[dt.date, ...]) -> str:
    """Some months on paper: from the first to the last, or the one."""
    if not months:
        return ""
    first, last = (f"{month.year}年{month.month}月" for month in (months[0], months[-1]))
    return first if first == last else f"{first}至{last}"

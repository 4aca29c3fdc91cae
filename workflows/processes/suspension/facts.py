"""The facts of a suspension (事实): gathered from the case, its log, its meetings and the register, once, for rules and papers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from workflows.engine.handling import day_of, once
from workflows.engine.models import SENT_BACK, Case, Decision
from workflows.engine.places import general_branch_of
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.families.disposal import facts as shared
from workflows.processes.suspension.rules import Facts

UNREACHABLE = "经多种方式查找，无法取得联系。"


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    said, member, today = said or Said(case), case.member, day_of(case)
    asked, log = said("start"), entries(case)
    return Facts(
        today=today,
        pack=pack_of(case),
        member=member.person.name,
        standing=str(member.standing),
        at_home_here=shared.at_home_here(case),
        other_disposal=once(case, "other disposal", lambda: shared.other_disposal(member, but=case)),
        ground=asked["ground"],
        last_contact_on=asked["last_contact_on"],
        abroad_since=asked["abroad_since"],
        channels=len({one["channel"] for one in log}),
        searchers=len({one["by"] for one in log}),
        has_general_branch=general_branch_of(case) != case.organisation,
        approved_on=shared.approved_on(case),
    )


def entries(case: Case) -> list[dict[str, Any]]:
    """The answers of every search of the log, oldest first."""
    if not case.pk:
        return []
    found = Decision.objects.filter(case=case, step="search", outcome="tried", recalled_at__isnull=True)
    return [dict(one.answers) for one in found.exclude(outcome=SENT_BACK).order_by("pk")]


def searchers(said: Said) -> dict[str, Any]:
    """The two who look for him, by the names of their questions."""
    asked = said("start")
    return {name: asked[name].person for name in ("searcher_1", "searcher_2")}


def searched_until(case: Case, said: Said) -> dt.date:
    """The day of the newest search; that of the step that put it forward where none was written down."""
    log = entries(case)
    return max(dt.date.fromisoformat(one["on"]) for one in log) if log else said.newest("search")


def his_words(said: Said) -> str:
    """What he said when he was spoken to, or that he could not be."""
    stated: str = said("search").get("stated") or UNREACHABLE if "search" in said else UNREACHABLE
    return stated

"""What each step may choose from, proposes, and shows first (填写限定)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.kit import Limits
from forms.reminder import Failing, Measure
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import asking as shared
from workflows.processes.reminder import facts as of

opening_limits = shared.opening_limits


def first_answers(finding: str, detail: str) -> dict[str, str]:
    """Where a ledger shows it: in what he has failed, and what is due."""
    return {"failing": detail, "measure": finding}


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """Full members of the branch to talk; whether two have to."""
    two = of.two_talk(case, Said(case))
    return shared.limits(case, step, today=today, by_subject=by_subject, two_talk=two)


def initial(case: Case, step: str) -> dict[str, Any]:
    """His words where they are weighed."""
    return {"his_words": Said(case)("answer")["words"]} if step == "weigh" else {}


def expected(case: Case, step: str) -> dict[str, Any]:
    """For the path ahead: nothing that the rules look at is answered on the way."""
    return {}


def summary_of(case: Case, said: Said) -> list[tuple[Any, str]]:
    """The facts a reader needs first: about whom, in what he has failed, what the ledger says, how he is educated."""
    asked, run, pack = said("start"), of.run_of(case, said), case.flow_class.pack(case)
    rows: list[tuple[Any, str]] = [
        (_("Member"), f"{case.member.person.name}（{case.member.get_standing_display()}）"),
        (_("Branch"), case.organisation.name),
        (_("In what he has failed"), str(Failing(asked["failing"]).label)),
    ]
    if run is not None:
        rows.append((_("What the ledgers say"), str(run.sentence)))
    rows.append((_("How he is educated"), str(Measure(asked["measure"]).label)))
    if "answer" in said and said("answer")["words"]:
        rows.append((_("What the member said"), said("answer")["words"]))
    rows.append((_("Rules that apply"), f"{pack.title}（{pack.version}）"))
    return rows

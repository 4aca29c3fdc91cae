"""What the papers print (文书事实): D-MO-1, D-MO-2, and the receipt of the demand."""

from __future__ import annotations

from typing import Any

from forms.reminder import Failing
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal.paperwork import stated
from workflows.processes.reminder import facts as of

Facts = dict[str, Any]
CALLED = {"reminder": "提醒谈话", "criticism": "批评教育", "demand": "批评教育"}
FAILED = {Failing.LIFE: "没有参加组织生活", Failing.DUES: "没有交纳党费", Failing.WORK: "没有做党分配的工作"}


def record(case: Case, said: Said) -> Facts:
    """D-MO-1 批评教育（提醒谈话）记录."""
    asked, talk = said("start"), said("talk")
    second = talk["talker_2"]
    return {
        "branch": case.organisation.name, "name": case.member.person.name, "talk": CALLED[asked["measure"]], "talked_on": talk["talked_on"].isoformat(),
        "place": talk["place"], "talker_1": talk["talker_1"].person.name, "talker_2": second.person.name if second else "", "problem": asked["problem"],
        "attitude": stated(said), "demands": asked["demands"],
        "recorder": talk["recorder"].person.name,
    }  # fmt: skip


def demand(case: Case, said: Said) -> Facts:
    """D-MO-2 催告通知书: the months are those of the ledger."""
    asked, run = said("start"), of.run_of(case, said)
    missed = run.missed if run is not None else ()
    return {
        "issuer": case.organisation.name, "addressee": f"{case.member.person.name}同志", "failing": FAILED[Failing(asked["failing"])],
        "missed": of.period(missed), "months": len(missed), "demands": asked["demands"], "due_on": asked["due_on"].isoformat(),
        "contact": asked["contact"], "phone": asked["phone"], "date": case.opened_on.isoformat(),
    }  # fmt: skip

"""What the registers hold of a case about a member, for the tests of every disposal."""

from __future__ import annotations

import datetime as dt
from functools import cache

from audit import journal
from documents import completeness
from documents.models import Paper
from registry.models import Approval, Hearing, Member, Resolution, Service, Statement
from tests.soundness import tracing
from workflows.engine.models import Case
from workflows.engine.soundness import proving
from workflows.engine.soundness.model import Model
from workflows.engine.walks import Walk
from workflows.engine.words import Process

Way = list[tuple[str, str]]
FILED: Way = [("prior_filing", "file"), ("investigate", "stands")]
HEARD: Way = [("talk", "done"), ("words", "said"), ("deliberate", "propose")]
REVIEWED: Way = [("pre_review", "agree"), ("department_review", "agree")]
VOTED: Way = [("convene", "done"), ("vote", "carried"), ("shown", "agree")]
ABOVE: Way = [("submit", "done"), ("examine", "complete"), ("approve", "carried")]
PASSED_ON: Way = [("submit", "done"), ("pass_on", "agree"), ("examine", "complete"), ("approve", "carried")]
TOLD: Way = [("serve", "done"), ("announce", "done")]

LOOKED_INTO = ["D-DS-1", "D-DS-2", "D-DS-3"]
NOTICE = ["D-MT-1a", "D-MT-5a"]
MET = ["D-MT-2", "D-MT-3", "D-MT-4"]
REMOVED = ["D-MT-3", "D-DS-9", "D-DS-17a", "D-DS-17b", "D-DS-18", "D-DS-19"]


def shown(how: str, way: Way) -> Way:
    """The same way, where the member says something else of the resolution."""
    return [(step, how if step == "shown" else outcome) for step, outcome in way]


def went(case: Case, walk: Walk, way: Way, kinds: list[str]) -> None:
    """That a case ended as its walk says, by these decisions, with these papers on file and none missing; along a way that was
    explored under the rules it went by; and that the journal is whole."""
    assert case.outcome == walk.end
    assert [(done.step, done.outcome) for done in case.decisions.order_by("pk")] == way
    papers = Paper.objects.filter(case_reference=case.reference).order_by("pk")
    assert [paper.kind for paper in papers] == kinds
    assert all(paper.sha256 for paper in papers)
    assert completeness.missing(case.process_name, case.outcome, kinds) == ()
    (model,) = (model for model in models_of(case.flow_class) if model.pack.name == case.pack)
    assert tracing.explored(model, *tracing.way_of(case))
    assert journal.verify().faults == []


@cache
def models_of(process: type[Process]) -> tuple[Model, ...]:
    """The models of a process, one for each pack; explored once for all its walks."""
    return tuple(proving.models_of(process))


def evidence(reference: str) -> dict[str, list[str]]:
    """The rows of evidence of a case, in the order they were written."""
    found = {"case_reference": reference}
    return {
        "heard": list(Hearing.objects.filter(**found).order_by("pk").values_list("how", flat=True)),
        "stated": list(Statement.objects.filter(**found).order_by("pk").values_list("kind", flat=True)),
        "served": list(Service.objects.filter(**found).order_by("pk").values_list("how", flat=True)),
        "granted": [f"{one.act} {one.measure}" for one in Approval.objects.filter(**found).order_by("pk")],
        "resolved": [f"{one.kind} {one.result}" for one in Resolution.objects.filter(**found).order_by("pk")],
    }


def ended(member: Member, on: dt.date, *, barred_years: int) -> bool:
    """True where a membership ended on a day, with the bar that follows from it, and belongs to no branch any more."""
    barred = dt.date(on.year + barred_years, on.month, on.day) if barred_years else None
    return (member.ended_on, member.barred_until, member.affiliations.latest("since").until) == (on, barred, on)


def still_a_member(member: Member) -> bool:
    """True where nothing has ended."""
    return (member.ended_on, member.barred_until, member.affiliations.filter(until__isnull=True).count()) == (
        None,
        None,
        1,
    )

"""The papers and the effect by which somebody is removed (除名), for whichever process comes to it: handbook 8.4 to 8.6."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.papers import disposal as papers
from documents.papers import measures
from registry import standing
from workflows.engine.models import Case
from workflows.engine.words import Effect, Issue
from workflows.families.disposal import duties, rules
from workflows.families.disposal import facts as of
from workflows.families.disposal import removal_papers as paperwork
from workflows.families.disposal.places import BRANCH, COMMITTEE


def end(case: Case, by: Any, measure: str) -> None:
    """His membership ends on the day of the approval; until when nobody may admit him again stands with him."""
    day = of.approved_on(case)
    barred = paperwork.barred_until(case, day)
    standing.end(
        case.member, measure, by=by, on=day, case_reference=case.reference, article=rules.CONSTITUTION_9, barred_until=barred
    )  # fmt: skip


def resolving(then: Any) -> Issue:
    """The resolution to remove him (除名决议)."""
    return Issue(
        papers.REMOVAL_RESOLUTION, title=_("Resolution to remove him"), article=rules.CONSTITUTION_9, facts=paperwork.resolution,
        issuer=BRANCH,
    ).Needs(duties.CARRIED, duties.MINUTED).Next(then)  # fmt: skip


def requesting(then: Any) -> Issue:
    """The request to approve the removal (除名请示)."""
    return Issue(
        measures.REMOVAL_REQUEST, title=_("Request to approve the removal"), article=rules.CONSTITUTION_9, facts=paperwork.request,
        issuer=BRANCH, addressees=(COMMITTEE,),
    ).Needs(duties.SHOWN).Meets(duties.REQUESTED).Repeatable().Next(then)  # fmt: skip


def refusing(then: Any) -> Issue:
    """The reply that the removal is not approved (不予批准)."""
    return Issue(
        measures.REMOVAL_REFUSAL, title=_("Reply that the removal is not approved"), article=rules.CONSTITUTION_9, facts=paperwork.refusal,
        issuer=COMMITTEE, addressees=(BRANCH,),
    ).Meets(duties.REFUSAL_TOLD).Next(then)  # fmt: skip


def removing(apply: Callable[[Case, Any], None], then: Any) -> Effect:
    """His membership ends (党籍终止), by the proof that stands in the register."""
    return Effect(apply, title=_("End of the membership entered in the register"), article=rules.CONSTITUTION_9).Needs(
        duties.APPROVED, duties.APPROVAL_ON_FILE
    ).Meets(duties.ENDED).Next(then)  # fmt: skip


def deciding(then: Any) -> Issue:
    """The decision to remove him (除名决定), to the branch."""
    return Issue(
        measures.REMOVAL_DECISION, title=_("Decision to remove him"), article=rules.CONSTITUTION_9, facts=paperwork.decision,
        issuer=COMMITTEE, addressees=(BRANCH,),
    ).Needs(duties.APPROVED, duties.ENDED).Next(then)  # fmt: skip


def notifying(then: Any) -> Issue:
    """The notice of the removal (除名通知书), to be served on him, with the way of appeal."""
    return Issue(
        measures.REMOVAL_NOTICE, title=_("Notice of the removal, to be served"), article=rules.APPEALS, facts=paperwork.notice,
        issuer=COMMITTEE, addressees=(BRANCH,),
    ).Needs(duties.APPROVED, duties.ENDED).Meets(duties.DECIDED).Next(then)  # fmt: skip

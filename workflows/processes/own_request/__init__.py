"""要求退党: a member asks to leave.

He asks himself, or the secretary types in what he has signed before two witnesses. The secretary and one more talk with
him: why, and whether it is his own wish. Whoever has lost belief is educated first; whoever threatens to leave in order to
get something is persuaded instead; a breach of discipline is referred, leaving does not come before a sanction. The branch
committee studies it, the general meeting discusses it, the removal is announced. Until then he can take it back. The
committee above puts it on record: it does not approve. The membership ends with the day of the announcement.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal
from documents.papers.withdrawal import RECORD_REPORT
from forms import disposal as forms
from forms.disposal import leaving as own
from registry.models import Level
from workflows.engine.models import Decision
from workflows.engine.words import Appealable, Effect, Group, Issue, Opening, Outcome, Process, Step, Withdrawal
from workflows.families.disposal import effects as shared
from workflows.families.disposal import paperwork as common
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, COMMITTEE, HEAD, IN_A_STEP, OPENED_BY
from workflows.processes.own_request import asking, duties, effects, paperwork, rules
from workflows.processes.own_request import facts as of
from workflows.processes.own_request.asked import Asked
from workflows.processes.own_request.debated import Debated

UNTIL_ANNOUNCED = ("consent", "talk", "educate", "study", "convene", "discuss", "announce")


class OwnRequest(Asked, Debated, Process):
    """A member's own request to leave (要求退党)."""

    name = "own_request"
    code = "退"
    title = _("Request to leave")
    summary = _("A member asks to leave: talk with him, discuss it, announce it, and have it put on record above.")
    prepares = (_("why, in the member's own words"), _("if it is on paper: the day he signed it, and two witnesses"))
    minutes = 5
    icon = "log-out"
    group = Group.LEAVING
    opened_by = OPENED_BY
    opened_at_levels = (Level.BRANCH,)
    appealable = Appealable(("left",), BRANCH, ("D-WD-2",))
    opened_by_subject = True
    # His alone to take back, as it was his alone to ask.
    withdrawal = Withdrawal(article=rules.CONSTITUTION_9, at=UNTIL_ANNOUNCED, then="taken_back", alone=True)

    start = Opening(
        own.Leave, title=_("Request to leave"), article=rules.CONSTITUTION_9, guards=rules.OF_A_REQUEST
    ).Next(this.who_asks)

    announce = (
        Step(
            own.LeavingAnnouncement, title=_("Announcement"), asks=_("When and to whom was it announced?"), article=rules.CONSTITUTION_9,
            to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "announcement"}, serious=True,
        )
        .Needs(*duties.OF_A_REQUEST, *duties.OF_A_TALK, *duties.OF_A_MEETING)
        .On("done", this.announcement)
        .On("taken_back", this.taken_back)
    )  # fmt: skip

    announcement = Issue(
        disposal.ANNOUNCEMENT, title=_("Record of the announcement"), article=rules.CONSTITUTION_9, facts=paperwork.announcement,
        issuer=BRANCH,
    ).Needs(duties.DISCUSSED).Meets(duties.ANNOUNCED).Next(this.report_facts)  # fmt: skip

    report_facts = Step(
        own.LeavingReport, title=_("Report to the committee"), asks=_("What has the committee to know?"), article=rules.CONSTITUTION_9,
        to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "report"},
    ).Needs(duties.ANNOUNCED).Next(this.report)  # fmt: skip

    report = Issue(
        RECORD_REPORT, title=_("Report for the record"), article=rules.CONSTITUTION_9, facts=paperwork.report, issuer=BRANCH,
        addressees=(COMMITTEE,),
    ).Needs(duties.ANNOUNCED).Meets(duties.REPORTED).Repeatable().Next(this.record)  # fmt: skip

    record = (
        Step(
            own.LeavingRecord, title=_("Record by the committee above"), asks=_("Put the removal on record?"), article=rules.CONSTITUTION_9,
            to=HEAD, within=IN_A_STEP, kind=Decision.Kind.RECORD, serious=True,
        )
        .Needs(duties.REPORTED)
        .Meets(duties.RECORDED, on="file")
        .On("file", this.entered)
        .On("return", this.report_facts)
    )  # fmt: skip

    entered = Effect(
        effects.recorded, title=_("Record entered in the register"), article=rules.CONSTITUTION_9
    ).Needs(duties.RECORDED).Meets(duties.ENTERED).Next(this.end_of_membership)  # fmt: skip

    end_of_membership = Effect(
        effects.ended, title=_("The membership ends"), article=rules.CONSTITUTION_9
    ).Needs(
        *duties.OF_A_REQUEST, *duties.OF_A_TALK, *duties.OF_A_MEETING, duties.ANNOUNCED, duties.ENTERED
    ).Meets(duties.ENDED).Next(this.serve)  # fmt: skip

    serve = Step(
        forms.Service, title=_("Service on the member"), asks=_("How did the report that is on record reach him?"),
        article=rules.HOUSE, to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "receipt"},
    ).Needs(duties.ENDED).Next(this.service)  # fmt: skip

    service = Effect(
        shared.served, title=_("Service entered in the register"), article=rules.HOUSE
    ).Needs(duties.ENDED).Repeatable().Next(this.receipt)  # fmt: skip

    receipt = Issue(
        disposal.RECEIPT, title=_("Receipt of service"), article=rules.HOUSE, facts=common.receipt, issuer=BRANCH,
    ).Needs(duties.ENDED).Meets(duties.SERVED).Next(this.left)  # fmt: skip

    # The ends.

    left = Outcome(
        "left", title=_("Left at the own request, put on record"), article=rules.CONSTITUTION_9
    ).Needs(*duties.OF_A_LEAVE, duties.SERVED)  # fmt: skip
    taken_back = Outcome(
        "taken_back", title=_("Taken back before it was announced"), article=rules.CONSTITUTION_9, again=True
    ).Forbids(duties.ANNOUNCED, duties.ENDED)  # fmt: skip

    # -- what the course knows about its cases ------------------------------------------------------------------------

    known = rules.Facts
    domains = rules.DOMAINS
    facts = staticmethod(of.facts_of)
    opening_limits = staticmethod(asking.opening_limits)
    limits = staticmethod(asking.limits)
    initial = staticmethod(asking.initial)
    expected = staticmethod(asking.expected)
    summary_of = staticmethod(asking.summary_of)

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member who asks."""
        return answers["member"]

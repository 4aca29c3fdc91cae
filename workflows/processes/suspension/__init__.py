"""停止党籍: suspending the membership of a member who cannot be reached.

Two full members look for him in several ways, each written down with its day and what came of it. Found, it ends. After
six months without contact, or more than five years abroad, it is put before the general meeting, which decides; a general
branch deliberates, the committee approves as a body, the county puts it on record. He stays on the roll and counts nowhere.
The decision is sent to his last address or his relatives, and announced. After two years he can be removed if he is still
unreachable; found again before that, he can ask to be restored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import lost_contact as own
from documents.papers import meetings as papers
from forms import disposal as common
from forms import lost_contact as forms
from registry.models import Level
from workflows.engine.models import Decision
from workflows.engine.votes.kinds import Kind
from workflows.engine.words import (
    Appealable,
    Convene,
    Effect,
    Group,
    Issue,
    Opening,
    Outcome,
    Process,
    Resolve,
    Step,
    Vote,
)
from workflows.families.disposal import duties as shared
from workflows.families.disposal import rules as disposal
from workflows.families.disposal.approved import HIS_WORDS
from workflows.families.disposal.places import (
    BRANCH,
    BRANCH_SECRETARY,
    COMMITTEE,
    HEAD,
    IN_A_STEP,
    OPENED_BY,
    ORGANISER,
    TO_APPROVE,
)
from workflows.families.disposal.served import Served, announcing
from workflows.families.lost_contact import duties as voted
from workflows.families.lost_contact.places import COUNTY, COUNTY_DESK
from workflows.families.lost_contact.voted import Voted, losing, passing_on, under, voting
from workflows.processes.suspension import asking, duties, effects, paperwork, rules
from workflows.processes.suspension import facts as of


class Searched:
    """查找: the log of the two, and its report."""

    search = (
        Step(
            forms.Search, title=_("Search"), asks=_("How was he looked for, and what came of it?"), article=rules.REGULATION_24,
            to=BRANCH_SECRETARY, guards=rules.OF_A_SEARCH, papers={"not_found": "search_report", "abroad": "search_report"}, serious=True,
        )
        .Meets(duties.SEARCHED, on="not_found")
        .Meets(duties.SEARCHED, on="abroad")
        .On("tried", this.search)
        .On("found", this.found)
        .On("not_found", this.search_report)
        .On("abroad", this.search_report)
    )  # fmt: skip

    search_report = Issue(
        own.SEARCH_REPORT, title=_("Report of the search"), article=rules.REGULATION_24, facts=paperwork.search_report, issuer=BRANCH,
        addressees=(COMMITTEE,),
    ).Needs(duties.SEARCHED).Meets(duties.REPORTED).Repeatable().Next(this.heard)  # fmt: skip

    heard = Effect(
        effects.heard, title=_("Search entered in the register"), article=disposal.CONSTITUTION_4
    ).Needs(duties.SEARCHED).Meets(duties.HEARD).Repeatable().Next(this.convene)  # fmt: skip

    convene = Convene(
        forms.SuspensionNotice, meeting="vote", title=_("Day and roll of the general meeting"), asks=_("Can the notice go out?"),
        article=disposal.GENERAL_MEETING, to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "notice"},
    ).Needs(*duties.OF_A_SEARCH).On("done", this.notice).On("found", this.found)  # fmt: skip


class Suspension(Searched, Voted, Served, Process):
    """Suspending a membership (停止党籍)."""

    name = "suspension"
    code = "停"
    title = _("Suspension of a membership")
    summary = _("A member cannot be reached for months, or is abroad for years: look for him, then suspend.")
    prepares = (
        _("when there was contact for the last time: a talk, a meeting, dues"),
        _("who looks for him"),
        _("telephone numbers, addresses and relatives to be asked"),
    )
    minutes = 10
    icon = "user-x"
    group = Group.LEAVING
    opened_by = OPENED_BY
    opened_at_levels = (Level.BRANCH,)
    appealable = Appealable(("suspended",), COMMITTEE, ("D-SU-2",))

    start = Opening(
        forms.SuspensionProposal,
        title=_("Beginning of the search"),
        article=rules.REGULATION_24,
        guards=rules.OF_A_PROPOSAL,
    ).Next(this.search)

    vote = voting(asking.measure, rules.OF_A_DECISION)
    lost_minutes = losing(this.search)
    under_general_branch = under(this.approve)
    pass_on = passing_on(this.approve)

    approve = (
        Vote(
            common.Approval, vote=Kind.CM_APPROVAL, item=asking.approval, of=COMMITTEE, title=_("Approval by the committee"),
            asks=_("What was said in the meeting of the committee?"), article=rules.PRACTICE, to=HEAD, within=TO_APPROVE,
            guards=rules.OF_A_DECISION, kind=Decision.Kind.APPROVE, fields=HIS_WORDS,
            papers={"carried": "committee_met", "lost": "refusal", "no_quorum": "committee_adjourned"}, serious=True,
        )
        .Needs(*duties.OF_A_SEARCH, *voted.OF_A_VOTE)
        .Meets(duties.APPROVED, on="carried")
        .On("carried", this.committee_met)
        .On("lost", this.refusal)
        .On("no_quorum", this.committee_adjourned)
    )  # fmt: skip

    committee_met = Issue(
        papers.MINUTES, title=_("Minutes of the committee"), article=disposal.COLLECTIVE, facts=paperwork.committee_minutes, issuer=COMMITTEE,
    ).Needs(duties.APPROVED).Next(this.body_decided)  # fmt: skip

    body_decided = Resolve(
        meeting="approve", title=_("Decision of the committee entered in the register"), article=disposal.COLLECTIVE
    ).Needs(duties.APPROVED).Next(this.granted)  # fmt: skip

    granted = Effect(
        effects.granted, title=_("Approval entered in the register"), article=rules.PRACTICE
    ).Needs(duties.APPROVED).Meets(duties.GRANTED).Next(this.decision)  # fmt: skip

    decision = Issue(
        own.SUSPENSION, title=_("Decision to suspend"), article=rules.REGULATION_24, facts=paperwork.decision, issuer=COMMITTEE,
        addressees=(BRANCH, COUNTY),
    ).Needs(duties.GRANTED).Meets(shared.DECIDED).Next(this.record)  # fmt: skip

    record = (
        Step(
            forms.CountyRecord, title=_("Record by the county"), asks=_("Put the suspension on record?"), article=rules.PRACTICE,
            to=COUNTY_DESK, within=IN_A_STEP, kind=Decision.Kind.RECORD, papers={"file": "filing"},
        )
        .Needs(shared.DECIDED)
        .Meets(duties.RECORDED, on="file")
        .On("file", this.filing)
        .On("return", this.explain)
    )  # fmt: skip

    explain = Step(
        forms.Explained, title=_("Answer to the county"), asks=_("What did the county ask, and what is the answer?"), article=rules.PRACTICE,
        to=ORGANISER, within=IN_A_STEP,
    ).Next(this.record)  # fmt: skip

    filing = Issue(
        own.FILING, title=_("Form for the county, with the record"), article=rules.PRACTICE, facts=paperwork.filing, issuer=COMMITTEE,
        addressees=(COUNTY,),
    ).Needs(duties.RECORDED).Meets(duties.FILED).Next(this.suspend)  # fmt: skip

    suspend = Effect(
        effects.suspended, title=_("The membership is suspended"), article=rules.REGULATION_24
    ).Needs(
        *duties.OF_A_SEARCH, *voted.OF_A_VOTE, duties.GRANTED, duties.FILED
    ).Meets(duties.SUSPENDED).Next(this.serve)  # fmt: skip

    announcement = announcing(this.suspended)

    # Adjourned, or not approved.

    committee_adjourned = Issue(
        papers.SIGN_IN, title=_("Who came to the meeting of the committee that was adjourned"), article=disposal.COLLECTIVE,
        facts=paperwork.committee_attendance, issuer=COMMITTEE,
    ).Next(this.approve)  # fmt: skip

    refusal = Issue(
        papers.MINUTES, title=_("Minutes of the committee, for the branch"), article=disposal.COLLECTIVE, facts=paperwork.committee_minutes,
        issuer=COMMITTEE, addressees=(BRANCH,),
    ).Meets(duties.REFUSAL_TOLD).Next(this.not_approved)  # fmt: skip

    # The ends.

    suspended = Outcome(
        "suspended", title=_("Suspended, put on record by the county"), article=rules.REGULATION_24
    ).Needs(*duties.OF_A_SUSPENSION)  # fmt: skip
    found = Outcome(
        "found", title=_("Found: the membership stays as it was"), article=rules.PRACTICE
    ).Forbids(voted.CARRIED, duties.APPROVED, duties.SUSPENDED)  # fmt: skip
    not_approved = Outcome(
        "not_approved", title=_("Not approved by the committee"), article=rules.PRACTICE
    ).Needs(*duties.OF_A_SEARCH, *voted.OF_A_VOTE, duties.REFUSAL_TOLD).Forbids(duties.APPROVED)  # fmt: skip

    # -- what the course knows about its cases ------------------------------------------------------------------------

    known = rules.Facts
    domains = rules.DOMAINS
    facts = staticmethod(of.facts_of)
    opening_limits = staticmethod(asking.opening_limits)
    limits = staticmethod(asking.limits)
    initial = staticmethod(asking.initial)
    summary_of = staticmethod(asking.summary_of)

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member who cannot be reached."""
        return answers["member"]

"""Served, talked over and announced (送达、谈话、宣布), handbook 8.8."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal as papers
from forms import disposal as forms
from forms import probation as own
from workflows.engine.words import Effect, Issue, Step
from workflows.families.disposal import duties as shared
from workflows.families.disposal import effects, paperwork
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, IN_A_STEP, TO_ANNOUNCE
from workflows.processes.probation import duties, rules


class Decided:
    """送达、谈话与宣布: he has the approval in his hands, with the way of appeal; the secretary talks with him, then it is announced."""

    serve = Step(
        forms.Service, title=_("Service on the member"), asks=_("How did the decision reach the member?"), article=rules.ADMISSION_33,
        to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "receipt"},
    ).Needs(shared.DECIDED).Meets(shared.SERVED).Next(this.service)  # fmt: skip

    service = Effect(
        effects.served, title=_("Service entered in the register"), article=rules.ADMISSION_33
    ).Needs(shared.SERVED).Repeatable().Next(this.receipt)  # fmt: skip

    receipt = Issue(
        papers.RECEIPT, title=_("Receipt of service"), article=rules.ADMISSION_33, facts=paperwork.receipt, issuer=BRANCH,
    ).Needs(shared.SERVED).Meets(shared.SERVICE_ON_FILE).Next(this.talk_after)  # fmt: skip

    talk_after = Step(
        own.TalkAfter, title=_("Talk of the secretary with him"), asks=_("What was he told, and what did he say?"),
        article=rules.ADMISSION_33, to=BRANCH_SECRETARY, within=IN_A_STEP,
    ).Needs(shared.SERVICE_ON_FILE).Meets(duties.TALKED_AFTER).Next(this.announce)  # fmt: skip

    announce = Step(
        forms.Announcement, title=_("Announcement"), asks=_("When and to whom was it announced?"), article=rules.ADMISSION_33,
        to=BRANCH_SECRETARY, within=TO_ANNOUNCE, papers={"done": "announcement"},
    ).Needs(shared.SERVICE_ON_FILE).Next(this.announcement)  # fmt: skip

    announcement = Issue(
        papers.ANNOUNCEMENT, title=_("Record of the announcement"), article=rules.ADMISSION_33, facts=paperwork.announcement, issuer=BRANCH,
    ).Needs(shared.SERVICE_ON_FILE).Meets(shared.ANNOUNCED).Next(this.was_extended)  # fmt: skip

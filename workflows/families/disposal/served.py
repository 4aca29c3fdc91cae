"""Served and announced (送达、宣布), handbook 8.1 steps 13 and 14."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal as papers
from forms import disposal as forms
from workflows.engine.words import Effect, Issue, Step
from workflows.families.disposal import duties, effects, paperwork, rules
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, IN_A_STEP, TO_ANNOUNCE


def receiving(then: Any) -> Issue:
    """The receipt of service (送达回证), after which a process goes on with what is its own."""
    return Issue(
        papers.RECEIPT, title=_("Receipt of service"), article=rules.HANDLING, facts=paperwork.receipt, issuer=BRANCH,
    ).Needs(duties.SERVED).Meets(duties.SERVICE_ON_FILE).Next(then)  # fmt: skip


class Served:
    """送达与宣布: the member has the decision in his hands, with the way of appeal, before it is announced."""

    serve = Step(
        forms.Service, title=_("Service on the member"), asks=_("How did the decision reach the member?"), article=rules.HANDLING,
        to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "receipt"},
    ).Needs(duties.DECIDED).Meets(duties.SERVED).Next(this.service)  # fmt: skip

    service = Effect(
        effects.served, title=_("Service entered in the register"), article=rules.HANDLING
    ).Needs(duties.SERVED).Repeatable().Next(this.receipt)  # fmt: skip

    receipt = receiving(this.announce)

    announce = Step(
        forms.Announcement, title=_("Announcement"), asks=_("When and to whom was it announced?"), article=rules.HANDLING,
        to=BRANCH_SECRETARY, within=TO_ANNOUNCE, papers={"done": "announcement"},
    ).Needs(duties.SERVICE_ON_FILE).Next(this.announcement)  # fmt: skip

    # The process's own, named here for their place in the order of the course.
    announcement: Any = None


def announcing(then: Any) -> Issue:
    """The record of the announcement (宣布记录), after which a process goes on with what is its own."""
    return Issue(
        papers.ANNOUNCEMENT, title=_("Record of the announcement"), article=rules.HANDLING, facts=paperwork.announcement, issuer=BRANCH,
    ).Needs(duties.SERVICE_ON_FILE).Meets(duties.ANNOUNCED).Next(then)  # fmt: skip

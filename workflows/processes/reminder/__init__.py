"""提醒、批评与催告: a member who fails in his duties is educated, before anything else is done about him.

The branch says in what he has failed; where a ledger counts it, its months say what is due: a reminder, criticism and
education, or a demand in writing that says what follows. The demand is served on him. Somebody talks with him, after a
demand two; what he says is written down. He can answer in his own words. Whoever does not agree is read by who educated
him, and where he is right nothing is held against him. Nobody loses anything by it; where it does not help, the record
shows later that he was warned.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal, monitoring
from forms import disposal as shared_forms
from forms import reminder as forms
from forms.kit import Access
from registry.models import Level, Role
from workflows.engine.words import Appealable, Effect, Fork, Group, Issue, Opening, Outcome, Process, Step, Subject
from workflows.families.disposal import paperwork as shared
from workflows.families.disposal.inquired import SAID_ON_PAPER
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, IN_A_STEP, OPENED_BY
from workflows.families.six_months import Rung
from workflows.processes.reminder import asking, duties, effects, paperwork, rules
from workflows.processes.reminder import facts as of


class Reminder(Process):
    """Reminder talk, criticism and education, demand in writing (提醒谈话、批评教育、书面催告)."""

    name = "reminder"
    code = "教"
    title = _("Reminder, criticism, demand")
    summary = _("A member fails in his duties: remind him, criticise and educate him, or demand it in writing.")
    prepares = (_("in what he has failed, and in which months"), _("what he has to do"))
    minutes = 5
    icon = "bell-ring"
    group = Group.EDUCATING
    opened_by = (*OPENED_BY, Role.ORGANISATION_COMMISSIONER)
    opened_at_levels = (Level.BRANCH,)
    answers_to = (Rung.REMINDER, Rung.CRITICISM, Rung.DEMAND)
    appealable = Appealable(("acknowledged", "willing", "objected", "unanswered"), BRANCH, ("D-MO-1", "D-MO-2"))

    start = Opening(
        forms.Reminder, title=_("What he is told"), article=rules.REGULATION_28, guards=rules.OF_AN_OPENING
    ).Next(this.is_demanded)  # fmt: skip

    is_demanded = Fork(rules.IS_DEMANDED).Meets(*duties.OF_A_DEMAND, on="no").Yes(this.demand).No(this.talk)

    demand = Issue(
        monitoring.DEMAND, title=_("Demand in writing"), article=rules.CONSTITUTION_9, facts=paperwork.demand, issuer=BRANCH,
    ).Meets(duties.DEMANDED).Next(this.serve)  # fmt: skip

    serve = Step(
        shared_forms.Service, title=_("Service of the demand"), asks=_("How did the demand reach him?"), article=rules.DEMAND,
        to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "receipt"},
    ).Needs(duties.DEMANDED).Meets(duties.HANDED_OVER).Next(this.service)  # fmt: skip

    service = Effect(
        effects.served, title=_("Service entered in the register"), article=rules.DEMAND
    ).Needs(duties.HANDED_OVER).Next(this.receipt)  # fmt: skip

    receipt = Issue(
        disposal.RECEIPT, title=_("Receipt of service"), article=rules.DEMAND, facts=shared.receipt, issuer=BRANCH,
    ).Needs(duties.HANDED_OVER).Meets(duties.SERVICE_ON_FILE).Next(this.talk)  # fmt: skip

    talk = (
        Step(
            forms.EducationTalk, title=_("Talk with the member"), asks=_("What came of the talk?"), article=rules.REGULATION_29,
            to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "record"},
        )
        .Needs(*duties.OF_A_DEMAND)
        .Meets(duties.TALKED, on="done")
        .On("done", this.record)
        .On("excused", this.excused)
    )  # fmt: skip

    record = Issue(
        monitoring.CRITICISM, title=_("Record of the talk"), article=rules.REGULATION_29, facts=paperwork.record, issuer=BRANCH,
    ).Needs(duties.TALKED).Meets(duties.ON_FILE).Next(this.answer)  # fmt: skip

    answer = (
        Step(
            forms.Answer, title=_("The member's own words"), asks=_("What do you say to it?"), article=rules.CONSTITUTION_4,
            to=Subject(recorded_by=BRANCH_SECRETARY), fields=SAID_ON_PAPER,
        )
        .Needs(duties.ON_FILE)
        .Meets(duties.ASKED, on="acknowledge")
        .Meets(duties.ASKED, on="object")
        .Meets(duties.ASKED, on="lapsed")
        .Lapsed(this.unanswered, on=rules.last_day_to_answer, article=rules.HOUSE)
        .On("acknowledge", this.may_be_corrected)
        .On("object", this.weigh)
    )  # fmt: skip

    weigh = (
        Step(
            forms.Weighing, title=_("His objection"), asks=_("What comes of what he says?"), article=rules.CONSTITUTION_4,
            to=BRANCH_SECRETARY, within=IN_A_STEP, fields={"his_words": Access.READ_ONLY},
        )
        .Needs(duties.ASKED)
        .Meets(duties.WEIGHED, on="stands")
        .Meets(duties.WEIGHED, on="unfounded")
        .On("stands", this.objected)
        .On("unfounded", this.unfounded)
    )  # fmt: skip

    may_be_corrected = Fork(rules.MAY_BE_CORRECTED).Yes(this.willing).No(this.acknowledged)

    # The ends.

    acknowledged = Outcome(
        "acknowledged", title=_("He sees it and will mend it"), article=rules.REGULATION_29
    ).Needs(*duties.OF_A_DEMAND, *duties.OF_A_TALK, duties.ASKED)  # fmt: skip
    willing = Outcome(
        "willing", title=_("He sees it; a correction can be considered"), article=rules.REGULATION_29, leads_to="correction"
    ).Needs(*duties.OF_A_DEMAND, *duties.OF_A_TALK, duties.ASKED)  # fmt: skip
    objected = Outcome(
        "objected", title=_("He does not agree; his words stand beside it"), article=rules.CONSTITUTION_4
    ).Needs(*duties.OF_A_DEMAND, *duties.OF_A_TALK, duties.ASKED, duties.WEIGHED)  # fmt: skip
    unanswered = Outcome(
        "unanswered", title=_("He has not answered by the last day"), article=rules.HOUSE
    ).Needs(*duties.OF_A_DEMAND, *duties.OF_A_TALK, duties.ASKED)  # fmt: skip
    unfounded = Outcome(
        "unfounded", title=_("He is right: nothing is held against him"), article=rules.CONSTITUTION_4
    ).Needs(*duties.OF_A_TALK, duties.WEIGHED)  # fmt: skip
    excused = Outcome(
        "excused", title=_("He has a good reason: nothing is held against him"), article=rules.CONSTITUTION_9
    ).Forbids(duties.TALKED)  # fmt: skip

    # -- what the course knows about its cases ------------------------------------------------------------------------

    known = rules.Facts
    domains = rules.DOMAINS
    facts = staticmethod(of.facts_of)
    first_answers = staticmethod(asking.first_answers)
    opening_limits = staticmethod(asking.opening_limits)
    limits = staticmethod(asking.limits)
    initial = staticmethod(asking.initial)
    expected = staticmethod(asking.expected)
    summary_of = staticmethod(asking.summary_of)

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member it is about."""
        return answers["member"]

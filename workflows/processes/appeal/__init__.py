"""申诉: a member appeals against a decision about him, to whoever stands above the body that decided.

He appeals himself; whoever has no account signs a paper, and whoever is handed it records it before two witnesses, also
where he is no member any more. There is no last day, and nobody but he himself can call an appeal off. The body above the
one that decided accepts it, or passes it on to whoever is competent, in writing; nobody refuses it. Two people who had no
part in the decision read the file, speak with those concerned and hear him. The committee there decides as a body: the
decision is upheld, changed, revoked or remanded. He gets the answer in writing, with the next instance; what was corrected
is announced. Meanwhile the decision is carried out. Against the answer he can appeal one level higher.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import appeals as papers
from documents.papers import ballots, disposal, meetings
from forms import appeal as forms
from forms import disposal as shared_forms
from forms.kit import Access
from registry.models import Level
from workflows.engine.models import Case, Decision
from workflows.engine.votes.kinds import Kind
from workflows.engine.words import (
    Appealable,
    Effect,
    Fork,
    Group,
    Issue,
    Opening,
    Outcome,
    Process,
    Resolve,
    Step,
    Vote,
    Withdrawal,
)
from workflows.processes.appeal import asking, duties, effects, paperwork, rules
from workflows.processes.appeal import facts as of
from workflows.processes.appeal.places import (
    BODY,
    HEAD,
    HERE,
    OPENED_BY,
    REGISTRAR,
    TO_ANNOUNCE,
    TO_DECIDE,
    TO_REGISTER,
    TO_SERVE,
    above_of,
)

UNTIL_EXAMINED = ("registration", "examine")


class Appeal(Process):
    """Appeal (申诉)."""

    name = "appeal"
    code = "诉"
    title = _("Appeal")
    summary = _(
        "Against a decision about oneself, to whoever stands above the body that decided. There is no last day for it."
    )
    prepares = (
        _("which decision, and when it was received"),
        _("why it is wrong, and what is asked for"),
        _("where it is recorded for somebody else: the paper that he signed"),
    )
    minutes = 15
    icon = "scale"
    group = Group.APPEALING
    opened_by = OPENED_BY
    opened_at_levels = (Level.BRANCH, Level.COMMITTEE, Level.COUNTY, Level.PREFECTURE)
    opened_by_subject = True
    opened_by_former = True
    hears_appeals = True
    appealable = Appealable(("upheld", "changed", "remanded"), BODY, ("D-APL-1d",))
    about = "attacked"
    # Nobody may hold an appeal back: only he himself calls it off, and nothing suspends or ends it.
    withdrawal = Withdrawal(article=rules.CONSTITUTION_4, at=UNTIL_EXAMINED, then="withdrawn", alone=True)

    start = Opening(forms.Appeal, title=_("Appeal"), article=rules.CONSTITUTION_4).Next(this.appeal_paper)

    appeal_paper = Issue(
        papers.APPEAL, title=_("Appeal"), article=rules.CONSTITUTION_4, facts=paperwork.appeal, issuer=HERE,
    ).Meets(duties.FILED).Next(this.registration)  # fmt: skip

    registration = (
        Step(
            forms.Registration, title=_("Registration of the appeal"), asks=_("Are we competent, or who is?"),
            article=rules.CONSTITUTION_43, to=REGISTRAR, within=TO_REGISTER, guards=(rules.MUST_BE_ABOVE, rules.MUST_BE_ELSEWHERE, rules.SHOULD_BE_NEW),
            papers={"accept": "accepted", "forward": "forwarding"}, serious=True,
        )
        .Needs(duties.FILED)
        .Meets(duties.TAKEN_UP, on="accept")
        .On("accept", this.accepted)
        .On("forward", this.forwarding)
    )  # fmt: skip

    accepted = Issue(
        papers.ACCEPTED, title=_("Notice that the appeal is accepted"), article=rules.CONSTITUTION_43, facts=paperwork.accepted,
        issuer=BODY, then=effects.told,
    ).Needs(duties.TAKEN_UP).Meets(duties.ACCEPTED).Repeatable().Next(this.examine)  # fmt: skip

    examine = (
        Step(
            forms.Reexamination, title=_("Re-examination"), asks=_("Do the facts and the decision stand?"), article=rules.OTHERS,
            to=REGISTRAR, within=TO_DECIDE, guards=(rules.MAY_TAKE_LONGER,), papers={"extend": "accepted"}, serious=True,
        )
        .Needs(duties.ACCEPTED)
        .Meets(duties.EXAMINED, on="done")
        .On("done", this.heard)
        .On("extend", this.accepted)
    )  # fmt: skip

    heard = Effect(
        effects.heard, title=_("Hearing entered in the register"), article=rules.CONSTITUTION_4
    ).Needs(duties.EXAMINED).Meets(duties.HEARD).Repeatable().Next(this.decide)  # fmt: skip

    decide = (
        Vote(
            forms.Conclusion, vote=Kind.CM_APPROVAL, item=asking.proposed, of=BODY, title=_("Decision of the committee"),
            asks=_("What was said in the meeting of the committee?"), article=rules.COLLECTIVE, to=HEAD, within=TO_DECIDE,
            kind=Decision.Kind.APPROVE, fields={"his_words": Access.READ_ONLY},
            papers={"carried": "attendance", "no_quorum": "adjourned"}, serious=True,
        )
        .Needs(duties.EXAMINED, duties.HEARD)
        .Meets(duties.DECIDED, on="carried")
        .Undoes(duties.EXAMINED, duties.HEARD, on="lost")
        .On("carried", this.attendance)
        .On("lost", this.examine)
        .On("no_quorum", this.adjourned)
    )  # fmt: skip

    adjourned = Issue(
        meetings.SIGN_IN, title=_("Who came to the meeting of the committee that was adjourned"), article=rules.COLLECTIVE,
        facts=paperwork.attendance, issuer=BODY,
    ).Next(this.decide)  # fmt: skip

    attendance = Issue(
        meetings.SIGN_IN, title=_("Who came"), article=rules.COLLECTIVE, facts=paperwork.attendance, issuer=BODY,
    ).Needs(duties.DECIDED).Next(this.minuted)  # fmt: skip

    minuted = Issue(
        meetings.MINUTES, title=_("Minutes of the committee"), article=rules.COLLECTIVE, facts=paperwork.minutes, issuer=BODY,
    ).Needs(duties.DECIDED).Next(this.tally)  # fmt: skip

    tally = Issue(
        ballots.TALLY, title=_("Tally"), article=rules.COLLECTIVE, facts=paperwork.tally, issuer=BODY,
    ).Needs(duties.DECIDED).Next(this.resolved)  # fmt: skip

    resolved = (
        Resolve(
            meeting="decide", title=_("Decision of the committee entered in the register"), article=rules.COLLECTIVE
        )
        .Needs(duties.DECIDED)
        .Meets(duties.MINUTED)
        .Next(this.revokes)
    )

    revokes = Fork(rules.IS_REVOKED).Yes(this.put_back).No(this.answer)

    put_back = Effect(
        effects.put_back, title=_("Everything put back as it was in the register"), article=rules.CONSTITUTION_43
    ).Needs(duties.DECIDED, duties.MINUTED).Meets(duties.REVERSED).Next(this.answer)  # fmt: skip

    answer = Issue(
        papers.DECISION, title=_("Answer"), article=rules.CONSTITUTION_4, facts=paperwork.decision, issuer=BODY,
    ).Needs(duties.DECIDED, duties.MINUTED).Meets(duties.ANSWERED).Next(this.serve)  # fmt: skip

    serve = Step(
        shared_forms.Service, title=_("Service of the answer"), asks=_("How did the answer reach him?"), article=rules.CONSTITUTION_43,
        to=REGISTRAR, within=TO_SERVE, papers={"done": "receipt"},
    ).Needs(duties.ANSWERED).Meets(duties.SERVED).Next(this.service)  # fmt: skip

    service = Effect(
        effects.served, title=_("Service entered in the register"), article=rules.CONSTITUTION_43
    ).Needs(duties.SERVED).Repeatable().Next(this.receipt)  # fmt: skip

    receipt = Issue(
        disposal.RECEIPT, title=_("Receipt of service"), article=rules.CONSTITUTION_43, facts=paperwork.receipt, issuer=BODY,
    ).Needs(duties.SERVED).Meets(duties.SERVICE_ON_FILE).Next(this.corrects)  # fmt: skip

    corrects = Fork(rules.IS_REVOKED).Yes(this.announce).No(this.upholds)
    upholds = Fork(rules.IS_UPHELD).Yes(this.upheld).No(this.announce)

    announce = Step(
        shared_forms.Announcement, title=_("Announcement of what was corrected"), asks=_("When and to whom was it announced?"),
        article=rules.RIGHTS, to=REGISTRAR, within=TO_ANNOUNCE, papers={"done": "announcement"},
    ).Needs(duties.SERVICE_ON_FILE).Next(this.announcement)  # fmt: skip

    announcement = Issue(
        disposal.ANNOUNCEMENT, title=_("Record of the announcement"), article=rules.RIGHTS, facts=paperwork.announcement, issuer=BODY,
    ).Needs(duties.SERVICE_ON_FILE).Meets(duties.ANNOUNCED).Next(this.was_revoked)  # fmt: skip

    was_revoked = Fork(rules.IS_REVOKED).Yes(this.revoked).No(this.was_changed)
    was_changed = Fork(rules.IS_CHANGED).Yes(this.changed).No(this.remanded)

    # Passed on to whoever is competent.

    forwarding = Issue(
        papers.FORWARDED, title=_("Letter that passes the appeal on"), article=rules.CONSTITUTION_43, facts=paperwork.forwarded,
        issuer=BODY,
    ).Needs(duties.FILED).Meets(duties.PASSED_ON).Next(this.handed_on)  # fmt: skip

    handed_on = Step(
        forms.HandedOn, title=_("Receipt of the letter"), asks=_("Who received it there, and does he know?"),
        article=rules.CONSTITUTION_43, to=REGISTRAR, within=TO_SERVE,
    ).Needs(duties.PASSED_ON).Meets(duties.ARRIVED).Next(this.forwarded)  # fmt: skip

    # The ends. None of them can be reached without an answer, but by passing it on, or by himself.

    upheld = (
        Outcome("upheld", title=_("Upheld"), article=rules.CONSTITUTION_43)
        .Needs(*duties.OF_AN_ANSWER)
        .Forbids(duties.REVERSED)
    )
    changed = (
        Outcome("changed", title=_("Changed: dealt with anew, as the answer says"), article=rules.CONSTITUTION_43)
        .Needs(*duties.OF_AN_ANSWER, duties.ANNOUNCED)
        .Forbids(duties.REVERSED)
    )
    revoked = Outcome("revoked", title=_("Revoked: everything is as it was"), article=rules.CONSTITUTION_43).Needs(
        *duties.OF_AN_ANSWER, duties.REVERSED, duties.ANNOUNCED
    )
    remanded = (
        Outcome("remanded", title=_("Remanded: whoever decided looks at it again"), article=rules.CONSTITUTION_43)
        .Needs(*duties.OF_AN_ANSWER, duties.ANNOUNCED)
        .Forbids(duties.REVERSED)
    )
    forwarded = (
        Outcome("forwarded", title=_("Passed on to whoever is competent"), article=rules.CONSTITUTION_43)
        .Needs(duties.FILED, duties.PASSED_ON, duties.ARRIVED)
        .Forbids(duties.DECIDED, duties.REVERSED)
    )
    withdrawn = (
        Outcome("withdrawn", title=_("Called off by himself"), article=rules.CONSTITUTION_4, again=True)
        .Forbids(duties.DECIDED, duties.REVERSED)
    )  # fmt: skip

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
        """Whom the attacked decision is about."""
        return Case.objects.select_related("subject__person").get(reference=answers["attacked"]).subject

    @classmethod
    def earlier_deciders(cls, case: Case) -> Iterable[int]:
        """Whoever had a part in the decision that is attacked.

        At the very top nothing is re-examined: who decided passes the appeal on, or it would lie there.
        """
        return of.earlier_deciders(case) if above_of(case) is not None else ()

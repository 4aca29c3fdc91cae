"""Helped, and reviewed when the time is over (帮教、期满讨论、结束处置), handbook 8.3 A to E."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import ballots, disposal, measures
from documents.papers import meetings as papers
from forms import disposal as forms
from forms.disposal import correcting as own
from workflows.engine.models import Decision
from workflows.engine.votes.kinds import Kind
from workflows.engine.words import Convene, Effect, Issue, Resolve, Step, Subject, Vote
from workflows.families.disposal.inquired import SAID_ON_PAPER
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, COMMITTEE, HEAD, IN_A_STEP
from workflows.processes.correction import asking, duties, effects, paperwork, rules


class Reviewed:
    """帮教与期满: two helpers, a log, his own report, and the general meeting that finds whether he has mended."""

    plan = Step(
        own.HelpPlan, title=_("Plan of the help"), asks=_("What do the helpers do each month?"), article=rules.REGULATION_30,
        to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "help_plan"},
    ).Next(this.help_plan)  # fmt: skip

    help_plan = Issue(
        measures.HELP_PLAN, title=_("Plan of the help"), article=rules.REGULATION_30, facts=paperwork.plan, issuer=BRANCH,
    ).Meets(duties.PLANNED).Next(this.during)  # fmt: skip

    during = (
        Step(
            own.HelpTalk, title=_("During the correction"), asks=_("What did the helpers do, and how does he conduct himself?"),
            article=rules.REGULATION_30, to=BRANCH_SECRETARY,
        )
        .Needs(duties.PLANNED)
        .Meets(duties.OVER, on="lapsed")
        .Lapsed(this.self_report, on=rules.last_day, article=rules.REGULATION_30)
        .On("talked", this.during)
        .On("worse", this.early_log)
    )  # fmt: skip

    self_report = (
        Step(
            own.SelfReport, title=_("The member's own report"), asks=_("What have you mended?"), article=rules.REGULATION_30,
            to=Subject(recorded_by=BRANCH_SECRETARY), within=IN_A_STEP, fields=SAID_ON_PAPER,
        )
        .Needs(duties.OVER)
        .Meets(duties.REPORTED)
        .Next(this.judge)
    )  # fmt: skip

    judge = Step(
        own.Review, title=_("Review by the branch committee"), asks=_("How has he conducted himself?"), article=rules.REGULATION_31_5,
        to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "help_log"},
    ).Needs(duties.REPORTED).Next(this.help_log)  # fmt: skip

    help_log = Issue(
        measures.HELP_RECORD, title=_("Log of the help"), article=rules.REGULATION_30, facts=paperwork.log, issuer=BRANCH,
    ).Meets(duties.LOGGED).Next(this.convene_review)  # fmt: skip

    convene_review = Convene(
        forms.Notice, meeting="review", title=_("Day and roll of the meeting that reviews it"), asks=_("Can the notice go out?"),
        article=rules.REGULATION_31_5, to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "review_notice"},
    ).Needs(duties.LOGGED).Next(this.review_notice)  # fmt: skip

    review_notice = Issue(
        papers.NOTICE, title=_("Notice of the meeting that reviews it"), article=rules.REGULATION_31_5, facts=paperwork.review_notice,
        issuer=BRANCH, then=effects.call_to_review,
    ).Repeatable().Next(this.review)  # fmt: skip

    review = (
        Vote(
            forms.Minutes, vote=Kind.GM_DISPOSAL, item=asking.mended, of=BRANCH, title=_("The general meeting reviews it"),
            asks=_("What was said in the meeting?"), article=rules.REGULATION_31_5, to=BRANCH_SECRETARY,
            papers={"carried": "review_minutes", "lost": "review_minutes", "no_quorum": "review_adjourned"}, serious=True,
        )
        .Needs(duties.OVER, duties.REPORTED, duties.LOGGED)
        .Meets(duties.REVIEWED, on="carried")
        .Meets(duties.REVIEWED, on="lost")
        .On("carried", this.review_attendance)
        .On("lost", this.review_attendance)
        .On("no_quorum", this.review_adjourned)
    )  # fmt: skip

    review_adjourned = Issue(
        papers.SIGN_IN, title=_("Who came to the meeting that was adjourned"), article=rules.REGULATION_31_5, facts=paperwork.review_attendance,
        issuer=BRANCH,
    ).Next(this.convene_review)  # fmt: skip

    review_attendance = Issue(
        papers.SIGN_IN, title=_("Who came to the review"), article=rules.REGULATION_31_5, facts=paperwork.review_attendance, issuer=BRANCH,
    ).Needs(duties.REVIEWED).Next(this.review_minutes)  # fmt: skip

    review_minutes = Issue(
        papers.MINUTES, title=_("Minutes of the review"), article=rules.REGULATION_31_5, facts=paperwork.review_minutes, issuer=BRANCH,
    ).Needs(duties.REVIEWED).Next(this.review_tally)  # fmt: skip

    review_tally = Issue(
        ballots.TALLY, title=_("Tally of the review"), article=rules.REGULATION_31_5, facts=paperwork.review_tally, issuer=BRANCH,
    ).Needs(duties.REVIEWED).Next(this.review_registered)  # fmt: skip

    review_registered = (
        Resolve(
            meeting="review", title=_("What the review found entered in the register"), article=rules.REGULATION_31_5
        )
        .Needs(duties.REVIEWED)
        .Next(this.expiry_report)
    )

    expiry_report = Issue(
        measures.EXPIRY_REPORT, title=_("Report on the correction"), article=rules.HANDLING, facts=paperwork.expiry_report, issuer=BRANCH,
        addressees=(COMMITTEE,),
    ).Needs(duties.REVIEWED).Repeatable().Next(this.conclude)  # fmt: skip

    conclude = (
        Step(
            own.Closing, title=_("Conclusion of the committee"), asks=_("Agree to what the branch found?"), article=rules.HANDLING, to=HEAD,
            within=IN_A_STEP, kind=Decision.Kind.APPROVE, papers={"agree": "conclusion"}, serious=True,
        )
        .Needs(duties.REVIEWED)
        .Meets(duties.CONCLUDED, on="agree")
        .On("agree", this.conclusion)
        .On("return", this.judge)
    )  # fmt: skip

    conclusion = Issue(
        measures.EXPIRY_CONCLUSION, title=_("Conclusion"), article=rules.HANDLING, facts=paperwork.conclusion, issuer=COMMITTEE,
        addressees=(BRANCH,),
    ).Needs(duties.CONCLUDED).Meets(duties.CONCLUSION_OUT).Next(this.serve_conclusion)  # fmt: skip

    serve_conclusion = Step(
        forms.Service, title=_("Service of the conclusion"), asks=_("How did the conclusion reach the member?"), article=rules.HANDLING,
        to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "conclusion_receipt"},
    ).Needs(duties.CONCLUSION_OUT).Next(this.conclusion_served)  # fmt: skip

    conclusion_served = Effect(
        effects.conclusion_served, title=_("Service of the conclusion entered in the register"), article=rules.HANDLING
    ).Needs(duties.CONCLUSION_OUT).Repeatable().Next(this.conclusion_receipt)  # fmt: skip

    conclusion_receipt = Issue(
        disposal.RECEIPT, title=_("Receipt of the conclusion"), article=rules.HANDLING, facts=paperwork.conclusion_receipt, issuer=BRANCH,
    ).Needs(duties.CONCLUSION_OUT).Meets(duties.CONCLUSION_SERVED).Next(this.has_mended)  # fmt: skip

    early_log = Issue(
        measures.HELP_RECORD, title=_("Log of the help"), article=rules.REGULATION_30, facts=paperwork.log, issuer=BRANCH,
    ).Meets(duties.LOGGED).Next(this.worse)  # fmt: skip

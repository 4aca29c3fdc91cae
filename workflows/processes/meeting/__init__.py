"""会议: a meeting with votes, of a branch, its committee, or the committee above.

The secretary calls it and says what it is about. Day, place, chair, recorder and agenda are set down, the roll is taken
from the register, and the notice goes out to whoever is called and to whoever a matter is about. In the room people are
signed in, and item by item is put to the vote: two tellers count, what they agree on is judged by the rules. Then the
minutes, the numbers of both tellers and the resolutions are on file, and resolutions are in the register. Without a
quorum it is adjourned and called again; what was settled until then stands. Until it is opened it can be called off.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import ballots
from documents.papers import meetings as papers
from forms import meeting as forms
from registry.models import Level, Role
from workflows.engine.routing import post
from workflows.engine.words import (
    Convene,
    Fork,
    Group,
    Issue,
    Meeting,
    Opening,
    Outcome,
    Process,
    Resolve,
    Withdrawal,
    working_days,
)
from workflows.processes.meeting import asking, duties, effects, paperwork, rules
from workflows.processes.meeting import facts as of
from workflows.processes.meeting.facts import HOLDER

# -- the posts ----------------------------------------------------------------------------------------------------

SECRETARY = post(Role.SECRETARY, Role.DEPUTY_SECRETARY, of=HOLDER)

# -- the terms ----------------------------------------------------------------------------------------------------

# No article says how soon a meeting is called; when it is held its own notice says.
IN_A_STEP = working_days(lambda pack: pack.desk.step_working_days)

# -- the course -----------------------------------------------------------------------------------------------------


class MeetingWithVotes(Process):
    """Meeting with votes (会议)."""

    name = "meeting"
    code = "会"
    title = _("Meeting with votes")
    summary = _("Call a meeting of the branch, its committee or the committee above, hold it, and count its votes.")
    prepares = (
        _("which meeting, and what it is about"),
        _("day, time and place, who presides and who records"),
        _("the items, and the candidates where somebody is elected"),
    )
    minutes = 10
    icon = "users"
    group = Group.MEETING
    opened_by = asking.OPENED_BY
    opened_at_levels = (Level.BRANCH, Level.COMMITTEE)
    withdrawal = Withdrawal(article=rules.HOUSE, at=("convene", "hold"), then="call_off")

    start = Opening(forms.Call, title=_("Calling a meeting"), article=rules.MEETINGS).Next(this.convene)

    convene = (
        Convene(
            forms.Notice, meeting="hold", title=_("Day, roll and agenda"), asks=_("Can the notice go out?"),
            article=rules.MEETINGS, to=SECRETARY, within=IN_A_STEP, papers={"done": "notice"},
        )
        .Meets(duties.CONVENED)
        .Next(this.notice)
    )  # fmt: skip

    notice = (
        Issue(
            papers.NOTICE, title=_("Notice of the meeting"), article=rules.CONSTITUTION, facts=paperwork.notice, issuer=HOLDER,
            then=effects.call,
        )
        .Needs(duties.CONVENED)
        .Meets(duties.NOTICED)
        .Repeatable()
        .Next(this.hold)
    )  # fmt: skip

    hold = (
        Meeting(
            forms.Minutes, body=of.body_of, of=HOLDER, title=_("The meeting"), asks=_("What was said in the meeting?"),
            article=rules.CHAIR, to=SECRETARY, papers={"held": "minuted", "no_quorum": "adjourned"},
        )
        .Needs(*duties.OF_A_CALL)
        .Meets(duties.HELD, on="held")
        .Undoes(*duties.OF_A_CALL, on="no_quorum")
        .On("held", this.attendance)
        .On("no_quorum", this.adjourned)
    )  # fmt: skip

    # Held: what it leaves.

    attendance = Issue(
        papers.SIGN_IN, title=_("Who came"), article=rules.HOUSE, facts=paperwork.attendance, issuer=HOLDER,
    ).Needs(duties.HELD).Meets(duties.SIGNED_IN).Next(this.minuted)  # fmt: skip

    minuted = Issue(
        papers.MINUTES, title=_("Minutes"), article=rules.HOUSE, facts=paperwork.minutes, issuer=HOLDER,
    ).Needs(duties.HELD).Meets(duties.MINUTED).Next(this.voted)  # fmt: skip

    voted = (
        Fork(rules.WAS_VOTED)
        .Meets(duties.COUNTED, duties.RESOLVED, duties.REGISTERED, on="no")
        .Yes(this.tally)
        .No(this.held)
    )

    tally = Issue(
        ballots.TALLY, title=_("Tally"), article=rules.HOUSE, facts=paperwork.tally, issuer=HOLDER,
    ).Needs(duties.HELD).Meets(duties.COUNTED).Next(this.resolutions)  # fmt: skip

    resolutions = Issue(
        papers.RESOLUTIONS, title=_("Resolutions"), article=rules.RESOLUTION, facts=paperwork.resolutions, issuer=HOLDER,
    ).Needs(duties.HELD, duties.COUNTED).Meets(duties.RESOLVED).Next(this.registered)  # fmt: skip

    registered = (
        Resolve(meeting="hold", title=_("Resolutions entered in the register"), article=rules.HOUSE)
        .Needs(duties.RESOLVED)
        .Meets(duties.REGISTERED)
        .Next(this.held)
    )

    # Adjourned: called again. What was settled before is minuted.

    adjourned = Issue(
        papers.SIGN_IN, title=_("Who came to the meeting that was adjourned"), article=rules.HOUSE, facts=paperwork.attendance,
        issuer=HOLDER,
    ).Next(this.voted_before)  # fmt: skip

    voted_before = Fork(rules.WAS_VOTED_TODAY).Yes(this.minuted_in_part).No(this.convene)

    minuted_in_part = Issue(
        papers.MINUTES, title=_("Minutes of the meeting that was adjourned"), article=rules.HOUSE, facts=paperwork.minutes,
        issuer=HOLDER,
    ).Next(this.convene)  # fmt: skip

    # Called off, before it was opened.

    call_off = Issue(
        papers.CALLED_OFF, title=_("Notice that the meeting is called off"), article=rules.HOUSE, facts=paperwork.called_off,
        issuer=HOLDER, then=effects.call_off,
    ).Meets(duties.CALL_OFF_TOLD).Next(this.called_off)  # fmt: skip

    # The ends.

    held = Outcome("held", title=_("Held"), article=rules.MEETINGS).Needs(
        *duties.OF_A_CALL, duties.HELD, *duties.OF_A_RECORD
    )
    called_off = (
        Outcome("called_off", title=_("Called off"), article=rules.HOUSE, again=True)
        .Needs(duties.CALL_OFF_TOLD)
        .Forbids(duties.HELD)
    )

    # -- what the course knows about its cases ------------------------------------------------------------------------

    known = rules.Facts
    facts = staticmethod(of.facts_of)
    about = "matter"
    opening_limits = staticmethod(asking.opening_limits)
    limits = staticmethod(asking.limits)
    initial = staticmethod(asking.initial)
    summary_of = staticmethod(asking.summary_of)

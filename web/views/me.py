"""The member's own page (我的事项): what he has to do, where his cases are, his papers, who looked."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audit import clock
from registry.access import Viewer
from registry.calendar import the_calendar
from registry.models import Member
from web import dossier, road
from web.context import viewer
from workflows.engine import commenting, inbox
from workflows.engine.meetings.balloting import mine_to_count
from workflows.engine.models import Ballot, Case, Teller

MOST = 20


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """One's own matters; for somebody who is no member, what he has to do himself."""
    who = viewer(request)
    member = getattr(who.person, "member", None) if who.person else None
    context: dict[str, Any] = {"todo": _todo(who), "counts": _counts(who), "member": member, "nav": "me"}
    if member is not None:
        context |= _of_member(who, member)
    return render(request, "me.html", context)


def _todo(who: Viewer) -> list[tuple[Any, Any]]:
    """The turns that are one's own, not those of a post, each with its chip."""
    if who.person is None:
        return []
    calendar = the_calendar(clock.today())
    own = inbox.with_their_cases(inbox.open_turns(who).filter(person=who.person))[:MOST]
    return [(turn, inbox.due_chip(turn, clock.today(), calendar)) for turn in own]


def _counts(who: Viewer) -> list[Ballot]:
    """The open ballots that one counts, as teller of their meeting or of their item."""
    mine = Teller.objects.filter(meeting=OuterRef("item__meeting"), attendee__person=who.person)
    found = Ballot.objects.filter(Exists(mine), verdict__isnull=True) if who.person else Ballot.objects.none()
    open_now = found.select_related("item__meeting").order_by("pk")[:MOST]
    return [one for one in open_now if mine_to_count(one.item.meeting, one.item, who.person)]


def _of_member(who: Viewer, member: Member) -> dict[str, Any]:
    cases = list(
        Case.objects.filter(subject=member).select_related("organisation", "subject__person").order_by("-opened_at")
    )
    return {
        "open_cases": [(case, road.of_case(case)) for case in cases if case.closed_at is None],
        "heard": [case for case in cases if commenting.is_open_for_comments(case, who.on)],
        "instances": dossier.instances(member, who.on),
        "closed_cases": [(case, road.closed_as(case)) for case in cases[:MOST] if case.closed_at is not None],
        "papers": list(dossier.papers_of(member)[:MOST]),
        "home": member.affiliations.on(who.on).select_related("organisation").first(),
        "looks": dossier.looks(member)[:MOST],
        "contacts": dossier.contacts(member, who.on),
    }

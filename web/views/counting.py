"""Counting a ballot (计票): each teller by himself, on his own device or on that of whoever holds the meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from web.context import viewer
from web.lost import gives_back
from web.meetings.counted import CountForm
from web.meetings.pages import Page, answered, room_to_act
from web.meetings.room import Room
from workflows.engine.meetings import balloting, counting
from workflows.engine.models import Attendee, Ballot, TaskAssignment

COUNT = Page(
    _("Count of one teller"),
    _("Type in what you counted yourself. The other teller counts for himself and does not see your numbers."),
    _("That is my count"), to="now", template="meetings/count.html",
)  # fmt: skip


def _ballot(ballot: str) -> Ballot:
    """A ballot that was not settled; Http404 for any other."""
    found = (
        Ballot.objects.filter(public_id=ballot, verdict__isnull=True)
        .select_related("item__meeting__case", "item__subject__person")
        .first()
    )
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def count(request: HttpRequest, public_id: str, ballot: str, teller: str) -> HttpResponse:
    """The count of a teller, typed in on the device of whoever holds the meeting."""
    room = room_to_act(request, public_id)
    found = _ballot(ballot)
    who = Attendee.objects.filter(public_id=teller, meeting=found.item.meeting).first()
    if room.row is None or who is None or found.item.meeting_id != room.row.pk:
        raise Http404
    return _counted(request, room.turn, found, who, room)


@login_required
@require_http_methods(["GET", "POST"])
def own_count(request: HttpRequest, ballot: str) -> HttpResponse:
    """The count of a teller on his own device; the ballot does not exist for anybody else."""
    user, found = viewer(request).user, _ballot(ballot)
    meeting = found.item.meeting
    teller = balloting.mine_to_count(meeting, found.item, user.person)
    turn = TaskAssignment.objects.filter(case=meeting.case, step=meeting.step, closed_at__isnull=True).first()
    if teller is None or turn is None:
        raise Http404
    return _counted(request, turn, found, teller.attendee, None)


def _counted(
    request: HttpRequest, turn: TaskAssignment, ballot: Ballot, teller: Attendee, room: Room | None
) -> HttpResponse:
    form = CountForm(request.POST or None, ballot=ballot)
    by = viewer(request).user

    def do(_answers: Mapping[str, Any], key: str) -> Any:
        which, who = ballot.public_id, teller.public_id
        return counting.count(turn.public_id, by=by, ballot=which, teller=who, numbers=form.numbers, key=key)

    again = ballot.teller_counts.filter(teller=teller).exists()
    return answered(request, room, COUNT, form, do, ballot=ballot, teller=teller, again=again)

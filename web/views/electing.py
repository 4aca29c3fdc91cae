"""Electing missing seats (不足名额另行选举): who stands in the separate election, chosen by those present."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from web.lost import gives_back
from web.meetings import asking
from web.meetings.pages import Page, answered, room_to_act
from web.meetings.room import Room
from workflows.engine.meetings import missing
from workflows.engine.meetings.reading import items_of
from workflows.engine.models import Ballot
from workflows.engine.votes.candidates import least_candidates
from workflows.engine.votes.elections import Ending
from workflows.engine.votes.kinds import election_terms

MISSING = Page(_("Elect the missing seats now"), "", _("Put it on the agenda"), icon="users", to="now")


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def missing_seats(request: HttpRequest, public_id: str, item: str) -> HttpResponse:
    """The candidates for the seats that an item has left; they are voted on as an item of its own."""
    room = room_to_act(request, public_id)
    ballot = _ballot(room, item)
    people = missing.electable(ballot)
    form = asking.form_of(request.POST or None, {"candidates": asking.candidates(people)}, room.limits)
    by_id = {person.public_id: person for person in people}

    def do(answers: Mapping[str, Any], key: str) -> Any:
        chosen = [by_id[name] for name in answers["candidates"]]
        return missing.elect_missing(public_id, by=room.viewer.user, item=item, candidates=chosen, key=key)

    page = replace(MISSING, lead=_lead(room, ballot))
    return answered(request, room, page, form, do, about=ballot.item.matter)


def _ballot(room: Room, item: str) -> Ballot:
    """The ballot by which an item has left seats; Http404 where there is none, or the course says what is voted on."""
    if room.row is None or not room.here or room.step.agenda_is_given:
        raise Http404
    found = [one for one in items_of(room.row) if one.public_id == item]
    last = [list(one.ballots.all())[-1:] for one in found]
    ballot = last[0][0] if last and last[0] else None
    if ballot is None or getattr(ballot, "verdict", None) is None or ballot.verdict.result != Ending.SEATS_LEFT:
        raise Http404
    return ballot


def _lead(room: Room, ballot: Ballot) -> str:
    """How many seats there are, and how many candidates there have to be."""
    asked = missing.asked_for(ballot, ())
    assert asked.kind is not None  # it is an election
    assert asked.purpose is not None
    terms, seats = election_terms(room.pack.votes, asked.kind), asked.seats or 0
    words = gettext("Seats that are left: %(seats)d. Candidates, chosen by those present: at least %(least)d.")
    if terms.equal_number.value:
        words = gettext("Seats that are left: %(seats)d. Candidates, chosen by those present: %(least)d.")
    return words % {"seats": seats, "least": least_candidates(terms, seats, asked.purpose)}

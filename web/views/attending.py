"""Who is called to a meeting and why somebody stays away (名册、请假、书面意见), and who counts (监票计票人)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from web.lost import gives_back
from web.meetings import asking
from web.meetings.agenda import callable_people
from web.meetings.pages import Page, answered, room_to_act
from web.meetings.room import Room
from workflows.engine.meetings import attending, opinions, presiding, roll
from workflows.engine.meetings.asked import Amendment
from workflows.engine.meetings.reading import items_of, roll_of
from workflows.engine.models import Attendee, Choice
from workflows.engine.votes.entitled import LeftOut
from workflows.engine.votes.kinds import Kind

ABSENCE = Page(
    _("Leave, or why somebody stays away"), _("The minutes name whoever is absent and why."), _("Note it"), icon="user-minus"
)  # fmt: skip
ROLL = Page(
    _("Amend the roll"),
    _("What the registers do not know. Whoever may be left out is so only if the superior and the general meeting agreed."),
    _("Amend the roll"), icon="pencil",
)  # fmt: skip
RENEW = Page(
    _("Take the roll anew"), _("Whoever belongs to the meeting by the registers of its day is called; what was amended by hand stays."),
    _("Take the roll anew"), icon="repeat", to="roll",
)  # fmt: skip
OPINION = Page(
    _("Opinion in writing"),
    _("Handed in before the meeting by somebody who cannot come. Where the rules do not count it, the minutes say so."),
    _("Take it in"), icon="mail",
)  # fmt: skip
TELLERS = Page(
    _("Who counts"),
    _("Two electors who are present and no candidates; those present confirm them. Each counts by himself."),
    _("Name both"), icon="users", to="now",
)  # fmt: skip


def _called(room: Room, attendee: str) -> Attendee:
    """Somebody on the roll; Http404 if there is nobody."""
    found = room.row.attendees.filter(public_id=attendee).first() if room.row else None
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def absence(request: HttpRequest, public_id: str, attendee: str) -> HttpResponse:
    """Note leave, or why somebody stays away."""
    room = room_to_act(request, public_id)
    who, known = _called(room, attendee), callable_people(room)
    proposed = {"reason": who.absent_reason, "asked_on": who.leave_asked_on}
    form = asking.form_of(request.POST or None, asking.of_absence(known), room.limits, proposed)

    def do(answers: Mapping[str, Any], key: str) -> Any:
        agreed = next((person for person in known if person.public_id == answers["agreed_by"]), None)
        return attending.note_absence(
            public_id, by=room.viewer.user, attendee=attendee, reason=answers["reason"], asked_on=answers["asked_on"],
            agreed_by=agreed, key=key,
        )  # fmt: skip

    return answered(request, room, ABSENCE, form, do, about=who.name)


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def amend(request: HttpRequest, public_id: str, attendee: str) -> HttpResponse:
    """Amend what the roll says of somebody."""
    room = room_to_act(request, public_id)
    who, fields = _called(room, attendee), asking.of_amendment()
    form = asking.form_of(request.POST or None, fields, room.limits, {name: getattr(who, name) for name in fields if name != "reason"})  # fmt: skip

    def do(answers: Mapping[str, Any], key: str) -> Any:
        said = {name: answers[name] for name in fields if name not in ("reason", "left_out")}
        amendment = Amendment(left_out=LeftOut(answers["left_out"]) if answers["left_out"] else None, **said)
        by, why = room.viewer.user, answers["reason"]
        return roll.amend_roll(public_id, by=by, attendee=attendee, amendment=amendment, reason=why, key=key)

    return answered(request, room, ROLL, form, do, about=who.name)


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def renew(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the roll anew, where the registers have changed."""
    room = room_to_act(request, public_id)
    if room.row is None:
        raise Http404
    form = asking.form_of(request.POST or None, asking.of_reason(_("Why the roll is amended")), room.limits)

    def do(answers: Mapping[str, Any], key: str) -> Any:
        return roll.renew_roll(public_id, by=room.viewer.user, reason=answers["reason"], key=key)

    return answered(request, room, RENEW, form, do)


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def opinion(request: HttpRequest, public_id: str, attendee: str) -> HttpResponse:
    """Take in an opinion in writing."""
    room = room_to_act(request, public_id)
    who = _called(room, attendee)
    assert room.row is not None  # somebody is called to it
    voted = [item for item in items_of(room.row) if item.kind and not Kind(item.kind).elects]
    form = asking.form_of(request.POST or None, asking.of_opinion(voted), room.limits)

    def do(answers: Mapping[str, Any], key: str) -> Any:
        return opinions.receive_opinion(
            public_id, by=room.viewer.user, item=answers["item"], attendee=attendee, choice=Choice(answers["choice"]),
            handed_in_on=answers["handed_in_on"], key=key,
        )  # fmt: skip

    return answered(request, room, OPINION, form, do, about=who.name)


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def tellers(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name the two who count."""
    room = room_to_act(request, public_id)
    if room.row is None:
        raise Http404
    here = [(row.public_id, row.name) for row in roll_of(room.row) if row.votes and row.present]
    form = asking.form_of(request.POST or None, asking.of_tellers(here), room.limits)

    def do(answers: Mapping[str, Any], key: str) -> Any:
        two = list(dict.fromkeys([answers["first"], answers["second"]]))
        return presiding.name_tellers(
            public_id, by=room.viewer.user, tellers=two, confirmed=answers["confirmed"], key=key
        )  # fmt: skip

    return answered(request, room, TELLERS, form, do)

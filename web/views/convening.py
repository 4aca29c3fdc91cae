"""Convening a meeting and its agenda (召集会议、编排议程)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from web.lost import gives_back
from web.meetings import agenda, asking
from web.meetings.pages import Page, answered, back_to, room_to_act
from web.meetings.room import Room
from workflows.engine.meetings import convening
from workflows.engine.models import Body
from workflows.engine.votes.kinds import Kind

CONVENE = Page(
    _("Convene the meeting"),
    _(
        "Whoever belongs to it on that day stands on the roll, with a vote or without. Until the notice goes out everything "
        "can be changed."
    ),
    _("Convene"), icon="users",
)  # fmt: skip
ADD = Page(
    _("One more item"), _("Each matter is discussed and voted on by itself."), _("Put it on the agenda"), icon="plus",
    to="agenda",
)  # fmt: skip
DROP = Page(
    _("Take an item off the agenda"), _("It is then neither discussed nor voted on."), _("Take it off"), icon="x",
    to="agenda",
)  # fmt: skip


def _name(request: HttpRequest) -> str:
    """The kind of item that the address names, or the page that was sent."""
    return request.POST.get("kind", "") or request.GET.get("kind", "")


def _kind(request: HttpRequest, room: Room) -> Kind | None:
    """The kind of item that is asked for; Http404 for what such a meeting does not have."""
    try:
        return agenda.kind_named(room, _name(request))
    except KeyError as unknown:
        raise Http404 from unknown


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def convene(request: HttpRequest, public_id: str) -> HttpResponse:
    """When and where; the first time with the first item, of the kind that the address names."""
    room = room_to_act(request, public_id)
    first = room.asks_first_item
    if first and not _name(request):
        return back_to(room)
    known, kind = agenda.callable_people(room), _kind(request, room) if first else None
    fields = asking.when_and_where(known)
    if first:
        fields |= asking.of_item(kind, agenda.concerned(room, known), room.pack.votes)
    form = asking.form_of(request.POST or None, fields, room.limits, _as_it_stands(room))

    def do(answers: Mapping[str, Any], key: str) -> Any:
        by_id = {person.public_id: person for person in known}
        return convening.convene(
            public_id, by=room.viewer.user, key=key, held_on=answers["held_on"], starts_at=answers["starts_at"],
            place=answers["place"], topic=answers["topic"], chair=by_id[answers["chair"]],
            recorder=by_id[answers["recorder"]], agenda=[agenda.asked(kind, answers, known)] if first else None,
        )  # fmt: skip

    return answered(request, room, CONVENE, form, do, kind=_name(request) if first else "")


def _as_it_stands(room: Room) -> dict[str, Any]:
    """What was said of the meeting before; of a new one, that whoever convenes it presides."""
    row = room.row
    if row is None:
        chair = room.viewer.person.public_id if room.viewer.person else ""
        return {"chair": chair, "topic": str(Body(room.step.body_of(room.case)).label)}
    kept = {name: getattr(row, name) for name in ("held_on", "starts_at", "place", "topic")}
    return kept | {"chair": row.chair.public_id, "recorder": row.recorder.public_id}


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def add_item(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put one more item on the agenda."""
    room = _with_agenda(request, public_id)
    kind, known = _kind(request, room), agenda.callable_people(room)
    about = asking.of_item(kind, agenda.concerned(room, known), room.pack.votes)
    fields = about | (asking.of_reason(_("Why the agenda is amended")) if room.here else {})
    form = asking.form_of(request.POST or None, fields, room.limits)

    def do(answers: Mapping[str, Any], key: str) -> Any:
        asked = (*agenda.now(room), agenda.asked(kind, answers, known))
        return agenda.changed(room, asked, reason=answers.get("reason", ""), key=key)

    return answered(request, room, ADD, form, do, kind=_name(request))


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def drop_item(request: HttpRequest, public_id: str, item: str) -> HttpResponse:
    """Take an item off the agenda."""
    room = _with_agenda(request, public_id)
    gone = next((one for one in agenda.now(room) if one.item == item), None)
    if gone is None:
        raise Http404
    form = asking.form_of(
        request.POST or None, asking.of_reason(_("Why the agenda is amended")) if room.here else {}, room.limits
    )

    def do(answers: Mapping[str, Any], key: str) -> Any:
        stays = [one for one in agenda.now(room) if one.item != item]
        return agenda.changed(room, stays, reason=answers.get("reason", ""), key=key)

    return answered(request, room, DROP, form, do, about=gone.matter)


def _with_agenda(request: HttpRequest, public_id: str) -> Room:
    """The room of a meeting whose agenda is still open; Http404 where there is none."""
    room = room_to_act(request, public_id)
    if room.row is None or not room.agenda_is_open:
        raise Http404
    return room

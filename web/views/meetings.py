"""The room of a meeting (会场), and the record of one: each view parses, calls one write function, renders."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from documents.kinds import PaperKind
from registry.refusals import Conflict, Refused
from web.context import viewer
from web.downloads import download
from web.lost import gives_back
from web.meetings import prints
from web.meetings.pages import back_to, room_of, room_to_act
from web.meetings.room import Room
from web.meetings.taps import TAPS
from web.posting import posted_from
from workflows.engine import access, commands
from workflows.engine.meetings.reading import record_of
from workflows.engine.models import Meeting


def _in_room(request: HttpRequest, room: Room, status: int = 200, **more: Any) -> HttpResponse:
    context = {"room": room, "record": room.record, "case": room.case} | more
    return render(request, "meetings/room.html", context, status=status)


@login_required
@require_GET
def meeting(request: HttpRequest, public_id: str) -> HttpResponse:
    """The room: the roll to tap, the agenda, the open ballot, the results; to be read by whoever may see the case."""
    return _in_room(request, room_of(request, public_id))


@login_required
@posted_from("meeting", "public_id")
@gives_back
def tap(request: HttpRequest, public_id: str) -> HttpResponse:
    """One tap in the room; a refusal is said above the room, which is as it was."""
    room = room_of(request, public_id)
    name, key = request.POST.get("do", ""), request.POST.get("key", "")[:64] or commands.new_key()
    if name not in TAPS:
        raise Http404
    try:
        TAPS[name](public_id, room.viewer.user, request.POST, key)
    except Refused as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        typed = request.POST.get("agreeing", "")[:5]
        return _in_room(request, room_of(request, public_id), status, refusal=refusal.sentence, typed=typed)
    except PermissionDenied as denied:
        return _in_room(request, room_of(request, public_id), 403, refusal=str(denied))
    return back_to(room, request.POST.get("to", "")[:40])


@login_required
@require_GET
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """The record of a meeting, for whoever may see its case; the access is logged."""
    who = viewer(request)
    row = (
        Meeting.objects.select_related("case", "organisation", "chair", "recorder").filter(public_id=public_id).first()
    )
    if row is None:
        raise Http404
    case = access.case_for(who, row.case.reference)
    return render(request, "meetings/record.html", {"record": record_of(row), "case": case})


@login_required
@require_GET
def sheet(request: HttpRequest, public_id: str, what: str) -> HttpResponse:
    """What is printed for the room and filled in by hand; nothing of it is kept."""
    return _print(prints.of_meeting(room_to_act(request, public_id), what))


@login_required
@require_GET
def slip(request: HttpRequest, public_id: str, item: str) -> HttpResponse:
    """The ballot slip of one item, to be printed as often as there are voters."""
    return _print(prints.slip(room_to_act(request, public_id), item))


def _print(printed: tuple[PaperKind, bytes] | None) -> HttpResponse:
    if printed is None:
        raise Http404
    kind, content = printed
    return download(content, name=f"{kind.title}.pdf")

"""A page that asks something about a meeting (会议问答页): its questions, what was typed after a refusal, and back to the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms.kit import word_mistakes
from registry.refusals import Conflict, Refused
from web.context import viewer
from web.faults import fault_title, faults
from web.meetings.asking import refuse
from web.meetings.room import Room
from workflows.engine import access, commands

Do = Callable[[Mapping[str, Any], str], Any]


@dataclass(frozen=True)
class Page:
    """What is asked, and what the button says; ``to`` is the place of the room it leads back to."""

    title: Any
    lead: Any
    button: Any
    icon: str = "check"
    to: str = ""
    template: str = "meetings/ask.html"


def room_of(request: HttpRequest, public_id: str) -> Room:
    """The room of a turn the viewer may see; Http404 otherwise."""
    who = viewer(request)
    return Room(access.turn_for(who, public_id), who)


def room_to_act(request: HttpRequest, public_id: str) -> Room:
    """As ``room_of``, for whoever may act there; PermissionDenied for others who may see it."""
    room = room_of(request, public_id)
    if not room.may_act:
        raise PermissionDenied
    return room


def back_to(room: Room | None, place: str = "") -> HttpResponse:
    """On to the room; whoever was never in it goes to his own page."""
    if room is None:
        return redirect("me")
    address = reverse("meeting", args=[room.turn.public_id])
    return redirect(f"{address}#{place}" if place else address)


def answered(
    request: HttpRequest, room: Room | None, page: Page, form: forms.Form, do: Do, **more: Any
) -> HttpResponse:  # fmt: skip
    """The page, or what became of it once it was sent; nothing typed is lost."""
    word_mistakes(form)
    if request.method == "GET":
        return shown(request, room, page, form, 200, **more)
    key = request.POST.get("key", "")[:64] or commands.new_key()
    status = 422
    if form.is_valid():
        try:
            do(form.cleaned_data, key)
            return back_to(room, page.to)
        except Refused as refusal:
            getattr(form, "refuse", lambda said: refuse(form, said))(refusal)
            status = 409 if isinstance(refusal, Conflict) else 422
        except PermissionDenied as denied:
            form.add_error(None, str(denied))
            status = 403
    return shown(request, room, page, form, status, **more)


def shown(
    request: HttpRequest, room: Room | None, page: Page, form: forms.Form, status: int, **more: Any
) -> HttpResponse:  # fmt: skip
    """The questions; after a refusal with what was typed and each mistake at its field."""
    found = faults(form)
    context = {
        "room": room,
        "page": page,
        "form": form,
        "faults": found,
        "fault_title": fault_title(found) if found else "",
        "refusals": form.non_field_errors(),
        "key": request.POST.get("key", "")[:64] if status == 422 else commands.new_key(),
    }
    return render(request, page.template, context | more, status=status)

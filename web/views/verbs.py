"""The page of a verb (操作页): its questions, what was typed after a refusal, and on to the case when it is done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from forms.kit import word_mistakes
from registry.refusals import Conflict, Refused
from web.context import viewer
from web.faults import fault_title, faults
from web.lost import gives_back
from web.verbs import Target, Verb, verb_named
from workflows.engine import access, commands


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def turn_verb(request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
    """Do something with one task besides deciding it."""
    who = viewer(request)
    turn = access.turn_for(who, public_id)
    return answered(request, verb_named(verb, of_turn=True), Target(who, turn.case, turn))


@login_required
@require_http_methods(["GET", "POST"])
@gives_back
def case_verb(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """Do something with a whole case."""
    who = viewer(request)
    return answered(request, verb_named(verb, of_turn=False), Target(who, access.case_for(who, reference)))


def answered(request: HttpRequest, verb: Verb, target: Target) -> HttpResponse:
    """The page of a verb, or what became of it once it was sent."""
    if request.method == "GET":
        if not verb.offered(target):
            raise PermissionDenied
        return _page(request, verb, target, verb.form(target, None, None))
    form = verb.form(target, request.POST, request.FILES)
    word_mistakes(form)
    if not form.is_valid():
        return _page(request, verb, target, form, 422)
    try:
        result = verb.do(target, form.cleaned_data, _key(request))
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _page(request, verb, target, form, 409 if isinstance(refusal, Conflict) else 422)
    except PermissionDenied as denied:
        form.add_error(None, str(denied))
        return _page(request, verb, target, form, 403)
    if verb.done:
        messages.success(request, verb.done)
    return redirect(_goes_to(verb, target, result))


def _goes_to(verb: Verb, target: Target, result: Any) -> str:
    """The address to go on to: of what was done, of the task that is still his, else of the case."""
    if verb.goes_to:
        return verb.goes_to(target, result)
    if verb.stays and target.turn is not None:
        return reverse("task", args=[target.turn.public_id])
    return reverse("case", args=[target.case.reference])


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:64] or commands.new_key()


def _page(request: HttpRequest, verb: Verb, target: Target, form: forms.Form, status: int = 200) -> HttpResponse:
    """The questions; after a refusal with what was typed and each mistake at its field."""
    found = faults(form)
    context: dict[str, Any] = {
        "verb": verb,
        "target": target,
        "case": target.case,
        "turn": target.turn,
        "form": form,
        "faults": found,
        "fault_title": fault_title(found) if found else "",
        "refusals": form.non_field_errors(),
        "key": _key(request) if status in (200, 422) else commands.new_key(),
        "multipart": form.is_multipart(),
    }
    return render(request, "verb.html", context | (verb.more(target) if verb.more else {}), status=status)

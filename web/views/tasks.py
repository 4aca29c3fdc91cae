"""One task (待办): read it, decide it, keep a draft, take a decision back. Every POST works without JavaScript."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from forms.kit import answered_pairs
from web import desk, drafted, listing
from web.badges import badges
from web.context import viewer
from web.desk import Shown
from web.faults import fault_title, faults
from web.lost import gives_back
from web.pane import Pane
from web.posting import posted_from
from workflows.engine import access, checking, commands, deciding, drafts, inbox, undoing
from workflows.engine.errors import Conflict, Invalid, Refused
from workflows.engine.models import Decision, TaskAssignment
from workflows.engine.said import Said


def _pane(request: HttpRequest, public_id: str) -> Pane:
    who = viewer(request)
    return Pane(access.turn_for(who, public_id), who, key=request.POST.get("key", "")[:64])


def _wants_fragment(request: HttpRequest) -> bool:
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request


def _shown(request: HttpRequest, pane: Pane, status: int = 200, **more: Any) -> HttpResponse:
    """The task as a pane for htmx, else as a page of its own with the list beside it."""
    shown = Shown.of(request.GET)
    context = {"pane": pane, "shown": shown, "explicit": True, "done": listing.done_of(request)} | more
    if _wants_fragment(request):
        return render(request, "pane.html", context, status=status)
    return render(request, "task.html", listing.list_context(request, shown) | context, status=status)


@login_required
@require_GET
def task(request: HttpRequest, public_id: str) -> HttpResponse:
    """One task, to be decided by whoever may, to be read by whoever may see the case."""
    return _shown(request, _pane(request, public_id))


@login_required
@posted_from("task", "public_id")
@gives_back
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide a task: check page first where a paper hangs on it; every refusal keeps what was typed."""
    pane = _pane(request, public_id)
    if "change" in request.POST:
        pane.typed(request.POST)
        return _shown(request, pane)
    form = pane.bound(request.POST)
    try:
        if form.is_valid() and pane.may_act and "confirmed" not in request.POST and pane.needs_check(form.outcome()):
            return _check_page(request, pane)
        decision = _decided(request, pane)
    except Invalid:
        return _shown(request, pane, 422, **_mistakes(pane))
    except Conflict as conflict:
        return _stale(request, public_id, conflict)
    except Refused as refusal:
        return _shown(request, pane, 422, refusal=refusal.sentence)
    except PermissionDenied as denied:
        return _shown(request, pane, 403, refusal=str(denied), typed=_typed(pane))
    drafts.discard_task_drafts(pane.turn)
    return _went_on(request, pane.turn, decision)


def _decided(request: HttpRequest, pane: Pane) -> Decision:
    return deciding.decide(
        pane.turn.public_id,
        by=viewer(request).user,
        data=request.POST,
        key=pane.key,
        digest=_digest(request, pane),
    )


def _digest(request: HttpRequest, pane: Pane) -> str:
    """The digest of the paper with these answers, once the one that was shown still holds."""
    shown = request.POST.get("digest", "")
    if not shown or "confirmed" in request.POST:
        return shown
    return pane.digest_to_decide(shown)


def _mistakes(pane: Pane) -> dict[str, Any]:
    found = faults(pane.form)
    return {"faults": found, "fault_title": fault_title(found)}


def _typed(pane: Pane) -> list[tuple[Any, str]]:
    """What was sent, so that it can be copied where it could not be taken."""
    form = pane.form
    sent = form.answers()
    labels = {name: dict(getattr(asked, "choices", ())) for name, asked in form.fields.items()}
    return [(form.fields[name].label, str(labels[name].get(value, value))) for name, value in sent.items() if value]


def _stale(request: HttpRequest, public_id: str, conflict: Conflict) -> HttpResponse:
    """Somebody was faster: the state as it is now, and what was typed."""
    fresh = _pane(request, public_id)
    fresh.key = commands.new_key()
    fresh.bound(request.POST)
    typed = [] if fresh.may_act else _typed(fresh)
    return _shown(request, fresh, 409, refusal=conflict.sentence, typed=typed)


def _check_page(request: HttpRequest, pane: Pane) -> HttpResponse:
    """Answers, checks with these answers, what follows, and the paper as it would be issued."""
    form, outcome, user = pane.form, pane.form.outcome(), viewer(request).user
    said = Said(pane.case, {pane.step.name: (outcome, form.cleaned_data)}, user.person)
    facts = pane.case.flow_class.facts(pane.case, said)
    checking.refuse_blocked(pane.step.guards, facts, outcome)
    tried = checking.trial(pane.step, pane.case, outcome, form.cleaned_data, user.person)
    context = {
        "pane": pane,
        "shown": Shown.of(request.GET),
        "answers": answered_pairs(form),
        "checklist": pane.lines(checking.checks(pane.step.guards, facts)),
        "follows": pane.follows(outcome, form.cleaned_data),
        "paper": tried[0] if tried else None,
        "digest": tried[1].digest if tried else "",
        "image": drafted.address(pane.turn, tried[1].digest, user) if tried else "",
        "sent": _sent(request),
        "nav": "inbox",
    }
    return render(request, "check.html", context)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was sent, to be sent again with the confirmation."""
    ours = {"csrfmiddlewaretoken", "digest", "confirmed", "change"}
    return [(name, value) for name, values in request.POST.lists() if name not in ours for value in values]


def _went_on(request: HttpRequest, turn: TaskAssignment, decision: Decision) -> HttpResponse:
    """On to the next task of the list, with the way back in sight."""
    who, shown = viewer(request), Shown.of(request.GET)
    shown = shown if shown.lists_turns else Shown()
    turns = desk.turns_for(who, shown)
    following = desk.after(turns, turn)
    if not _wants_fragment(request):
        return redirect(listing.task_address(following, shown, decision))
    context = {
        "pane": Pane(following, who) if following else None,
        "shown": shown,
        "done": listing.undoable(decision, who),
        "gone": turn,
        "recent": listing.recent(who),
    } | _totals(request, shown)
    response = render(request, "pane.html", context)
    response["HX-Push-Url"] = listing.task_address(following, shown)
    return response


def _totals(request: HttpRequest, shown: Shown) -> dict[str, Any]:
    """What waits now, for the bar, the boxes and the head of the list."""
    who = viewer(request)
    waiting = inbox.waiting(who)
    here = len(waiting.turns) if shown == Shown() else inbox.count(desk.turns_for(who, shown))
    boxes, kinds = desk.rail(waiting, shown, badges(request, who))
    total, bar = desk.capped(here) or "0", desk.capped(len(waiting.turns)) or "0"
    return {"total": total, "waiting": bar, "boxes": boxes, "kinds": kinds}


@login_required
@posted_from("task", "public_id")
@gives_back
def save_draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the answers for later, mistakes and all."""
    pane, shown = _pane(request, public_id), Shown.of(request.GET)
    form = pane.bound(request.POST)
    try:
        drafts.save_task_draft(pane.turn, viewer(request).user, form.answers())
    except PermissionDenied as denied:
        return _shown(request, pane, 403, refusal=str(denied), typed=_typed(pane))
    messages.success(request, _("Saved. Only you can see it."))
    return redirect(listing.task_address(pane.turn, shown))


@login_required
@posted_from("inbox")
def recall(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a decision back; the task is open again."""
    who, shown = viewer(request), Shown.of(request.GET)
    decision = Decision.objects.filter(public_id=public_id, by=who.user).select_related("assignment").first()
    if decision is None:
        raise Http404
    key = request.POST.get("key", "")[:64] or commands.new_key()
    case = undoing.recall(public_id, by=who.user, key=key)
    own = case.assignments.filter(closed_at__isnull=True, step=decision.step, signer=decision.assignment.signer_id)
    turn = own.select_related("task", "post").first()
    if turn is not None and not decision.sends_back:
        drafts.save_task_draft(turn, who.user, decision.answers)
    if turn is None or not _wants_fragment(request):
        messages.success(request, _("Taken back. The task is open again."))
        return redirect(listing.task_address(turn, shown))
    pane = Pane(access.turn_for(who, turn.public_id), who)
    context = {"pane": pane, "shown": shown, "undone": decision, "recent": listing.recent(who)}
    context |= _totals(request, shown) | listing.rows_context(request, shown)
    response = render(request, "pane.html", context)
    response["HX-Push-Url"] = listing.task_address(turn, shown)
    return response

"""What was typed by somebody who lost the case while the page was open (页面失效): given back to him, and nothing else.

He may not even see the case any more, so the answer would be "not found" and his text gone. He is told instead that his
post has ended, or the delegation to him, with what he sent to be copied; nothing of the case is shown, not even its number.
Whoever could never see the case still finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from registry.refusals import Refused
from web.context import viewer
from web.verbs import Target, verb_named
from workflows.engine import losing
from workflows.engine.models import Case, TaskAssignment

OURS = {"csrfmiddlewaretoken", "key", "digest", "confirmed", "change"}
Fields = Mapping[str, forms.Field]
View = Callable[..., HttpResponse]
Typed = list[tuple[Any, str]]


def gives_back(view: View) -> View:
    """A view that answers 404 to whoever may not see its case: whoever could until now is given back what he typed."""

    @wraps(view)
    def answer(request: HttpRequest, **names: str) -> HttpResponse:
        try:
            return view(request, **names)
        except Http404:
            found = given_back(request, **names) if request.method == "POST" else None
            if found is None:
                raise
            return found

    return answer


def given_back(
    request: HttpRequest, public_id: str = "", reference: str = "", verb: str = "", **_more: str
) -> HttpResponse | None:  # fmt: skip
    """The answer to somebody whose post, or whose delegation, ended meanwhile; None for everybody else.

    What else an address names (an item, somebody on a roll) makes no difference.
    """
    who = viewer(request)
    turn = TaskAssignment.objects.filter(public_id=public_id).select_related("task", "case", "post").first()
    case = turn.case if turn else Case.objects.filter(reference=reference).first()
    if case is None:
        return None
    sentence = losing.why_lost(who, case, turn)
    if sentence is None:
        return None
    fields = _fields_of_verb(request, verb, case, turn) if verb else _fields_of_step(turn) if turn else {}
    context = {"sentence": sentence, "typed": typed(request.POST, fields)}
    return render(request, "lost.html", context, status=403)


def typed(sent: Mapping[str, Any], fields: Fields) -> Typed:
    """What was sent, with the labels of the questions; of a choice only what the page itself offers to everybody."""
    return [
        (_label(name, fields), _words(name, value, fields))
        for name, value in sent.items()
        if name not in OURS and str(value).strip()
    ]


def _label(name: str, fields: Fields) -> Any:
    return fields[name].label or name if name in fields else name


def _words(name: str, value: Any, fields: Fields) -> str:
    field = fields.get(name)
    choices = dict(getattr(field, "choices", ())) if not isinstance(field, forms.ModelChoiceField) else {}
    return str(choices.get(value, value))


def _fields_of_step(turn: TaskAssignment) -> Fields:
    """The questions of a step as its form declares them, without what a case would let him choose."""
    form = turn.definition.form
    result = forms.ChoiceField(label=form.asks_outcome, choices=form.outcomes.choices)
    return {"outcome": result, **form.base_fields}


def _fields_of_verb(request: HttpRequest, name: str, case: Case, turn: TaskAssignment | None) -> Fields:
    """The questions of a verb, for their labels; none where they cannot be asked any more."""
    verb = verb_named(name, of_turn=turn is not None)
    try:
        fields = verb.form(Target(viewer(request), case, turn), None, None).fields
    except (Refused, PermissionDenied, Http404):
        return {}
    # What can be chosen now is no longer his to see.
    return {name: forms.CharField(label=field.label) for name, field in fields.items()}

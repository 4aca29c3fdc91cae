"""What can be done with a case besides deciding (办件操作): each verb a link, a page with a few questions, one write function.

Every module of this package has ``VERBS``. A verb asks, calls one write function of the engine and says what was done;
who may do it is decided there, under the locks, and only guessed here so that nobody is offered what he cannot do.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django import forms
from django.http import Http404

from forms.sent import one_line_end
from registry.access import Viewer
from workflows.engine import parties, suspended
from workflows.engine.authority import may_act
from workflows.engine.models import Case, TaskAssignment

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Target:
    """What a verb is applied to (操作对象): a case that was fetched for the viewer, or one of its turns."""

    viewer: Viewer
    case: Case
    turn: TaskAssignment | None = None

    @property
    def of_turn(self) -> TaskAssignment:
        """The turn; only verbs of a turn ask for it."""
        if self.turn is None:
            raise Http404
        return self.turn

    @cached_property
    def goes_on(self) -> bool:
        """Whether something can be done with the case now: it is open, and not suspended; asked once for all verbs."""
        return self.case.closed_at is None and suspended.running(self.case) is None

    @cached_property
    def may_act(self) -> bool:
        """Whether the viewer may act on the turn, or on an open turn of the case; asked once for all verbs."""
        if self.turn is not None:
            here = self.turn.is_open and self.turn.suspended_at is None
            return here and may_act(self.turn, self.viewer.user, self.viewer.on)
        turn = parties.own_turn(self.case, self.viewer.user, self.viewer.on)
        return turn is not None and turn.suspended_at is None

    def knowing(self, *, may_act: bool, goes_on: bool) -> Target:
        """The same target, where the page has asked already."""
        self.__dict__["may_act"], self.__dict__["goes_on"] = may_act, goes_on
        return self


@dataclass(frozen=True)
class Verb:
    """One thing to do (操作).

    ``offered`` says whether the link is shown; it locks nothing. ``form`` makes the questions, unbound or over what was
    sent (data, files). ``do`` takes the target, valid answers and the idempotency key. ``rank`` orders the links.
    """

    name: str
    title: Any
    icon: str
    lead: Any
    button: Any
    done: Any
    of_turn: bool
    offered: Callable[[Target], bool]
    form: Callable[[Target, Any, Any], forms.Form]
    do: Callable[[Target, Answers, str], Any]
    rank: int = 50
    danger: bool = False
    # Whoever did it with a task goes back to the task, which is still his.
    stays: bool = False
    # A template shown beside the questions, with what ``more`` gives it.
    beside: str = ""
    more: Callable[[Target], dict[str, Any]] | None = None
    # The address to go on to with what was done; the case's own page without it. It may say itself what ``done`` would.
    goes_to: Callable[[Target, Any], str] | None = None


@cache
def verbs() -> tuple[Verb, ...]:
    """All verbs, by rank."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found = [verb for module in modules for verb in module.VERBS]
    return tuple(sorted(found, key=lambda verb: (verb.rank, verb.name)))


def offered(target: Target) -> list[Verb]:
    """The verbs that are offered for a turn, or for a case as a whole."""
    return [verb for verb in verbs() if verb.of_turn == (target.turn is not None) and verb.offered(target)]


def verb_named(name: str, *, of_turn: bool) -> Verb:
    """The verb with a name; Http404 if there is none for this sort of target."""
    found = next((verb for verb in verbs() if verb.name == name and verb.of_turn == of_turn), None)
    if found is None:
        raise Http404
    return found


def asked(data: Any, files: Any, **fields: forms.Field) -> forms.Form:
    """A form of some questions, for verbs whose questions need no class of their own."""
    return type("Asked", (forms.Form,), dict(fields))(one_line_end(data), files)


def reason(label: Any, *, required: bool = True) -> forms.Field:
    """The question why (事由), in up to 300 characters."""
    return forms.CharField(label=label, required=required, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

"""Calling a case off (撤回申请), by whoever asked or the member concerned, while the course allows it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.verbs import Answers, Target, Verb, asked, reason
from workflows.engine import undoing
from workflows.engine.models import Case


def _offered(target: Target) -> bool:
    return undoing.can_withdraw(target.case, target.viewer.user)


def _why(target: Target, data: Any, files: Any) -> forms.Form:
    return asked(data, files, reason=reason(_("Why the request is called off")))


def _withdraw(target: Target, answers: Answers, key: str) -> Case:
    return undoing.withdraw(target.case.pk, by=target.viewer.user, reason=answers["reason"], key=key)


WITHDRAW = Verb(
    name="withdraw", title=_("Call the case off"), icon="undo-2",
    lead=_("The case ends here. A record of it is made and stays."), button=_("Call off"), done=_("The case is called off."),
    of_turn=False, offered=_offered, form=_why, do=_withdraw, danger=True,
)  # fmt: skip

# The case page asks for it in a place of its own, not among the other verbs.
VERBS: tuple[Verb, ...] = ()

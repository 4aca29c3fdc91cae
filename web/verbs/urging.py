"""Asking for haste (催办), on the page of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.verbs import Answers, Target, Verb, asked, reason
from workflows.engine import urging


def _offered(target: Target) -> bool:
    return urging.may_urge(target.case, target.viewer.user, target.viewer.on)


def _form(target: Target, data: Any, files: Any) -> forms.Form:
    return asked(data, files, words=reason(_("What you want to say"), required=False))


def _do(target: Target, answers: Answers, key: str) -> Any:
    return urging.urge(target.case.pk, by=target.viewer.user, words=answers["words"], key=key)


def _beside(target: Target) -> dict[str, Any]:
    return {"waiting": urging.waiting_of(target.case)}


VERBS = (
    Verb(
        name="urge",
        title=_("Ask for haste"),
        icon="bell-ring",
        lead=_("Everybody this case waits for is told that you ask for haste. It is noted in the trail of the case."),
        button=_("Ask for haste"),
        done=_("Done: everybody the case waits for is told."),
        of_turn=False,
        offered=_offered,
        form=_form,
        do=_do,
        rank=40,
        beside="parts/urging.html",
        more=_beside,
    ),
)

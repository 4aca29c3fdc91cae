"""Attach a file, and strike one out (上传附件、作废附件)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents import intake
from web.verbs import Answers, Target, Verb, asked, reason
from workflows.engine import attaching
from workflows.engine.turns import pack_of


def _offered(target: Target) -> bool:
    if not target.goes_on:
        return False
    return target.viewer.user.person_id in target.case.concerned or target.may_act


def _form(target: Target, data: Any, files: Any) -> forms.Form:
    most = pack_of(target.case).desk.attachment_megabytes.value
    help_text = _("%(formats)s, at most %(most)d MB.") % {"formats": intake.ACCEPTED, "most": most}
    accept = ",".join(f".{ending}" for ending in intake.ENDINGS)
    file = forms.FileField(
        label=_("File"), help_text=help_text, allow_empty_file=True, widget=forms.FileInput(attrs={"accept": accept})
    )
    return asked(data, files, file=file)


def _attach(target: Target, answers: Answers, key: str) -> Any:
    file, most = answers["file"], pack_of(target.case).desk.attachment_megabytes.value << 20
    # One byte more than is allowed is enough to be refused.
    return attaching.attach(
        target.case.pk, by=target.viewer.user, name=file.name or "", content=file.read(most + 1), key=key
    )


ATTACH = Verb(
    name="attach",
    title=_("Attach a file"),
    icon="paperclip",
    lead=_("Everybody who may see the case can open it. It can be struck out later, but never deleted."),
    button=_("Attach"),
    done=_("The file is attached."),
    of_turn=False,
    offered=_offered,
    form=_form,
    do=_attach,
    rank=60,
    beside="parts/attach_help.html",
    stays=True,
)


def _strikable(target: Target) -> bool:
    return target.goes_on and bool(attaching.strikable(target.case, target.viewer.user))


def _strike_form(target: Target, data: Any, files: Any) -> forms.Form:
    found = attaching.strikable(target.case, target.viewer.user)
    choices = [(one.public_id, f"{one.title} ({one.person}, {one.at:%Y-%m-%d})") for one in found]
    which = forms.ChoiceField(label=_("Which file"), choices=choices, widget=forms.RadioSelect)
    return asked(data, files, file=which, reason=reason(_("Why")))


def _strike(target: Target, answers: Answers, key: str) -> Any:
    return attaching.strike_out(answers["file"], by=target.viewer.user, reason=answers["reason"], key=key)


STRIKE = Verb(
    name="strike_file",
    title=_("Strike out a file"),
    icon="file-x",
    lead=_(
        "The file stays with the case, marked as struck out, with your reason. The member can then no longer open it."
    ),
    button=_("Strike out"),
    done=_("The file is struck out."),
    of_turn=False,
    offered=_strikable,
    form=_strike_form,
    do=_strike,
    rank=65,
    danger=True,
)

VERBS = (ATTACH, replace(ATTACH, of_turn=True), STRIKE)

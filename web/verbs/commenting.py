"""Comment on a case, ask for a talk, and strike out one's own comment (评论、要求谈话、撤下评论)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from web.verbs import Answers, Target, Verb, asked
from workflows.engine import commenting
from workflows.engine.models import Comment


def _offered(target: Target) -> bool:
    return commenting.is_open_for_comments(target.case, target.viewer.on)


def _form(target: Target, data: Any, files: Any) -> forms.Form:
    text = forms.CharField(
        label=_("Comment"), max_length=commenting.LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It cannot be changed afterwards."),
    )  # fmt: skip
    may = commenting.audiences(target.case, target.viewer.user)
    if len(may) == 1:
        return asked(data, files, text=text)
    choices = [choice for choice in Comment.Audience.choices if choice[0] in may]
    audience = forms.ChoiceField(
        label=_("Who reads it"), choices=choices, widget=forms.RadioSelect, initial=may[0]
    )  # fmt: skip
    return asked(data, files, text=text, audience=audience)


def _comment(target: Target, answers: Answers, key: str) -> Any:
    audience = answers.get("audience") or commenting.EVERYONE
    return commenting.comment(
        target.case.pk, by=target.viewer.user, text=answers["text"], audience=audience, key=key
    )  # fmt: skip


COMMENT = Verb(
    name="comment",
    title=_("Comment"),
    icon="message-square",
    lead=_("A comment decides nothing. What has to be decided on belongs into the opinion of a step."),
    button=_("Write the comment"),
    done=_("The comment is written."),
    of_turn=False,
    offered=_offered,
    form=_form,
    do=_comment,
    rank=61,
    stays=True,
)


def _concerned(target: Target) -> bool:
    """To whom the case is about, while comments are taken and no earlier request waits for an answer."""
    case, user = target.case, target.viewer.user
    if case.subject_person_id is None or case.subject_person_id != user.person_id or not _offered(target):
        return False
    return commenting.talk_asked_for(case.comments.order_by("pk")) is None


def _ask_form(target: Target, data: Any, files: Any) -> forms.Form:
    text = forms.CharField(
        label=_("What do you want to talk about?"), max_length=commenting.LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody who deals with the case reads it. Say when you have time."),
    )  # fmt: skip
    return asked(data, files, text=text)


def _ask(target: Target, answers: Answers, key: str) -> Any:
    return commenting.ask_for_talk(target.case.pk, by=target.viewer.user, text=answers["text"], key=key)


ASK_TALK = Verb(
    name="ask_talk",
    title=_("Ask for a talk"),
    icon="messages-square",
    lead=_(
        "Those who deal with the case are told at once. Your request stands above every decision until somebody answers you."
    ),
    button=_("Ask for a talk"),
    done=_("You have asked for a talk."),
    of_turn=False,
    offered=_concerned,
    form=_ask_form,
    do=_ask,
    rank=60,
    stays=True,
)


def _strikable(target: Target) -> bool:
    return bool(commenting.strikable(target.case, target.viewer.user))


def _strike_form(target: Target, data: Any, files: Any) -> forms.Form:
    found = commenting.strikable(target.case, target.viewer.user)
    choices = [(one.public_id, f"{Truncator(one.text).chars(60)} ({one.at:%Y-%m-%d})") for one in found]
    which = forms.ChoiceField(label=_("Which comment"), choices=choices, widget=forms.RadioSelect)
    return asked(data, files, comment=which)


def _strike(target: Target, answers: Answers, key: str) -> Any:
    return commenting.strike_comment(answers["comment"], by=target.viewer.user, key=key)


STRIKE = Verb(
    name="strike_comment",
    title=_("Strike out my comment"),
    icon="message-square-x",
    lead=_("It stays where it is, crossed out, for those who could read it."),
    button=_("Strike it out"),
    done=_("The comment is struck out."),
    of_turn=False,
    offered=_strikable,
    form=_strike_form,
    do=_strike,
    rank=66,
    danger=True,
)

VERBS = (COMMENT, replace(COMMENT, of_turn=True), ASK_TALK, replace(ASK_TALK, of_turn=True), STRIKE)

"""Handing a task over (转办), and standing aside from a case (申请回避)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.models import Post
from registry.refusals import Refused
from web.verbs import Answers, Target, Verb, asked, reason
from workflows.engine import interests, moving
from workflows.engine.authority import may_act
from workflows.engine.handling import once
from workflows.engine.routing import Seat
from workflows.engine.turns import recused


def _may_act(target: Target) -> bool:
    """Whether the viewer may act for the post of a turn; asked once for all that is offered there."""
    turn, who = target.of_turn, target.viewer
    if turn.person_id is not None and turn.person_id == who.user.person_id:
        return False
    here = turn.is_open and turn.suspended_at is None
    return here and once(turn.case, f"may act {turn.pk}", lambda: may_act(turn, who.user, who.on))


class HandOver(forms.Form):
    """Where to, and why. ``seen`` is the post where the page showed the task: if it has gone on, nothing is done."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    # Not a ChoiceField: a choice that has gone meanwhile is for the engine to refuse, which says why.
    to = forms.IntegerField(label=pgettext_lazy("hand over", "To which post"), widget=forms.RadioSelect)
    reason = reason(_("Why"))

    def __init__(self, seats: list[tuple[Seat, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(seat.post.pk, f"{seat.post}：{names}") for seat, names in seats if seat.post]
        self.fields["to"].widget.choices = choices


def _form(target: Target, data: Any, files: Any) -> forms.Form:
    turn = target.of_turn
    aside = recused(turn.case, turn.definition)
    seats = [(seat, seat.named(aside)) for seat in moving.handovers(turn, target.viewer.on)]
    return HandOver(seats, data, initial={"seen": turn.post_id})


def _hand_over(target: Target, answers: Answers, key: str) -> None:
    to = Post.objects.select_related("organisation").filter(pk=answers["to"]).first()
    if to is None:
        raise Refused(str(_("Choose one of these posts.")), field="to")
    moving.hand_over(
        target.of_turn.public_id, to=to, by=target.viewer.user, reason=answers["reason"], key=key, seen=answers["seen"]
    )


def _declare(target: Target, answers: Answers, key: str) -> None:
    interests.declare_interest(target.of_turn.public_id, by=target.viewer.user, reason=answers["reason"], key=key)


VERBS = (
    Verb(
        name="hand-over",
        title=_("Hand over"),
        icon="arrow-right-left",
        lead=_("The task goes to another post at once, with the same last day. Whoever has it then can hand it back."),
        button=_("Hand the task over"),
        done=_("Handed over."),
        of_turn=True,
        offered=_may_act,
        form=_form,
        do=_hand_over,
        rank=40,
    ),
    Verb(
        name="interest",
        title=_("Stand aside"),
        icon="scale",
        lead=_(
            "Say that you have an interest in this case. You then take no part in it any more, in any post, and this "
            "cannot be undone. The task goes to somebody else at once; your name and that you stand aside stand in the "
            "case, your reason in its trail."
        ),
        button=_("Stand aside in this case"),
        done=_("You stand aside in this case; somebody else has the task now."),
        of_turn=True,
        offered=_may_act,
        form=lambda target, data, files: asked(data, files, reason=reason(_("What is your interest in this case?"))),
        do=_declare,
        rank=90,
        danger=True,
    ),
)

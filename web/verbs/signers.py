"""Asking for one more signature, and taking a signer off (加签、减签)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models import Post
from registry.refusals import Conflict
from web.signatures import is_countersigned
from web.verbs import Answers, Target, Verb, asked, reason
from workflows.engine import rounds, signers
from workflows.engine.models import Signer
from workflows.engine.rounds import Round
from workflows.engine.signing import Place


def _round(target: Target) -> Round | None:
    """The running round the viewer may change: as one who signs now on a turn, as who sent the case here on a case."""
    turn = target.turn
    if turn is None:
        return _sent(target) if is_countersigned(target.case) and target.goes_on else None
    if not turn.signer_id or not turn.is_open or turn.suspended_at is not None:
        return None
    round_ = rounds.of_turn(turn)
    here = round_ is not None and signers.seat_of(round_, target.viewer.user, target.viewer.on)
    return round_ if here and here.pk == turn.pk else None


def _sent(target: Target) -> Round | None:
    round_ = rounds.running(target.case)
    if round_ is None or not round_.signing.task.flow_task.sender_may_change:
        return None
    mine = target.viewer.user.person_id in signers.sent_by(round_)
    # Who signs himself has the same on his task.
    return round_ if mine and signers.seat_of(round_, target.viewer.user, target.viewer.on) is None else None


def _addable(target: Target) -> list[Post]:
    round_ = _round(target)
    if round_ is None:
        return []
    return signers.addable(round_.signing.task.flow_task, round_, target.case, target.viewer.on)


def _removable(target: Target) -> list[Signer]:
    round_ = _round(target)
    if round_ is None:
        return []
    step, turn = round_.signing.task.flow_task, target.turn
    seat = round_.number_of(turn) if turn is not None else None
    return signers.removable(step, round_, target.case, target.viewer.user, seat=seat)


def _asks_whom(target: Target, data: Any, files: Any) -> forms.Form:
    posts = [("", "—"), *((str(post.pk), str(post)) for post in _addable(target))]
    fields: dict[str, forms.Field] = {"post": forms.ChoiceField(label=_("Who is to sign besides"), choices=posts)}
    if target.turn is not None:
        when = [(Place.PARALLEL, _("At the same time")), (Place.BEFORE, _("Before me")), (Place.AFTER, _("After me"))]
        fields["place"] = forms.ChoiceField(
            label=_("When that post signs"), choices=when, initial=Place.PARALLEL, widget=forms.RadioSelect
        )
    return asked(data, files, **fields, reason=reason(_("Why")))


def _asks_who_goes(target: Target, data: Any, files: Any) -> forms.Form:
    seats = [("", "—"), *((signer.public_id, str(signer.post)) for signer in _removable(target))]
    return asked(
        data, files, signer=forms.ChoiceField(label=_("Who need not sign"), choices=seats), reason=reason(_("Why"))
    )


def _public_id(target: Target) -> str:
    """The round that runs now; the write function says who may change it."""
    round_ = rounds.of_turn(target.turn) if target.turn is not None else rounds.running(target.case)
    if round_ is None:
        raise Conflict(_("The countersign has been decided."))
    return round_.signing.public_id


def _add(target: Target, answers: Answers, key: str) -> None:
    place = answers.get("place") or Place.PARALLEL
    said = {"post": int(answers["post"]), "reason": answers["reason"], "place": place}
    signers.add_signer(_public_id(target), by=target.viewer.user, key=key, **said)


def _remove(target: Target, answers: Answers, key: str) -> None:
    said = {"signer": answers["signer"], "reason": answers["reason"]}
    signers.remove_signer(_public_id(target), by=target.viewer.user, key=key, **said)


def _verbs(*, of_turn: bool) -> tuple[Verb, Verb]:
    add = Verb(
        name="add_signer",
        title=gettext_lazy("Ask for one more signature"),
        icon="user-plus",
        lead=gettext_lazy("The post you choose signs too, and counts like the others."),
        button=gettext_lazy("Ask to sign"),
        done=gettext_lazy("Asked to sign."),
        of_turn=of_turn,
        offered=lambda target: bool(_addable(target)),
        form=_asks_whom,
        do=_add,
        rank=30,
    )
    remove = Verb(
        name="remove_signer",
        title=gettext_lazy("Take a signer off"),
        icon="user-minus",
        lead=gettext_lazy("Only before he has signed; his seat then no longer counts."),
        button=gettext_lazy("Take off"),
        done=gettext_lazy("Taken off."),
        of_turn=of_turn,
        offered=lambda target: bool(_removable(target)),
        form=_asks_who_goes,
        do=_remove,
        rank=31,
    )
    return add, remove


VERBS = (*_verbs(of_turn=True), *_verbs(of_turn=False))

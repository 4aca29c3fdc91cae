"""What each step of an appeal may choose from, proposes, and shows first (填写限定)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.appeal import Result
from forms.kit import Limits
from registry.models import Appointment, Organisation, Role
from workflows.engine.handling import day_of
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.engine.votes.kinds import Kind
from workflows.processes.appeal import facts as of
from workflows.processes.appeal.places import attacked_of, body_of, decider_of

RESULTS = {
    Result.UPHOLD: "维持原决定",
    Result.CHANGE: "变更原决定",
    Result.REVOKE: "撤销原决定",
    Result.REMAND: "发回重新研究",
}
NO_EXAMINERS = (Role.AUDITOR, Role.REGISTRAR)


def opening_limits(organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
    """Decisions about whoever belongs there; for the member himself those about him, wherever he belongs now."""
    own = of.of_member(person.member) if person is not None and hasattr(person, "member") else []
    cases = [*own, *(one for one in of.of_organisation(organisation) if one not in own)] if by_post else own
    return _limits(cases, today, own={one.reference for one in own}, by_subject=not by_post)


def _limits(cases: list[Case], today: dt.date, *, own: set[str], by_subject: bool, **more: Any) -> Limits:
    values = {
        "decisions": [(one.reference, label(one)) for one in cases],
        "begun_on": {one.reference: one.opened_on for one in cases},
        "own": own,
    }
    return Limits(today, answered_by_subject=by_subject, values=values | more)


def label(case: Case) -> str:
    """A decision as it is chosen: about whom, what, its number, when it was over."""
    closed = f"{case.closed_at:%Y-%m-%d}" if case.closed_at else ""
    return " ".join((case.member.person.name, str(case.flow_class.title), case.number, closed))


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """Whoever holds a post at the body and had no part in the decision."""
    attacked = attacked_of(case)
    more = {"examiners": examiners(case, today)} if step == "examine" else {}
    return _limits([attacked], today, own={attacked.reference}, by_subject=by_subject, **more)


def examiners(case: Case, today: dt.date) -> list[tuple[str, str]]:
    """Whoever can re-examine it: holders of posts at the body, without those who decided, who opened it, and himself."""
    aside = of.earlier_deciders(case) | {case.subject_person_id}
    held = Appointment.objects.on(today).filter(post__organisation=body_of(case)).exclude(post__role__in=NO_EXAMINERS)
    found = (
        held.exclude(person__in=[pk for pk in aside if pk]).select_related("person", "post").order_by("post_id", "pk")
    )
    return list({one.person.public_id: f"{one.person.name}（{one.post.title}）" for one in found}.items())


def initial(case: Case, step: str) -> dict[str, Any]:
    """The appeal to be read; what was established before, where it is re-examined once more."""
    said = Said(case)
    if step == "decide":
        return {"his_words": of.his_words(said)}
    latest = said.decision("examine") if step == "examine" else None
    if latest is not None:
        return {name: value for name, value in latest.answers.items() if name not in ("outcome", "why_longer")}
    return {"scope": "支部党员大会"} if step == "announce" else {}


def expected(case: Case, step: str) -> dict[str, Any]:
    """For the path ahead: upheld, as no other result can be foreseen."""
    if step == "examine":
        today = day_of(case)
        return {"result": Result.UPHOLD.value, "heard_on": today, "stated": "", "note": ""}
    return {}


def proposed(case: Case) -> ItemAsked:
    """What the committee votes on: what the examiners propose."""
    said = Said(case)
    result = RESULTS[Result(said("examine")["result"])] if "examine" in said else "复查结论"
    return ItemAsked(Kind.CM_APPROVAL, f"对{case.member.person.name}同志的申诉：{result}", case.member)


def summary_of(case: Case, said: Said) -> list[tuple[Any, str]]:
    """The facts a reader needs first: about whom, against what, who decided, who deals with it, what is asked for."""
    pack = pack_of(case)
    return [
        (_("Member"), f"{case.member.person.name}（{case.member.get_standing_display()}）"),
        (_("Against"), label(attacked_of(case))),
        (_("Decided by"), decider_of(case).name),
        (_("Dealt with by"), body_of(case).name),
        (_("Asked for"), said("start")["wish"]),
        (_("Rules that apply"), f"{pack.title}（{pack.version}）"),
    ]

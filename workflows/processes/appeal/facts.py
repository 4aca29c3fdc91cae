"""The facts of an appeal (事实): what is attacked, who decided it, what may be appealed against, what the register holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from registry.models import Approval, Measure, Member, Organisation, Standing
from registry.models.members import REVOCABLE
from workflows.engine import catalogue
from workflows.engine.deciders import deciders_of
from workflows.engine.handling import day_of, once
from workflows.engine.meetings import standing
from workflows.engine.models import Attendee, Case, Decision, Meeting
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.processes.appeal.places import above_of, attacked_of
from workflows.processes.appeal.rules import Facts

NAME = "appeal"
REVOKED = "revoked"
# What moves no standing: an order to mend, and an appeal that succeeds.
MOVES_NOTHING = (Measure.CORRECTION, Measure.REVOCATION)


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    said, above = said or Said(case), above_of(case)
    return Facts(
        today=day_of(case),
        pack=pack_of(case),
        member=case.member.person.name,
        above=above.name if above is not None else "",
        examined_before=once(case, "examined before", lambda: examined_before(case)),
        accepted_on=said.newest("registration"),
        extensions=once(case, "extensions", lambda: extensions(case)),
        result=str(said("examine").get("result") or "") if said.outcome("examine") == "done" else "",
        decided_on=decided_on(case),
    )


def extensions(case: Case) -> int:
    """How often more time was taken."""
    return Decision.objects.filter(case_id=case.pk, step="examine", outcome="extend", recalled_at__isnull=True).count()


def decided_on(case: Case) -> dt.date:
    """The day on which the committee decided; today while it has not."""
    meeting = standing.last(case, "decide") if case.pk else None
    return meeting.held_on if meeting is not None else day_of(case)


def examined_before(case: Case) -> bool:
    """True where an earlier appeal against the same decision came to an answer."""
    earlier = Case.objects.filter(process_name=NAME, subject=case.subject_id, closed_at__isnull=False).exclude(
        pk=case.pk
    )
    attacked = case.data["request"]["attacked"]
    answered = earlier.exclude(outcome__in=("forwarded", "withdrawn"))
    return any(one.data["request"]["attacked"] == attacked for one in answered)


# -- what can be appealed against ------------------------------------------------------------------------------------------


def appealable() -> QuerySet[Case]:
    """The cases that are over at an end against which can be appealed, newest first."""
    ends = Q(pk__in=[])
    for edition in catalogue.every_edition():
        if edition.appealable is not None:
            ends |= Q(process_name=edition.name, outcome__in=edition.appealable.at)
    found = Case.objects.filter(ends, closed_at__isnull=False, subject__isnull=False)
    return found.select_related("subject__person").order_by("-closed_at", "-pk")


def of_member(member: Member) -> list[Case]:
    """The decisions about a member that he can appeal against; what was revoked already is over."""
    return not_revoked(appealable().filter(subject=member))


def of_organisation(organisation: Organisation) -> list[Case]:
    """The decisions about whoever belongs or belonged below an organisation."""
    return not_revoked(appealable().filter(seen_from__overlap=[organisation.pk], subject__isnull=False))


def not_revoked(cases: Iterable[Case]) -> list[Case]:
    """Without those that an appeal has revoked."""
    cases = list(cases)
    revoked = Case.objects.filter(process_name=NAME, outcome=REVOKED, subject__in={case.subject_id for case in cases})
    gone = {case.data["request"]["attacked"] for case in revoked}
    return [case for case in cases if case.reference not in gone]


# -- who stands aside, and what is put back ----------------------------------------------------------------------------------


def chain(case: Case) -> list[Case]:
    """What is attacked, and where that was an appeal itself, what it attacked, down to the first decision."""
    found = [attacked_of(case)]
    while found[-1].process_name == NAME:
        found.append(attacked_of(found[-1]))
    return found


def earlier_deciders(case: Case) -> frozenset[int]:
    """Who had a part in what is attacked (原决定参与人): ids of whoever opened it, decided a step, presided or voted; not he himself."""
    cases = chain(case)
    decided = [deciders_of(one) for one in cases]
    opened = {pk for one in cases for pk in (one.opener_id, one.opened_for_id) if pk}
    presided = set(Meeting.objects.filter(case__in=cases).values_list("chair_id", flat=True))
    voted = Attendee.objects.filter(meeting__case__in=cases, votes=True, arrived_at__isnull=False)
    return frozenset({*opened, *presided, *voted.values_list("person_id", flat=True)}.union(*decided)) - {
        case.subject_person_id
    }


def is_to_be_put_back(case: Case) -> bool:
    """True where his standing is what the attacked decision made of it: a later decision is not undone with it."""
    member, root = Member.objects.get(pk=case.subject_id), chain(case)[-1]
    granted = Approval.objects.filter(subject=member.person_id, granted=True).exclude(measure__in=MOVES_NOTHING)
    newest = granted.order_by("-on", "-pk").values_list("case_reference", flat=True).first()
    extended = member.standing == Standing.PROBATIONARY and member.probation_until is not None
    moved = member.standing in (*REVOCABLE, Standing.PROBATION_CANCELLED) or extended
    return newest == root.reference and moved


def his_words(said: Said) -> str:
    """What he said, word for word and in its order, for whoever decides."""
    asked = said("start")
    parts = [f"申诉理由：{asked['reasons']}", f"申诉请求：{asked['wish']}"]
    if "examine" in said and said.outcome("examine") == "done":
        heard: dict[str, Any] = said("examine")
        parts.append(f"复查时（{heard['heard_on'].isoformat()}）：{heard['stated'] or heard['note']}")
    return "\n".join(parts)

"""Writing evidence (登记依据): what was heard, stated, approved and served, each once for the decision it follows from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from audit import journal
from audit.journal import Actor
from registry.members import stream_of
from registry.models import Approval, Hearing, Member, Organisation, Person, Service, Statement
from registry.models.hearings import OfACase
from registry.refusals import Refused

E = TypeVar("E", bound=OfACase)


@dataclass(frozen=True)
class Source:
    """Where a piece of evidence comes from (依据来源): the case, the decision it was written for, the article."""

    case_reference: str
    reference: str
    article: str


@transaction.atomic
def hear(
    member: Member, source: Source, *, by: Actor, organisation: Organisation, on: dt.date, how: str, talkers: tuple[Person, Person]
) -> Hearing:  # fmt: skip
    """Write down that two full members heard a member, or tried to (登记听取本人陈述). Refused where they are one, or he himself."""
    first, second = talkers
    if first.pk == second.pk or member.person_id in (first.pk, second.pk):
        raise Refused(_("Two people talk with a member, and neither is the member."), field="talker_2")
    row = Hearing(
        subject=member.person, organisation=organisation, on=on, how=how, talker_1=first, talker_2=second,
        case_reference=source.case_reference, reference=source.reference,
    )  # fmt: skip
    return _written(member, row, "member.heard", source, by=by, how=how, talkers=[first.public_id, second.public_id])


@transaction.atomic
def state(
    member: Member, source: Source, *, by: Actor, organisation: Organisation, on: dt.date, kind: str, on_paper: bool
) -> Statement:  # fmt: skip
    """Write down what a member stated of himself (登记本人申请、声明)."""
    row = Statement(
        subject=member.person, organisation=organisation, on=on, kind=kind, on_paper=on_paper,
        case_reference=source.case_reference, reference=source.reference,
    )  # fmt: skip
    return _written(member, row, "member.stated", source, by=by, kind=kind, on_paper=on_paper)


@transaction.atomic
def serve(
    member: Member, source: Source, *, by: Actor, organisation: Organisation, on: dt.date, how: str, paper: str
) -> Service:  # fmt: skip
    """Write down that a paper was served on a member (登记送达)."""
    row = Service(
        subject=member.person, organisation=organisation, on=on, how=how, paper=paper, case_reference=source.case_reference,
        reference=source.reference,
    )  # fmt: skip
    return _written(member, row, "member.served", source, by=by, how=how, paper=paper)


def _written(member: Member, row: E, what: str, source: Source, *, by: Actor, **facts: Any) -> E:
    """Keep a row, once for its decision; a repeated job finds it as it was written."""
    rows: QuerySet[E] = QuerySet(type(row))
    kept = rows.filter(reference=row.reference).first()
    if kept is not None:
        return kept
    row.save(force_insert=True)
    facts |= {"on": str(row.on), "case": row.case_reference, "organisation": row.organisation.public_id}
    journal.write(stream_of(member), what, by=by, article=source.article, facts=facts)
    return row


@transaction.atomic
def grant(
    member: Member, source: Source, *, by: Actor, act: str, measure: str, organisation: Organisation, on: dt.date, signed_by: Person
) -> Approval:  # fmt: skip
    """Write down that a superior approved, recorded or reviewed a measure (登记批准、备案、预审), once for a case and measure.

    ``signed_by`` is who answers for it. Refused where that is the member himself.
    """
    if signed_by.pk == member.person_id:
        raise Refused(_("Nobody approves a matter of his own."))
    key = {
        "act": act,
        "measure": measure,
        "subject": member.person,
        "case_reference": source.case_reference,
        "granted": True,
    }
    kept = Approval.objects.filter(**key, organisation=organisation).first()
    if kept is not None:
        return kept
    row = Approval.objects.create(**key, organisation=organisation, on=on, by=signed_by)
    facts = {
        "act": act,
        "measure": measure,
        "on": str(on),
        "case": source.case_reference,
        "organisation": organisation.public_id,
    }
    journal.write(stream_of(member), "member.granted", by=by, article=source.article, facts=facts)
    return row

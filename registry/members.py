"""Enrolling and moving members (党员与组织关系).

A member has one home organisation on every day: the database refuses two, these functions never leave none, and
``homeless`` is the question of the nightly check.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from audit import journal
from audit.journal import Actor, Stream
from registry.models import Affiliation, Approval, Member, Organisation, Person
from registry.models.members import ON_THE_ROLL, Standing
from registry.refusals import Refused


def stream_of(member: Member) -> Stream:
    """The member's stream in the journal."""
    return Stream("member", member.public_id)


@transaction.atomic
def enrol(
    person: Person,
    *,
    by: Actor,
    home: Organisation,
    standing: str,
    joined_on: dt.date,
    since: dt.date | None = None,
    full_since: dt.date | None = None,
    dues_paid_until: dt.date | None = None,
    case_reference: str = "",
    article: str = "",
) -> Member:
    """Enter a member on the roll (登记党员) with a home from the first day; by which case and article, if by one."""
    member = Member.objects.create(
        person=person,
        standing=standing,
        joined_on=joined_on,
        full_since=full_since,
        dues_paid_until=dues_paid_until,
    )
    start = since or joined_on
    Affiliation.objects.create(member=member, organisation=home, since=start, case_reference=case_reference)
    facts = {"home": home.public_id, "standing": standing, "joined_on": str(joined_on)}
    by_case = {"case": case_reference, "since": str(start)} if case_reference else {}
    journal.write(stream_of(member), "member.enrolled", by=by, article=article, facts=facts | by_case)
    return member


def home_of(member: Member, on: dt.date) -> Organisation | None:
    """The organisation a member belongs to on a day."""
    affiliation = member.affiliations.on(on).select_related("organisation").first()
    return affiliation.organisation if affiliation else None


@transaction.atomic
def move_home(
    member: Member, to: Organisation, *, by: Actor, on: dt.date, case_reference: str, article: str
) -> Affiliation:
    """Move a member's relationship (转移组织关系): the old home keeps the day before, the new one has the day itself."""
    locked = Member.objects.select_for_update().get(pk=member.pk)
    if not locked.on_the_roll:
        raise Refused(_("Only somebody on the roll has a relationship to move."))
    current = locked.affiliations.filter(until__isnull=True).select_related("organisation").get()
    if current.organisation_id == to.pk:
        raise Refused(_("The member belongs to %(organisation)s already.") % {"organisation": to})
    if on <= current.since:
        raise Refused(_("The member has belonged to the present organisation only since that day."))
    current.until = on - dt.timedelta(days=1)
    current.save(update_fields=["until"])
    moved = Affiliation.objects.create(member=locked, organisation=to, since=on, case_reference=case_reference)
    journal.write(
        stream_of(locked),
        "member.moved",
        by=by,
        article=article,
        facts={"from": current.organisation.public_id, "to": to.public_id, "on": str(on), "case": case_reference},
    )
    return moved


@transaction.atomic
def note_dues(member: Member, month: dt.date, *, by: Actor, case_reference: str = "") -> None:
    """Note up to which month dues are paid (党费交至); never moves backwards silently."""
    locked = Member.objects.select_for_update().get(pk=member.pk)
    before = locked.dues_paid_until
    if before == month:
        return
    locked.dues_paid_until = month
    locked.save(update_fields=["dues_paid_until"])
    facts = {"until": str(month), "before": str(before) if before else None, "case": case_reference}
    journal.write(stream_of(locked), "member.dues_noted", by=by, facts=facts)


@transaction.atomic
def refuse_recognition(
    member: Member, *, by: Actor, approved_by: Person, organisation: Organisation, on: dt.date, case_reference: str,
    article: str,
) -> Member:  # fmt: skip
    """Strike off a probationary member who is not recognised (不予承认), with the approval as evidence; his home ends that day.

    ``organisation`` is the county's department or higher that approved it. Raises Refused if he is not on probation.
    """
    locked = Member.objects.select_for_update().get(pk=member.pk)
    if locked.standing != Standing.PROBATIONARY:
        raise Refused(_("Only somebody on probation can be refused recognition."))
    evidence = Approval.objects.create(
        act=Approval.Act.APPROVE, measure="probation.not_recognise", subject=locked.person, organisation=organisation,
        granted=True, on=on, by=approved_by, case_reference=case_reference,
    )  # fmt: skip
    locked.refuse_recognition(evidence=evidence)
    locked.save(update_fields=["standing"])
    locked.affiliations.filter(until__isnull=True).update(until=on)
    facts = {"on": str(on), "organisation": organisation.public_id, "case": case_reference}
    journal.write(stream_of(locked), "member.not_recognised", by=by, article=article, facts=facts)
    return locked


def members_of(organisation: Organisation, on: dt.date) -> QuerySet[Member]:
    """The members on the roll of one organisation on a day, by name."""
    here = Affiliation.objects.on(on).filter(member=OuterRef("pk"), organisation=organisation)
    return (
        Member.objects.filter(Exists(here), standing__in=ON_THE_ROLL)
        .select_related("person")
        .order_by("person__name_sort", "pk")
    )


def homeless(on: dt.date) -> QuerySet[Member]:
    """Members on the roll without a home on a day: there must be none."""
    anywhere = Affiliation.objects.on(on).filter(member=OuterRef("pk"))
    return Member.objects.filter(~Exists(anywhere), standing__in=ON_THE_ROLL, joined_on__lte=on)

"""Asking the policy (查政策): ``policy_of(organisation, on).transfer.receipt_due_months`` is a value with its source."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from audit import journal
from audit.journal import Actor
from registry.calendar import add_months
from registry.models import Organisation
from registry.organisations import stream_of
from registry.refusals import Refused
from registry.rows import read
from workflows.policy import loading
from workflows.policy.models import Adoption
from workflows.policy.terms import Pack

BASE = "cn_2026"
_ADOPTED = (
    "SELECT organisation_id, pack FROM workflows_adoption"
    " WHERE organisation_id = ANY(%s) AND since <= %s AND (until IS NULL OR until >= %s)"
)


def pack_name_of(organisation: Organisation, on: dt.date) -> str:
    """The name of the pack that the nearest organisation from here upwards has adopted; the base otherwise."""
    adopted = dict(read(_ADOPTED, [organisation.lineage, on, on]))
    return next((adopted[pk] for pk in reversed(organisation.lineage) if pk in adopted), BASE)


def policy_of(organisation: Organisation, on: dt.date) -> Pack:
    """The pack in force for an organisation on a day."""
    return loading.in_force(pack_name_of(organisation, on), on)


def base(on: dt.date) -> Pack:
    """The national pack in force on a day: what holds where no organisation is asked about."""
    return loading.in_force(BASE, on)


def pinned(name: str, version: str) -> Pack:
    """The pack and version a case was opened under."""
    return loading.packs()[name, version]


def span_of(pack: Pack, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day that a day about a matter at hand can be (日期范围), as seen from today."""
    back, ahead = pack.desk.days_back_years.value, pack.desk.days_ahead_months.value
    return add_months(today, -12 * back), add_months(today, ahead)


@transaction.atomic
def adopt(organisation: Organisation, pack: str, *, by: Actor, since: dt.date) -> Adoption:
    """Let an organisation and all below it work by a pack (采用政策包); the earlier adoption ends the day before."""
    loading.in_force(pack, since)
    if Adoption.objects.filter(organisation=organisation).filter(Q(since__gte=since) | Q(until__gte=since)).exists():
        raise Refused(_("Another pack was taken up from that day on, or later; choose a later day."), field="since")
    Adoption.objects.filter(organisation=organisation, until__isnull=True).update(until=since - dt.timedelta(days=1))
    adoption = Adoption.objects.create(organisation=organisation, pack=pack, since=since)
    journal.write(stream_of(organisation), "policy.adopted", by=by, facts={"pack": pack, "since": str(since)})
    return adoption

"""The facts of a stay (事实): gathered from the case, the register and the papers, once, for the rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from documents.models import Letter, Paper
from registry import members
from registry.models import Level, Member, Organisation
from registry.organisations import first_above
from workflows.engine.handling import day_of, once
from workflows.engine.models import Case
from workflows.engine.places import WITH_AUTHORITY, general_branch_of
from workflows.engine.routing import Place
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.families.requests import request_of
from workflows.processes.stay.rules import Facts

CERTIFICATE = "D-TR-4"


def host_of(said: Said) -> Organisation | None:
    """The organisation there; None where it is not on the register."""
    host: Organisation | None = request_of(said)["to"]
    return host


def host_name(said: Said) -> str:
    """The organisation there as papers name it."""
    host = host_of(said)
    return host.name if host is not None else str(request_of(said)["place"])


def asked_until(said: Said) -> dt.date:
    """The last day that was asked for: of the extension, if there is one, else of the request."""
    later = said("extend").get("until_on") if said.outcome("extend") == "extend" else None
    last: dt.date = later or request_of(said)["until_on"]
    return last


def is_extended(said: Said) -> bool:
    """True once a longer stay was agreed to."""
    return said.outcome("approve_extension") == "agree"


def last_day_of(said: Said) -> dt.date:
    """The last day on which the certificate counts, or would count."""
    last: dt.date = asked_until(said) if is_extended(said) else request_of(said)["until_on"]
    return last


def return_of(said: Said) -> dict[str, Any]:
    """What was said when the member was back: before or after the last day."""
    return said("is_back") if said.outcome("is_back") == "back" else said("away")


def issuer_of(case: Case) -> Organisation:
    """The committee that issues the certificate: the next one up with authority, whatever the pack says of transfers."""
    return first_above(case.organisation, with_authority=True) or case.organisation


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    said, today = said or Said(case), day_of(case)
    member, host, request = case.member, host_of(said), request_of(said)
    home = once(case, "home", lambda: members.home_of(member, today))
    until = asked_until(said)
    return Facts(
        today=today,
        pack=pack_of(case),
        member=member.person.name,
        on_the_roll=member.on_the_roll,
        at_home_here=home is not None and home.pk == case.organisation_id,
        dues_paid_until=_dues(case, said),
        open_cases=once(case, "open cases", lambda: _open_cases(case)),
        live_letter=once(case, "live letter", lambda: _live_letter(case)),
        other_certificate=_overlapping(case, request["from_on"], until),
        host_is_home=host is not None and home is not None and home.pk == host.pk,
        host_dissolved=host is not None and host.dissolved_on is not None and host.dissolved_on <= today,
        host_on_register=host is not None,
        fixed_place=request["fixed_place"],
        has_general_branch=general_branch_of(case) != case.organisation,
        opened_by_subject=case.opener_id == member.person_id,
        from_on=request["from_on"],
        until_on=until,
        last_day=last_day_of(said),
        extended=is_extended(said),
    )


def _dues(case: Case, said: Said) -> dt.date | None:
    month: dt.date | None = (
        said("branch_check").get("dues_paid_until") if "branch_check" in said else case.member.dues_paid_until
    )
    return month


def _open_cases(case: Case) -> tuple[str, ...]:
    others = case.member.cases.filter(closed_at=None).exclude(pk=case.pk)
    return tuple(str(other.flow_class.title) for other in others)


def _live_letter(case: Case) -> str:
    live = Letter.objects.filter(member=case.member, state__in=Letter.LIVE)
    return live.values_list("paper__number", flat=True).first() or ""


def moving_by(member: Member) -> Case | None:
    """The open case whose letter takes a member to another organisation; None if there is none."""
    live = Letter.objects.filter(member=member, state__in=Letter.LIVE).values("paper__case_reference")
    return Case.objects.filter(reference__in=live, closed_at__isnull=True).first()


def _overlapping(case: Case, first: dt.date, last: dt.date) -> str:
    """The number of another certificate of the member that counts on some of these days; empty if there is none."""
    others = once(case, "other certificates", lambda: _other_certificates(case))
    return next((number for number, since, until in others if since <= last and first <= until), "")


def _other_certificates(case: Case) -> list[tuple[str, dt.date, dt.date]]:
    """Number, first and last day of each certificate of the member that was issued in another case and is not void."""
    issued = Paper.objects.filter(kind=CERTIFICATE, state=Paper.State.ISSUED, subject=case.member.person)
    numbers = dict(issued.exclude(case_reference=case.reference).values_list("case_reference", "number"))
    found = []
    for other in Case.objects.filter(reference__in=numbers):
        said = Said(other)
        found.append((numbers[other.reference], request_of(said)["from_on"], last_day_of(said)))
    return found


def certificate_of(case: Case) -> Paper | None:
    """The newest certificate of the case."""
    return Paper.objects.filter(case_reference=case.reference, kind=CERTIFICATE).order_by("-pk").first()


def possible_hosts(today: dt.date) -> QuerySet[Organisation]:
    """Every organisation that is not dissolved, ours or outside."""
    return Organisation.objects.exclude(dissolved_on__lte=today)


def barred_hosts(branch: Organisation) -> dict[int, Any]:
    """Why a member of a branch cannot stay with some organisations, by their ids: he belongs to his own already."""
    return {branch.pk: _("The member belongs to this organisation already; choose another one.")}


BRANCH = Place(
    _("Branch"),
    lambda case: case.organisation,
    _n("It belongs to the branch of the member: %(organisation)s."),
    levels=(Level.BRANCH,),
)
ISSUER = Place(
    _("Issuing committee"),
    issuer_of,
    _n("This organisation issues certificates for the branch: %(organisation)s."),
    levels=WITH_AUTHORITY,
)

"""Asking for a bundle (申请移交包): which cases, what for, within the limits of the policy; the worker is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit import clock, journal
from documents.models import Paper
from registry.access import Viewer
from registry.models import User
from registry.refusals import Conflict, Refused
from web.filters import CaseFilter
from web.models import Bundle, BundledCase
from web.purposes import stated
from workflows.engine import access
from workflows.engine.models import Attachment, Case
from workflows.policy import asking
from workflows.policy.terms import ArchiveTerms


def terms_for(viewer: Viewer) -> ArchiveTerms:
    """The limits where the viewer holds his first post; PermissionDenied for whoever holds none."""
    if not viewer.appointments:
        raise PermissionDenied(_("Bundles are for people who hold a post."))
    return asking.policy_of(viewer.appointments[0].post.organisation, viewer.on).archive


@dataclass(frozen=True)
class Choice:
    """The cases to choose from, newest first, and whether there are more than one bundle takes."""

    cases: list[Case]
    more: bool


def choice_for(viewer: Viewer, asked: QueryDict) -> Choice:
    """The cases an address names one by one (``case``), or those its filters find; only such as the viewer sees by a post."""
    most = terms_for(viewer).bundle_cases.value
    found = list(_meant(viewer, asked).select_related("organisation", "subject__person")[: most + 1])
    return Choice(found[:most], len(found) > most)


def _meant(viewer: Viewer, asked: QueryDict) -> QuerySet[Case]:
    rows = access.official_cases_for(viewer).order_by("-opened_at", "-pk")
    if named := asked.getlist("case"):
        return rows.filter(reference__in=named)
    filtered = CaseFilter(asked, rows, viewer=viewer)
    found: QuerySet[Case] = filtered.qs if filtered.form.is_valid() else rows.none()
    return found


@transaction.atomic
def ask(viewer: Viewer, references: Sequence[str], *, purpose: str, key: str) -> Bundle:
    """Ask for a bundle of cases; a repeated key is answered with the first one.

    Refused without cases or a purpose, beyond the limits, and while another one of the same person is being made.
    """
    User.objects.select_for_update(no_key=True).get(pk=viewer.user.pk)  # one at a time for one person
    if earlier := Bundle.objects.filter(key=key).first():
        return _of(viewer, earlier)
    terms, purpose = terms_for(viewer), stated(purpose)
    if Bundle.objects.filter(requester=viewer.user, made_at__isnull=True, stopped_at__isnull=True).exists():
        raise Refused(_("Another bundle of yours is being made; wait until it is there."))
    cases = _cases(viewer, references, terms)
    bundle = Bundle.objects.create(
        key=key, requester=viewer.user, purpose=purpose, asked_at=clock.now(),
        most_bytes=terms.bundle_megabytes.value << 20, days_kept=terms.bundle_days.value,
    )  # fmt: skip
    BundledCase.objects.bulk_create(BundledCase(bundle=bundle, case=c, position=n) for n, c in enumerate(cases, 1))
    _note_and_enqueue(bundle, cases, viewer)
    return bundle


def _of(viewer: Viewer, earlier: Bundle) -> Bundle:
    """The bundle that was asked for by the same form; Conflict if that was somebody else."""
    if earlier.requester_id != viewer.user.pk:
        raise Conflict(_("This form was sent before, for something else. Open the page again."))
    return earlier


def _note_and_enqueue(bundle: Bundle, cases: Sequence[Case], viewer: Viewer) -> None:
    from web.tasks import make_bundle  # noqa: PLC0415 -- tasks calls the making of bundles

    facts = {"cases": [case.reference for case in cases]}
    journal.write(bundle.stream, "bundle.asked", by=viewer.user.actor, facts=facts, words={"purpose": bundle.purpose})
    make_bundle.defer(bundle_id=bundle.pk)


def _cases(viewer: Viewer, references: Sequence[str], terms: ArchiveTerms) -> list[Case]:
    """The cases asked for, oldest first; those one may not take and those that do not exist are refused alike."""
    wanted, most = set(references), terms.bundle_cases.value
    if not wanted:
        raise Refused(_("Choose the cases."), field="case")
    if len(wanted) > most:
        said = ngettext("One bundle takes at most %(n)s case.", "One bundle takes at most %(n)s cases.", most)
        raise Refused(said % {"n": most}, field="case")
    cases = list(access.official_cases_for(viewer).filter(reference__in=wanted).order_by("opened_at", "pk"))
    if len(cases) < len(wanted):
        raise Refused(_("Not all of these cases can be taken by you; choose them again."), field="case")
    if bytes_of(cases) > terms.bundle_megabytes.value << 20:
        said = _("Together these cases are larger than %(n)s MB; choose fewer.")
        raise Refused(said % {"n": terms.bundle_megabytes.value}, field="case")
    return cases


def bytes_of(cases: Sequence[Case]) -> int:
    """How many bytes the papers and files of cases have together."""
    papers = Paper.objects.filter(case_reference__in=[case.reference for case in cases])
    files = Attachment.objects.filter(case__in=[case.pk for case in cases])
    sums: list[Any] = [rows.aggregate(total=Sum("size"))["total"] for rows in (papers, files)]
    return sum(found or 0 for found in sums)

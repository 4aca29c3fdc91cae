"""Taking a bundle (领取移交包): its requester only, while he may still see what is in it and until its last day."""

from __future__ import annotations

from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from audit import journal
from registry.access import Viewer
from registry.refusals import Refused
from web.bundles.making import STORAGE
from web.models import Bundle
from workflows.engine import access


def bundles_of(viewer: Viewer) -> QuerySet[Bundle]:
    """The bundles somebody asked for, newest first."""
    return Bundle.objects.filter(requester=viewer.user)


def bundle_for(viewer: Viewer, public_id: str) -> Bundle:
    """A bundle of the viewer's own; Http404 otherwise."""
    found = bundles_of(viewer).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def sees_all(viewer: Viewer, bundle: Bundle) -> bool:
    """Whether the viewer may still see every case of a bundle as an official."""
    cases = bundle.cases.values_list("case_id", flat=True)
    return access.official_cases_for(viewer).filter(pk__in=cases).count() == len(cases)


def taken(viewer: Viewer, public_id: str) -> tuple[Bundle, IO[Any]]:
    """The file of a bundle, opened; logged with the purpose. Refused once its last day is over or before it is made."""
    bundle = bundle_for(viewer, public_id)
    if not sees_all(viewer, bundle):
        raise PermissionDenied(Bundle.Stop.NOT_SEEN.label)
    if not bundle.is_there(viewer.on):
        raise Refused(_("The file is not there, or not any more."))
    journal.log_access(
        by=viewer.user.actor, kind="bundle", object_id=bundle.public_id, what="bundle", purpose=bundle.purpose
    )
    return bundle, storages[STORAGE].open(bundle.place, "rb")

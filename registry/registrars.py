"""What registrars change in the register of an organisation (登记员): only the one of a place above it, or of its own."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from audit import clock
from registry.access import Viewer
from registry.acting import hold_account
from registry.models import Organisation, Role, User
from registry.organisations import within
from registry.rows import read

_TERMS = """
SELECT a.id FROM registry_appointment a
JOIN registry_post p ON p.id = a.post_id
WHERE a.person_id = %s AND a.since <= %s AND (a.until IS NULL OR a.until >= %s)
AND p.role = %s AND p.organisation_id = ANY (%s)
ORDER BY a.id FOR SHARE OF a
"""


def keeps_register(viewer: Viewer, organisation: Organisation) -> bool:
    """True for the holder of a registrar's post at the organisation or above it; for pages."""
    return within(organisation, frozenset(place.pk for place in viewer.organisations(Role.REGISTRAR)))


def hold_right(by: User, organisation: Organisation) -> None:
    """Keep the account and the registrar's post by which a user acts as they are until the transaction ends.

    Raises PermissionDenied where he has none at the organisation or above it.
    """
    hold_person(by)
    if not hold_post(by, organisation):
        raise PermissionDenied(_("Only a registrar of this organisation or above it can do this."))


def hold_person(by: User) -> None:
    """Keep a person's account open until the transaction ends; PermissionDenied for a closed one and for nobody's."""
    if by.person_id is None or not hold_account(by):
        raise PermissionDenied(_("This account does not belong to a person."))


def hold_post(by: User, organisation: Organisation) -> bool:
    """Whether a user has a registrar's post at an organisation or above it today; it then stays his, as his account."""
    today = clock.today()
    return bool(read(_TERMS, [by.person_id, today, today, str(Role.REGISTRAR), organisation.lineage]))

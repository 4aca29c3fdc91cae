"""Which committee manages a cadre (干部管理权限): a disposal of him is approved there, not by the committee of his branch.

Measures on disposals (2024), Article 3: by organisational affiliation or by the authority to manage cadres.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import clock, journal
from registry.access import Viewer
from registry.members import home_of
from registry.models import CadreManagement, Member, Organisation, Role
from registry.organisations import first_above, superiors
from registry.persons import stream_of
from registry.refusals import Conflict, Refused


def management_of(person_id: int) -> CadreManagement | None:
    """The record of who manages a person, as it stands; None for whoever is managed by nobody."""
    found = CadreManagement.objects.filter(person_id=person_id, ended_at__isnull=True)
    return found.select_related("organisation", "recorded_by__person").first()


def manager_above(person_id: int, committee: Organisation) -> Organisation | None:
    """The committee that manages a person as a cadre, if it stands above another committee; else None."""
    found = management_of(person_id)
    if found is None or found.organisation_id not in committee.lineage[:-1]:
        return None
    return found.organisation


def may_manage(member: Member) -> list[Organisation]:
    """The committees that can manage a member as a cadre: those with authority above the committee of his branch."""
    home = home_of(member, clock.today())
    committee = first_above(home, with_authority=True) if home is not None else None
    above = superiors(committee)[1:] if committee is not None else []
    return [one for one in above if one.is_committee_with_authority]


def may_record(viewer: Viewer) -> bool:
    """True for a registrar: whoever is managed by whom is decided outside this system, and entered in the register."""
    return viewer.holds(Role.REGISTRAR)


@transaction.atomic
def record(member: Member, organisation: Organisation | None, *, by: Viewer) -> CadreManagement:
    """Enter who manages a member as a cadre (登记干部管理权限).

    Raises PermissionDenied, Refused (no committee above that of his branch, or he is managed already).
    """
    _allow(by, member)
    if organisation is None or organisation.pk not in {one.pk for one in may_manage(member)}:
        raise Refused(_("Choose a committee above the one of his branch."), field="organisation")
    managed = CadreManagement(
        person=member.person, organisation=organisation, recorded_by=by.user, recorded_at=clock.now()
    )
    try:
        with transaction.atomic():
            managed.save(force_insert=True)
    except IntegrityError as error:
        if "cadre_managed_by_one_committee" not in str(error):
            raise
        raise Refused(
            _("He is managed by a committee already: end that record first."), field="organisation"
        ) from error
    _note(managed, "cadre.managed", by)
    return managed


@transaction.atomic
def end(managed: CadreManagement, *, by: Viewer) -> None:
    """End the record that somebody is managed as a cadre (注销干部管理权限登记). Raises PermissionDenied, Conflict."""
    locked = CadreManagement.objects.select_for_update(of=("self",)).select_related("person").get(pk=managed.pk)
    _allow(by, locked.person.member)
    if locked.ended_at is not None:
        raise Conflict(_("This record has ended already."))
    locked.ended_at = clock.now()
    locked.save(update_fields=["ended_at"])
    _note(locked, "cadre.released", by)


def _allow(by: Viewer, member: Member) -> None:
    """Only a registrar, and none about himself: it decides who judges him."""
    if not may_record(by) or by.user.person_id == member.person_id:
        raise PermissionDenied(_("Only a registrar enters who manages a cadre, and not for himself."))


def _note(managed: CadreManagement, act: str, by: Viewer) -> None:
    facts = {"management": managed.public_id, "organisation": managed.organisation.public_id}
    journal.write(stream_of(managed.person), act, by=by.user.actor, facts=facts)

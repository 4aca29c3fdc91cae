"""Where a disposal is dealt with and by whom (处所、职务与时限)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry import cadres
from registry.models import Level, Organisation, Role
from registry.organisations import first_above
from workflows.engine.handling import once
from workflows.engine.models import Case
from workflows.engine.places import COUNTIES_AND_UP, GENERAL_BRANCH, WITH_AUTHORITY
from workflows.engine.routing import Place, post
from workflows.engine.words import months, working_days
from workflows.families.disposal import rules

OPENED_BY = (Role.SECRETARY, Role.DEPUTY_SECRETARY)


def filing_of(case: Case) -> Organisation:
    """The basic-level committee of the branch, where the start of a disposal is put on file: the next one up with authority."""
    return first_above(case.organisation, with_authority=True) or case.organisation


def committee_of(case: Case) -> Organisation:
    """The committee that approves a disposal: by affiliation, or by the authority to manage him as a cadre (R-ORG-02, R-ORG-03)."""
    return _manager_of(case) or filing_of(case)


def _manager_of(case: Case) -> Organisation | None:
    person, committee = case.subject_person_id, filing_of(case)
    return once(case, "cadre", lambda: cadres.manager_above(person, committee)) if person else None


def _as_cadre(case: Case) -> str:
    return (
        _n("This organisation manages him as a cadre, so it deals with it: %(organisation)s.")
        if _manager_of(case)
        else ""
    )


BRANCH = Place(
    _("Branch"),
    lambda case: case.organisation,
    _n("It belongs to the branch of the member: %(organisation)s."),
    levels=(Level.BRANCH,),
)
FILING = Place(
    _("Committee of the branch"),
    filing_of,
    _n("The start of a disposal is put on file with the committee of the branch: %(organisation)s."),
    levels=WITH_AUTHORITY,
)
COMMITTEE = Place(
    _("Approving committee"),
    committee_of,
    _n("This organisation approves disposals of the branch: %(organisation)s."),
    levels=WITH_AUTHORITY,
    or_why=_as_cadre,
)

DEPARTMENT = Place(
    _("Organisation department above"),
    lambda case: first_above(committee_of(case), *COUNTIES_AND_UP, with_authority=True) or committee_of(case),
    _n("The department of this organisation reviews it beforehand: %(organisation)s."),
    levels=COUNTIES_AND_UP,
)

BRANCH_SECRETARY = post(Role.SECRETARY, Role.DEPUTY_SECRETARY, of=BRANCH)
GENERAL_BRANCH_SECRETARY = post(Role.SECRETARY, of=GENERAL_BRANCH)
FILER = post(Role.ORGANISER, of=FILING)
ORGANISER = post(Role.ORGANISER, of=COMMITTEE)
HEAD = post(Role.SECRETARY, Role.DEPARTMENT_HEAD, of=COMMITTEE)
DEPARTMENT_HEAD = post(Role.DEPARTMENT_HEAD, of=DEPARTMENT)

# The house's terms stand still while a case is suspended; the committee's own does not: no rule says so.
IN_A_STEP = working_days(lambda pack: pack.desk.step_working_days, stops=True)
TO_APPROVE = months(lambda pack: pack.disposal.approve_within_months)
TO_ANNOUNCE = months(lambda pack: pack.disposal.announce_within_months, since=rules.day_of_approval)

"""The county above (县级党委组织部): it puts a suspension on record, and approves a restoration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry.models import Organisation, Role
from registry.organisations import first_above
from workflows.engine.models import Case
from workflows.engine.places import COUNTIES_AND_UP
from workflows.engine.routing import Place, post
from workflows.families.disposal.places import committee_of


def county_of(case: Case) -> Organisation:
    """The county above the committee that decides, or where there is none what stands in its place."""
    return first_above(committee_of(case), *COUNTIES_AND_UP, with_authority=True) or committee_of(case)


COUNTY = Place(
    _("County"),
    county_of,
    _n("This organisation records suspensions and approves restorations: %(organisation)s."),
    levels=COUNTIES_AND_UP,
)
COUNTY_DESK = post(Role.ORGANISER, Role.DEPARTMENT_HEAD, of=COUNTY)
COUNTY_HEAD = post(Role.DEPARTMENT_HEAD, of=COUNTY)

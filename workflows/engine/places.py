"""Places that more than one process routes to (通用处所), and the levels at which there is approving authority."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry.models import Level, Organisation
from registry.organisations import superiors
from workflows.engine.models import Case
from workflows.engine.routing import Place

COUNTIES_AND_UP = (Level.COUNTY, Level.PREFECTURE, Level.PROVINCE)
WITH_AUTHORITY = (Level.COMMITTEE, *COUNTIES_AND_UP)


def general_branch_of(case: Case) -> Organisation:
    """The general branch above the branch of a case, if its direct superior is one; else the branch itself."""
    above = superiors(case.organisation)[1:]
    return above[0] if above and above[0].level == Level.GENERAL_BRANCH else case.organisation


GENERAL_BRANCH = Place(
    _("General branch"),
    general_branch_of,
    _n("The branch stands under this general branch: %(organisation)s."),
    levels=(Level.GENERAL_BRANCH,),
)

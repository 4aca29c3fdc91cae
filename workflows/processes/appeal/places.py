"""Where an appeal is dealt with and by whom (处所、职务与时限): by the body above the one that decided."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry.models import Organisation, Role
from registry.organisations import superiors
from workflows.engine.handling import once
from workflows.engine.models import Case
from workflows.engine.places import WITH_AUTHORITY
from workflows.engine.routing import Place, post
from workflows.engine.words import months, working_days
from workflows.processes.appeal import rules

# Whoever is handed a signed paper records it: at the branch, at the committee, above.
OPENED_BY = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.ORGANISER, Role.DEPARTMENT_HEAD)


def attacked_of(case: Case) -> Case:
    """The case whose decision is attacked (被申诉的办件)."""
    reference = case.data["request"]["attacked"]
    return once(
        case,
        "attacked",
        lambda: Case.objects.select_related("organisation", "subject__person").get(reference=reference),
    )


def decider_of(case: Case) -> Organisation:
    """Who decided what is attacked (作出决定的党组织)."""
    attacked = attacked_of(case)
    appealable = attacked.flow_class.appealable
    return appealable.by.find(attacked) if appealable is not None else attacked.organisation


def above_of(case: Case) -> Organisation | None:
    """The next organisation with authority above who decided; None where the register knows none."""
    above = superiors(decider_of(case))[1:]
    return next((one for one in above if one.may_approve and not one.outside), None)


def body_of(case: Case) -> Organisation:
    """Who deals with the appeal: whoever stands above who decided; at the very top it is passed on from there."""
    return above_of(case) or decider_of(case)


def next_above(case: Case) -> str:
    """The name of whoever stands above the body: the next instance."""
    above = superiors(body_of(case))[1:]
    return above[0].name if above else "上级党组织"


HERE = Place(
    _("Where it was handed in"), lambda case: case.organisation, _n("It was handed in here: %(organisation)s.")
)
BODY = Place(
    _("Body above who decided"),
    body_of,
    _n("This organisation stands above the one that decided: %(organisation)s."),
    levels=WITH_AUTHORITY,
)

REGISTRAR = post(Role.ORGANISER, Role.DEPARTMENT_HEAD, of=BODY)
HEAD = post(Role.SECRETARY, Role.DEPARTMENT_HEAD, of=BODY)

TO_REGISTER = working_days(lambda pack: pack.appeal.register_working_days)
TO_DECIDE = months(lambda pack: pack.appeal.decide_months, since=rules.term_begins)
TO_SERVE = working_days(lambda pack: pack.desk.step_working_days)
TO_ANNOUNCE = months(lambda pack: pack.disposal.announce_within_months, since=rules.day_of_decision)

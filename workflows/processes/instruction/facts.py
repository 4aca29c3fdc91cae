"""The facts of a request for instructions (事实): gathered from the case and the register, once, for the rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from documents.models import Paper
from registry.models import Level, Organisation
from registry.organisations import first_above
from workflows.engine.handling import day_of, once
from workflows.engine.models import Case
from workflows.engine.places import WITH_AUTHORITY, general_branch_of
from workflows.engine.routing import Place
from workflows.engine.said import Opinion, Said
from workflows.engine.turns import pack_of
from workflows.processes.instruction.rules import Facts

REQUEST_CODE = "D-IN-1"


def committee_above(organisation: Organisation) -> Organisation | None:
    """The committee that an organisation asks: the next one above it with authority (逐级)."""
    return first_above(organisation.parent, with_authority=True) if organisation.parent else None


def committee_of(case: Case) -> Organisation:
    """The committee that answers; the rules refuse a request where there is none."""
    return committee_above(case.organisation) or case.organisation


def superior_of(case: Case) -> Organisation:
    """The committee above the one that answers, whose departments have a say; itself at the top of the tree."""
    committee = committee_of(case)
    return committee_above(committee) or committee


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    said = said or Said(case)
    above = committee_above(case.organisation)
    return Facts(
        today=day_of(case),
        pack=pack_of(case),
        superior=above.name if above else "",
        answered_before=once(case, "answered before", lambda: _answered_before(case)),
        has_general_branch=general_branch_of(case) != case.organisation,
        concerns_others="draft" in said and said("draft")["concerns_others"] is True,
        differing=differing(said),
    )


def opinions_of(said: Said) -> list[Opinion]:
    """What those concerned said to the draft as it stands; where too few could sign, what one said in their place."""
    if "draft" not in said or said("draft")["concerns_others"] is not True:
        return []
    signed, alone = said.opinions("consult"), said.decision("consult")
    if signed or alone is None or alone.assignment.signer_id:
        return signed
    return [Opinion(alone.person, alone.as_whom, alone.outcome, alone.answers, alone.on)]


def differing(said: Said) -> tuple[str, ...]:
    """The posts that did not agree with the draft as it stands."""
    return tuple(opinion.as_whom for opinion in opinions_of(said) if opinion.outcome == "disagree")


def was_coordinated(said: Said) -> bool:
    """True if the draft as it stands was talked over with those who did not agree."""
    return bool(differing(said)) and "coordinate" in said


def _answered_before(case: Case) -> str:
    """The number of the newest earlier case of this organisation about the same matter that was answered."""
    same = Case.objects.filter(process_name=case.process_name, organisation=case.organisation, matter=case.matter)
    answered = same.filter(outcome__in=["answered", "declined"]).exclude(pk=case.pk).order_by("-pk")
    return next((found.number for found in answered[:1]), "")


def request_number(case: Case) -> str:
    """The number of the request that is answered: of the newest one, if it was corrected."""
    found = Paper.objects.filter(case_reference=case.reference, kind=REQUEST_CODE).order_by("-pk")
    return found.values_list("number", flat=True).first() or ""


BRANCH = Place(
    _("Branch that asks"),
    lambda case: case.organisation,
    _n("The request comes from this organisation: %(organisation)s."),
    levels=(Level.BRANCH, Level.GENERAL_BRANCH),
)
COMMITTEE = Place(
    _("Committee above"),
    committee_of,
    _n("This committee stands above the branch that asks: %(organisation)s."),
    levels=WITH_AUTHORITY,
)
SUPERIOR = Place(
    _("Committee above that one"),
    superior_of,
    _n("This committee stands above the one that answers: %(organisation)s."),
    levels=WITH_AUTHORITY,
)

"""The facts of a transfer (事实): gathered from the case, the register and the letters, once, for the rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from documents import letters
from documents.models import Letter
from registry.calendar import age_on
from registry.models import Affiliation, Level, Organisation, Person
from registry.organisations import first_above
from workflows.engine.handling import day_of, once
from workflows.engine.incidents import incidents_of
from workflows.engine.models import Case
from workflows.engine.places import COUNTIES_AND_UP, WITH_AUTHORITY, general_branch_of
from workflows.engine.routing import Place, Undetermined
from workflows.engine.said import Said
from workflows.engine.sentences import say
from workflows.engine.turns import pack_of
from workflows.families.requests import request_of
from workflows.policy.terms import Pack
from workflows.processes.transfer.rules import Facts

# Under which names a case keeps what registers said of it; effects foresee them on a path ahead.
HOMES, LETTER = "homes", "letter"


def target_of(case: Case, said: Said | None = None) -> Organisation:
    """Where the member wants to go: a branch, a committee, or an outside organisation."""
    target: Organisation = request_of(said or Said(case))["to"]
    return target


def _same_county(one: Organisation, other: Organisation) -> bool:
    counties = [first_above(organisation, *COUNTIES_AND_UP) for organisation in (one, other)]
    return counties[0] is not None and counties[0] == counties[1]


def authority_for(organisation: Organisation, other: Organisation, pack: Pack) -> Organisation:
    """Who issues or accepts for an organisation (R-TR-01; older levels under handbook 5.2).

    Today any committee that may approve probationary members, directly, nationwide. Under the older levels a letter
    across counties is the business of the county's organisation department.
    """
    if organisation.outside:
        return organisation
    levels: tuple[str, ...] = ()
    if pack.transfer.authority.value == "legacy_levels" and (other.outside or not _same_county(organisation, other)):
        levels = COUNTIES_AND_UP
    found = first_above(organisation, *levels, with_authority=not levels)
    return found or organisation


def issuer_of(case: Case) -> Organisation:
    """The committee that issues the letter."""
    return authority_for(case.organisation, target_of(case), pack_of(case))


def receiver_of(case: Case) -> Organisation:
    """The committee that accepts."""
    return authority_for(target_of(case), case.organisation, pack_of(case))


def wished_branch_of(case: Case) -> Organisation | None:
    """The branch that was asked for; None if only a committee was, or somewhere outside."""
    target = target_of(case)
    return target if target.level == Level.BRANCH and not target.outside else None


def new_branch_of(case: Case, said: Said | None = None) -> Organisation:
    """The branch the member joins: as accepted, else as requested. Undetermined if only a committee was named so far."""
    said = said or Said(case)
    accepted = said("accept").get("branch") if "accept" in said else None
    branch: Organisation = accepted or target_of(case, said)
    if branch.level != Level.BRANCH and not branch.outside:
        raise Undetermined(say(_n("A branch that %(committee)s chooses."), committee=branch.name))
    return branch


def is_internal(case: Case, said: Said) -> bool:
    """True inside one committee: a reassignment, no letter (handbook 5.2, first row)."""
    target = target_of(case, said)
    here = first_above(case.organisation, with_authority=True)
    return not target.outside and here is not None and here == first_above(target, with_authority=True)


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    said, today = said or Said(case), day_of(case)
    member, target = case.member, target_of(case, said)
    home = home_of(case, today)
    letter = letter_of(case)
    request = request_of(said)
    return Facts(
        today=today,
        pack=pack_of(case),
        member=member.person.name,
        on_the_roll=member.on_the_roll,
        probationary=member.standing == "probationary",
        home_since=home.since if home else None,
        at_home_here=home is not None and home.organisation_id == case.organisation_id,
        dues_paid_until=_dues(case, said),
        open_cases=once(case, "open cases", lambda: _open_cases(case)),
        live_letter=once(case, "live letter", lambda: _live_letter(case)),
        target_is_home=home is not None and home.organisation_id == target.pk,
        target_outside=target.outside,
        target_dissolved=target.dissolved_on is not None and target.dissolved_on <= today,
        branch_named=target.level == Level.BRANCH,
        internal=is_internal(case, said),
        has_general_branch=general_branch_of(case) != case.organisation,
        opened_by_subject=case.opener_id == member.person_id,
        away_months=request.get("away_months"),
        online="examine" in said and said("examine")["channel"] == "online",
        issued_on=letter.issued_on if letter else None,
        valid_until=letter.valid_until if letter else None,
        accepted_on=_day_of(said, "accept"),
        wants_letter=letter is None or not letter.was_left_lying or said.outcome("explain") == "ask",
    )


def home_of(case: Case, on: dt.date) -> Affiliation | None:
    """Where the member of a case belongs on a day."""
    homes = once(case, HOMES, lambda: list(case.member.affiliations.all()))
    return next((h for h in homes if h.since <= on and (h.until is None or h.until >= on)), None)


def letter_of(case: Case) -> Letter | None:
    """The newest letter of the case."""
    return once(case, LETTER, lambda: letters.letter_of(case.reference))


def _open_cases(case: Case) -> tuple[str, ...]:
    others = case.member.cases.filter(closed_at=None).exclude(pk=case.pk)
    return tuple(str(other.flow_class.title) for other in others)


def _dues(case: Case, said: Said) -> dt.date | None:
    return dues_of(said) if "branch_check" in said else case.member.dues_paid_until


def dues_of(said: Said) -> dt.date:
    """The month up to which dues are paid, as the branch checked it, or certified it later for a new letter."""
    months = [said(step)["dues_paid_until"] for step in ("branch_check", "explain") if step in said]
    return max(months)


def _live_letter(case: Case) -> str:
    live = Letter.objects.filter(member=case.member, state__in=Letter.LIVE).exclude(
        paper__case_reference=case.reference
    )
    return live.values_list("paper__number", flat=True).first() or ""


def _day_of(said: Said, step: str) -> dt.date | None:
    decision = said.decision(step)
    return decision.on if decision else None


def loss_of(case: Case, said: Said) -> tuple[dt.date, str]:
    """When and in what words the newest letter was reported lost: by the issuer, the receiver, or from outside."""
    found = [(dt.date.fromisoformat(one["on"]), one["words"]) for one in incidents_of(case, "loss")]
    for step in ("report", "answer"):
        day = said.day(step)
        if day is not None and said.outcome(step) == "lost":
            found.append((day, said(step)["opinion"]))
    return max(found, key=lambda one: one[0])


def county_of(case: Case) -> Organisation:
    """The county's department, or a higher one, above the receiving committee; above ours where the receiver is outside."""
    receiver = receiver_of(case)
    found = first_above(case.organisation if receiver.outside else receiver, *COUNTIES_AND_UP)
    return found or issuer_of(case)


def county_of_branch(case: Case) -> Organisation:
    """The county's department, or a higher one, above the member's branch."""
    return first_above(case.organisation, *COUNTIES_AND_UP) or issuer_of(case)


def possible_targets(today: dt.date) -> QuerySet[Organisation]:
    """Branches, and committees with authority; ours or outside."""
    can_receive = Q(level=Level.BRANCH) | Q(may_approve=True) | Q(outside=True)
    return Organisation.objects.exclude(dissolved_on__lte=today).filter(can_receive)


def barred_targets(branch: Organisation) -> dict[int, Any]:
    """Why a member of a branch cannot go to some organisations that can receive others, by their ids: the branch itself,
    and its own committee, inside which the branch is named."""
    own = {branch.pk: _("The member belongs to this organisation already; choose another one.")}
    committee = first_above(branch, with_authority=True)
    if committee is None or committee == branch:
        return own
    return own | {committee.pk: _("Inside one committee, name the branch the member joins.")}


def branches_under(receiver: Organisation) -> QuerySet[Organisation]:
    """The branches a receiving committee may choose from."""
    return Organisation.objects.filter(lineage__contains=[receiver.pk], level=Level.BRANCH, dissolved_on=None)


def letter_days(case: Case) -> int:
    """The pack's proposal for the validity of the letter, by how far it travels (R-LT-04)."""
    terms, target = pack_of(case).transfer, target_of(case)
    if target.outside:
        return terms.letter_days_national.value
    near = _same_county(case.organisation, target)
    return terms.letter_days_same_county.value if near else terms.letter_days_province.value


def age_of(person: Person, on: dt.date) -> int:
    """Age on a day, as the letter prints it."""
    return age_on(person.born_on, on)


BRANCH = Place(
    _("Branch"),
    lambda case: case.organisation,
    _n("It belongs to the branch of the member: %(organisation)s."),
    levels=(Level.BRANCH,),
)
ISSUER = Place(
    _("Issuing committee"),
    issuer_of,
    _n("This organisation issues letters for the branch: %(organisation)s."),
    levels=WITH_AUTHORITY,
)
RECEIVER = Place(
    _("Receiving committee"),
    receiver_of,
    _n("This organisation accepts for the receiving branch: %(organisation)s."),
    levels=WITH_AUTHORITY,
)
COUNTY = Place(
    _("County's organisation department or higher"),
    county_of,
    _n("It stands above the receiving committee: %(organisation)s."),
    levels=COUNTIES_AND_UP,
)
OWN_COUNTY = Place(
    _("County's organisation department or higher"),
    county_of_branch,
    _n("It stands above the branch: %(organisation)s."),
    levels=COUNTIES_AND_UP,
)
NEW_BRANCH = Place(
    _("Receiving branch"),
    new_branch_of,
    _n("The member joins this branch: %(organisation)s."),
    levels=(Level.BRANCH,),
)

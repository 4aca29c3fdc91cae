"""The facts of an arrival (事实): gathered from the letter, the register and other cases, once, for the rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry import members, persons
from registry.models import Level, Member, Organisation, Person
from registry.names import search_terms
from registry.organisations import first_above
from workflows.engine.handling import day_of, once
from workflows.engine.models import Case
from workflows.engine.places import COUNTIES_AND_UP, WITH_AUTHORITY
from workflows.engine.routing import Place
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.policy.terms import Pack
from workflows.processes.arrival.rules import Facts

# Characters of the ID number that tell people of one name apart in what a case is about.
TAIL = 4


def letter_of(said: Said) -> dict[str, Any]:
    """The letter as it was entered."""
    return said("start")


def valid_until(letter: dict[str, Any]) -> dt.date:
    """The last valid day of a letter: its date is day 0."""
    last: dt.date = letter["issued_on"] + dt.timedelta(days=letter["valid_days"])
    return last


def is_expired(letter: dict[str, Any]) -> bool:
    """True if a letter was presented after its last valid day."""
    presented: dt.date = letter["presented_on"]
    return presented > valid_until(letter)


def sender_of(letter: dict[str, Any]) -> str:
    """The name of the sending organisation, on the register or as it was written down."""
    sender: Organisation | None = letter["sender"]
    return sender.name if sender is not None else str(letter["sender_name"])


def address_of(letter: dict[str, Any]) -> str:
    """Where the receipt goes."""
    sender: Organisation | None = letter["sender"]
    return sender.address if sender is not None else str(letter["sender_address"])


def may_accept(organisation: Organisation, pack: Pack) -> bool:
    """Whether a committee accepts in its own name (R-TR-01); the older levels know only counties and up (handbook 5.2)."""
    high_enough = organisation.level in COUNTIES_AND_UP or pack.transfer.authority.value != "legacy_levels"
    return organisation.is_committee_with_authority and high_enough


def county_of(case: Case) -> Organisation:
    """The county's organisation department or the next higher one, above the committee that examined; itself at the top."""
    above = case.organisation.parent
    return (first_above(above, *COUNTIES_AND_UP) if above else None) or case.organisation


def new_branch_of(case: Case, said: Said | None = None) -> Organisation:
    """The branch the member joins: as examined, else as wished."""
    said = said or Said(case)
    examined = said("examine").get("branch") if "examine" in said else None
    branch: Organisation = examined or letter_of(said)["branch"]
    return branch


def person_of(letter: dict[str, Any]) -> Person | None:
    """Whom the register knows by the ID number of the letter."""
    return persons.by_id_number(letter["id_number"])


def member_of(letter: dict[str, Any]) -> Member | None:
    """The member the register knows by the ID number of the letter."""
    return Member.objects.select_related("person").filter(person=person_of(letter)).first()


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    said, today = said or Said(case), day_of(case)
    letter = letter_of(said)
    person: Person | None = once(case, "person", lambda: person_of(letter))
    member: Member | None = once(case, "member", lambda: member_of(letter))
    home: Organisation | None = once(case, "home", lambda: members.home_of(member, today) if member else None)
    accepted = said.decision("approve")
    return Facts(
        today=today,
        pack=pack_of(case),
        person=letter["name"],
        committee=case.organisation.name,
        may_accept=may_accept(case.organisation, pack_of(case)),
        on_our_roll=home.name if home is not None and not home.outside and member and member.on_the_roll else "",
        struck_off=member is not None and not member.on_the_roll,
        known_otherwise=_differs(letter, person, member),
        away_since=once(case, "away since", lambda: _since(member)),
        other_case=once(case, "other case", lambda: _other_case(case, letter)),
        issued_on=letter["issued_on"],
        valid_until=valid_until(letter),
        expired=is_expired(letter),
        confirmed="examine" in said and bool(said("examine").get("sender_confirms")),
        dues_paid_until=letter["dues_paid_until"],
        file_doubt="file_check" in said and said("file_check").get("agrees") is False,
        accepted_on=accepted.on if accepted and accepted.outcome == "agree" else None,
    )


def _differs(letter: dict[str, Any], person: Person | None, member: Member | None) -> bool:
    if person is None:
        return False
    same_person = (person.name, person.born_on) == (letter["name"], letter["born_on"])
    known = member is not None and member.on_the_roll
    return not same_person or (known and member is not None and member.standing != letter["standing"])


def _since(member: Member | None) -> dt.date | None:
    home = member.affiliations.filter(until__isnull=True).first() if member else None
    return home.since if home is not None else None


def _other_case(case: Case, letter: dict[str, Any]) -> str:
    """The number of another open case about the same person, whatever name it has for him.

    Found by the end of the ID number, which is part of the matter; who is on the register is told by his record.
    """
    if not case.matter:
        return ""
    alike = Case.objects.filter(
        matter_grams__contains=search_terms(letter["id_number"][-TAIL:]), closed_at__isnull=True
    )
    others = alike.filter(process_name=case.process_name).exclude(pk=case.pk).order_by("pk")
    return next((o.number for o in others if letter_of(Said(o))["id_number"] == letter["id_number"]), "")


def possible_senders(today: dt.date) -> QuerySet[Organisation]:
    """The organisations outside the system that are on the register."""
    return Organisation.objects.filter(outside=True).exclude(dissolved_on__lte=today)


def branches_under(committee: Organisation) -> QuerySet[Organisation]:
    """The branches a committee may choose from."""
    return Organisation.objects.filter(lineage__contains=[committee.pk], level=Level.BRANCH, dissolved_on=None)


COMMITTEE = Place(
    _("Accepting committee"),
    lambda case: case.organisation,
    _n("The letter was presented to this committee: %(organisation)s."),
    levels=WITH_AUTHORITY,
)
COUNTY = Place(
    _("County committee or higher"),
    county_of,
    _n(
        "Not recognising a membership needs the approval of a county's organisation department or a higher one: %(organisation)s."
    ),
    levels=COUNTIES_AND_UP,
)
NEW_BRANCH = Place(
    _("Receiving branch"),
    new_branch_of,
    _n("The member joins this branch: %(organisation)s."),
    levels=(Level.BRANCH,),
)

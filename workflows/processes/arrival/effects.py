"""What an arrival changes in the registers (登记变更): done by the worker when the undo hold is over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from audit import clock
from audit.journal import Actor
from registry import members, persons
from registry.models import Member, Organisation, Person, Standing
from registry.refusals import Refused
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.subjects import name_subject
from workflows.processes.arrival import facts as of
from workflows.processes.arrival import rules


def enter_on_roll(case: Case, by: Actor) -> None:
    """From the day of acceptance the member is on the roll of the branch, and the case is about him.

    Whoever left us once is found by the ID number: his record is used, and his home moves back from outside. Refused if
    he has come onto a roll of ours since the approval: the case then waits for whoever looks after the installation.
    """
    said = Said(case)
    letter, branch, on = of.letter_of(said), of.new_branch_of(case, said), said.decided("approve").on
    member = of.member_of(letter)
    if member is None:
        member = _enrolled(of.person_of(letter) or _recorded(letter, by), letter, branch, on, case, by)
    else:
        home = members.home_of(member, clock.today())
        if home is not None and not home.outside:
            raise Refused(_("%(member)s is on the roll of %(home)s already.") % {"member": member, "home": home})
        members.move_home(member, branch, by=by, on=on, case_reference=case.reference, article=rules.REGULATION)
        members.note_dues(member, letter["dues_paid_until"], by=by, case_reference=case.reference)
    name_subject(case, member, by=by, article=rules.REGULATION)


def strike_off(case: Case, by: Actor) -> None:
    """A probationary member whom the register knows, because he was here before, is struck off it; nobody else is on it."""
    said = Said(case)
    member, approved = of.member_of(of.letter_of(said)), said.decided("recognition")
    if member is not None and member.standing == Standing.PROBATIONARY:
        members.refuse_recognition(
            member, by=by, approved_by=approved.person, organisation=of.county_of(case), on=approved.on,
            case_reference=case.reference, article=rules.ADMISSION,
        )  # fmt: skip


def _recorded(letter: dict[str, Any], by: Actor) -> Person:
    return persons.record(
        by=by, name=letter["name"], sex=letter["sex"], born_on=letter["born_on"], id_number=letter["id_number"],
        ethnic_group=letter["ethnic_group"], telephone=letter["telephone"],
    )  # fmt: skip


def _enrolled(
    person: Person, letter: dict[str, Any], branch: Organisation, on: dt.date, case: Case, by: Actor
) -> Member:
    return members.enrol(
        person, by=by, home=branch, standing=letter["standing"], joined_on=letter["joined_on"],
        full_since=letter["full_since"], dues_paid_until=letter["dues_paid_until"], since=on,
        case_reference=case.reference, article=rules.REGULATION,
    )  # fmt: skip

"""What each step of a transfer may choose from, proposes, and shows first (填写限定)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms import transfer as forms
from forms.kit import Limits
from registry import members
from registry.calendar import add_months, first_of_month
from registry.models import Member, Organisation, Role, Standing
from workflows.engine.handling import day_of
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.families.requests import asked_again, request_of
from workflows.processes.transfer import facts as of

OPENED_BY = (Role.SECRETARY, Role.DEPUTY_SECRETARY)


def opening_limits(organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
    """Members of the branch; for the member himself only himself; targets: what can receive."""
    roll = members.members_of(organisation, today)
    if not by_post:
        roll = roll.filter(person=person)
    targets, barred = of.possible_targets(today), of.barred_targets(organisation)
    return Limits(today, values={"members": roll, "targets": targets, "barred": barred})


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """What each step may choose from."""
    letter = of.letter_of(case)
    receiver = of.receiver_of(case) if step in ("examine", "accept") else None
    home = of.home_of(case, today) if step == "answer" else None
    return Limits(
        today,
        answered_by_subject=by_subject,
        values={
            "members": Member.objects.filter(pk=case.subject_id),
            "targets": of.possible_targets(today),
            "barred": of.barred_targets(case.organisation) if step == "amend" else {},
            "probationary": case.member.standing == "probationary",
            "letter_days": of.letter_days(case) if step == "examine" else 0,
            "letter_days_max": pack_of(case).transfer.letter_days_max.value,
            "online_possible": receiver is not None and not receiver.outside,
            "outside": receiver is not None and receiver.outside,
            "branches": of.branches_under(receiver) if receiver is not None else Organisation.objects.none(),
            "wished_branch": of.target_of(case) if step == "accept" else None,
            "letter_number": letter.paper.number if letter and letter.paper_id else "",
            "issued_on": letter.issued_on if letter else today,
            "valid_until": letter.valid_until if letter else today,
            "lost": letter is not None and letter.lost_on is not None,
            "asked_on": Said(case).newest("accept"),
            "home_since": home.since if home else None,
        },
    )


def initial(case: Case, step: str) -> dict[str, Any]:
    """The request as it stands for its correction; the month of the register for the check."""
    if step == "amend":
        return asked_again(case)
    if step in ("branch_check", "explain") and case.member.dues_paid_until:
        return {"dues_paid_until": case.member.dues_paid_until}
    if step == "examine" and case.member.standing == Standing.PROBATIONARY:
        # The probation lasts a year (Constitution 7); where it was put off the organiser says until when.
        return {"probation_ends": add_months(case.member.joined_on, 12)}
    return {}


def expected(case: Case, step: str) -> dict[str, Any]:
    """What later steps need to know of an answer that is not there yet: the letter on paper, the branch as requested."""
    said = Said(case)
    if step in ("branch_check", "explain"):
        # Nobody passes the check whose dues are not paid up to then.
        months = (case.member.dues_paid_until, first_of_month(day_of(case)))
        return {"dues_paid_until": max(month for month in months if month)}
    if step == "amend":
        return request_of(said)
    if step == "examine":
        before = said("examine")["channel"] if "examine" in said else forms.Channel.PAPER.value
        return {"channel": before, "valid_days": of.letter_days(case)}
    if step == "accept":
        return {"branch": of.wished_branch_of(case)}
    if step == "answer":
        return {"accepted_on": day_of(case), "arrived_on": day_of(case)}
    return {}


def summary_of(case: Case, said: Said) -> list[tuple[Any, str]]:
    """The facts a reader needs first."""
    asked, person = request_of(said), case.member.person
    return [
        (_("Member"), f"{person.name}（{person.get_sex_display()}，{of.age_of(person, case.opened_on)}）"),
        (_("Standing"), str(case.member.get_standing_display())),
        (_("From"), case.organisation.name),
        (_("To"), of.target_of(case, said).name),
        (_("Reason"), str(forms.Reason(asked["reason"]).label)),
        (_("At the new place from"), asked["start_on"].isoformat()),
        (_("Telephone"), asked["telephone"]),
    ]

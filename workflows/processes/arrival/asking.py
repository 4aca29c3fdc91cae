"""What each step of an arrival may choose from, proposes, and shows first (填写限定)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms import arrival as forms
from forms.kit import Limits
from registry import secrecy
from registry.models import Organisation, Role, Sex
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.processes.arrival import facts as of

OPENED_BY = (Role.ORGANISER,)


def opening_limits(organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
    """Senders: what is outside and on the register; branches: those under the committee."""
    branches = of.branches_under(organisation)
    return Limits(today, values={"senders": of.possible_senders(today), "branches": branches})


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """What each step may choose from."""
    said = Said(case)
    letter = of.letter_of(said)
    return Limits(
        today,
        answered_by_subject=by_subject,
        values={
            "branches": of.branches_under(case.organisation),
            "wished_branch": letter["branch"],
            "expired": of.is_expired(letter),
            "probationary": letter["standing"] == forms.Standing.PROBATIONARY,
            "asked_on": said.day("examine") or today,
            "written_on": said.day("receipt") or today,
            "letter_number": letter["letter_number"],
        },
    )


def initial(case: Case, step: str) -> dict[str, Any]:
    """What was looked at in an examination, for a new one; neither its result nor what was said for it."""
    latest = Said(case).decision("examine") if step == "examine" else None
    result = ("outcome", "ground", "opinion")
    return {name: said for name, said in latest.answers.items() if name not in result} if latest else {}


def expected(case: Case, step: str) -> dict[str, Any]:
    """What later steps need to know of an answer that is not there yet: the branch as wished."""
    return {"branch": of.letter_of(Said(case))["branch"]} if step == "examine" else {}


def matter_of(answers: Any) -> str:
    """Whom the case is about before he is on the register: his name, and the end of his ID number to tell him apart."""
    name, number = str(answers.get("name") or ""), str(answers.get("id_number") or "")
    return f"{name}（{number[-of.TAIL :]}）" if name and number and not secrecy.is_sealed(number) else name


def summary_of(case: Case, said: Said) -> list[tuple[Any, str]]:
    """The facts a reader needs first: who comes, by which letter, from where and whither."""
    letter = of.letter_of(said)
    sex = Sex(letter["sex"]).label
    full = letter["standing"] == forms.Standing.FULL
    since = letter["full_since"] if full else letter["probation_ends"]
    return [
        (_("Member"), f"{letter['name']}（{sex}，{letter['ethnic_group']}，{letter['born_on']}）"),
        (_("ID number"), secrecy.masked(letter["id_number"])),
        (_("Standing"), str(forms.Standing(letter["standing"]).label)),
        (_("Joined on"), letter["joined_on"].isoformat()),
        (_("Full member since") if full else _("Probation ends on"), since.isoformat()),
        (_("Dues paid up to"), f"{letter['dues_paid_until']:%Y-%m}"),
        (_("Telephone"), letter["telephone"]),
        (_("From"), of.sender_of(letter)),
        (_("Address"), of.address_of(letter)),
        (_("Number of the letter"), letter["letter_number"]),
        (_("Date of the letter"), letter["issued_on"].isoformat()),
        (_("Valid until"), of.valid_until(letter).isoformat()),
        (_("Presented on"), letter["presented_on"].isoformat()),
        (_("Branch to join"), of.new_branch_of(case, said).name),
    ]

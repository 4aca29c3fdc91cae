"""The register of letters from outside (系统外来信登记簿): what came, from whom, what became of it, and the receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from audit import clock
from forms.arrival import Sending
from forms.fields import DayField
from registry.calendar import add_months
from registry.models import Organisation
from workflows.engine.models import SENT_BACK, Case, Decision
from workflows.engine.turns import pack_of
from workflows.engine.words import Register


def rows(cases: Sequence[Case]) -> list[tuple[str, ...]]:
    """What each column says of each case; two queries, however many there are."""
    decided = _decided(cases)
    letters = [_letter(case, decided) for case in cases]
    wanted = {str(letter[name]) for letter in letters for name in ("sender", "branch")}
    names = dict(Organisation.objects.filter(public_id__in=wanted).values_list("public_id", "short_name"))
    return [
        (
            letter["letter_number"],
            names.get(letter["sender"]) or letter["sender_name"],
            _day(letter["presented_on"]).isoformat(),
            (_day(letter["issued_on"]) + dt.timedelta(days=int(letter["valid_days"]))).isoformat(),
            names.get(letter["branch"], ""),
            _became(case),
            _receipt(case, decided),
        )
        for case, letter in zip(cases, letters, strict=True)
    ]


def _letter(case: Case, decided: Mapping[tuple[int, str], Decision]) -> dict[str, Any]:
    """The letter as it was entered, with the branch that was chosen last."""
    letter, examined = dict(case.flow_class.opening_answers(case)), decided.get((case.pk, "examine"))
    return letter | {"branch": (examined.answers.get("branch") if examined else "") or letter["branch"]}


def _day(answer: str) -> dt.date:
    """A day as it was answered, in whatever form."""
    day: dt.date = DayField().clean(answer)
    return day


def _decided(cases: Sequence[Case]) -> dict[tuple[int, str], Decision]:
    """The newest decisions that count of what the register tells, by case and step."""
    steps = ("examine", "approve", "send")
    found = Decision.objects.filter(case__in=cases, step__in=steps, recalled_at__isnull=True).exclude(outcome=SENT_BACK)
    return {(decision.case_id, decision.step): decision for decision in found.order_by("pk")}


def _became(case: Case) -> str:
    if not case.outcome:
        return _g("open")
    return str(
        next(node.title for _name, node in case.flow_class.in_order() if getattr(node, "code", "") == case.outcome)
    )


def _receipt(case: Case, decided: Mapping[tuple[int, str], Decision]) -> str:
    """Sent when and how, or due when; empty where none is owed."""
    sent, accepted = decided.get((case.pk, "send")), decided.get((case.pk, "approve"))
    if sent is not None:
        how = Sending.How(sent.answers["how"]).label
        return _g("sent on %(day)s, %(how)s") % {"day": _day(sent.answers["sent_on"]), "how": how}
    if accepted is None or accepted.outcome != "agree" or case.outcome:
        return ""
    due = add_months(accepted.on, pack_of(case).transfer.receipt_due_months.value)
    words = _g("receipt overdue since %(day)s") if due < clock.today() else _g("receipt due by %(day)s")
    return words % {"day": due}


REGISTER = Register(
    _("Letters from outside"),
    (
        _("Number of the letter"),
        _("From"),
        _("Presented on"),
        _("Valid until"),
        _("Branch to join"),
        _("State"),
        _("Receipt"),
    ),
    rows,
)

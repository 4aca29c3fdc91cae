"""Changing a member's standing (变更党籍): under a lock, with the proof re-read by the transition, in the journal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from audit import journal
from audit.journal import Actor
from registry.members import stream_of
from registry.models import Affiliation, Measure, Member
from registry.models.members import Standing
from registry.refusals import Refused

# How each measure that ends a membership is called in the model; its proof is declared in registry/models/proof.py.
_ENDS = {
    Measure.PERSUASION: Member.leave_as_advised,
    Measure.REMOVAL_REFUSED: Member.remove_refused,
    Measure.REMOVAL_SELF_WITHDRAWAL: Member.remove_self_withdrawal,
    Measure.REMOVAL_LOST_CONDITIONS: Member.remove_lost_conditions,
    Measure.OWN_WITHDRAWAL: Member.leave_on_request,
    Measure.CANCEL: Member.cancel_probation,
}


@transaction.atomic
def end(
    member: Member, measure: str, *, by: Actor, on: dt.date, case_reference: str, article: str, barred_until: dt.date | None = None
) -> Member:  # fmt: skip
    """End a membership (终止党籍) by a measure with its last day; the relationship ends with it.

    ``barred_until`` is the last day on which he cannot be admitted again. Raises Refused where the proof is not complete
    or his standing does not allow it.
    """
    locked = _locked(member)
    before = _moved(locked, lambda: _ENDS[Measure(measure)](locked, case_reference=case_reference))
    locked.ended_on, locked.barred_until = on, barred_until
    locked.save(update_fields=["standing", "ended_on", "barred_until"])
    locked.affiliations.filter(until__isnull=True).update(until=on)
    facts = {"measure": measure, "on": str(on), "barred_until": str(barred_until) if barred_until else None}
    return _noted(locked, "member.ended", before, by=by, case_reference=case_reference, article=article, facts=facts)


@transaction.atomic
def suspend(member: Member, *, by: Actor, since: dt.date, case_reference: str, article: str) -> Member:
    """Suspend a membership (停止党籍) from a day on; he stays on the roll of his branch, and counts nowhere."""
    locked = _locked(member)
    before = _moved(locked, lambda: locked.suspend(case_reference=case_reference, since=since))
    locked.save(update_fields=["standing", "suspended_since"])
    facts = {"since": str(since)}
    return _noted(
        locked, "member.suspended", before, by=by, case_reference=case_reference, article=article, facts=facts
    )


@transaction.atomic
def restore(member: Member, *, by: Actor, on: dt.date, case_reference: str, article: str) -> Member:
    """Restore a suspended membership (恢复党籍)."""
    locked = _locked(member)
    before = _moved(locked, lambda: locked.restore(case_reference=case_reference))
    locked.save(update_fields=["standing", "suspended_since"])
    facts = {"on": str(on)}
    return _noted(locked, "member.restored", before, by=by, case_reference=case_reference, article=article, facts=facts)


@transaction.atomic
def extend_probation(member: Member, *, by: Actor, until: dt.date, case_reference: str, article: str) -> Member:
    """Extend the probation (延长预备期), once."""
    locked = _locked(member)
    before = _moved(locked, lambda: locked.extend_probation(case_reference=case_reference, until=until))
    locked.save(update_fields=["probation_until"])
    facts = {"until": str(until)}
    return _noted(
        locked, "member.probation_extended", before, by=by, case_reference=case_reference, article=article, facts=facts
    )


@transaction.atomic
def reinstate(member: Member, *, by: Actor, on: dt.date, case_reference: str, article: str) -> Member:
    """Put a membership back as it was (撤销处置、恢复原状): on the roll of the branch he last belonged to, without a gap.

    Of somebody on probation the extension is lifted.
    """
    locked = _locked(member)
    of_probation = {
        Standing.PROBATION_CANCELLED: locked.reinstate_probation,
        Standing.PROBATIONARY: locked.lift_extension,
    }
    step = of_probation.get(Standing(locked.standing), locked.reinstate)
    before = _moved(locked, lambda: step(case_reference=case_reference))
    locked.save(update_fields=["standing", "ended_on", "barred_until", "suspended_since", "probation_until"])
    home = locked.affiliations.latest("since")
    Affiliation.objects.filter(pk=home.pk).update(until=None)
    facts = {"on": str(on), "home": home.organisation.public_id}
    return _noted(
        locked, "member.reinstated", before, by=by, case_reference=case_reference, article=article, facts=facts
    )


def _locked(member: Member) -> Member:
    return Member.objects.select_for_update(of=("self",)).select_related("person").get(pk=member.pk)


def _moved(member: Member, move: Any) -> str:
    """The standing before, once the move was made; Refused where its proof is not complete."""
    before = member.standing
    try:
        move()
    except TransitionNotAllowed as error:
        raise Refused(
            _("The records do not hold what this change of standing needs: %(why)s.") % {"why": error}
        ) from error
    return str(before)


def _noted(
    member: Member, what: str, before: str, *, by: Actor, case_reference: str, article: str, facts: dict[str, Any]
) -> Member:  # fmt: skip
    facts |= {"from": before, "to": str(member.standing), "case": case_reference}
    journal.write(stream_of(member), what, by=by, article=article, facts=facts)
    return member

"""A new draft after a case that came to nothing (重新提交草稿): with its answers, as far as they are still allowed."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import clock
from registry.models import User
from workflows.engine import commands, openers, opening
from workflows.engine.errors import Conflict
from workflows.engine.following import may_be_followed
from workflows.engine.handling import handling
from workflows.engine.models import Case, Draft


def may_ask_again(case: Case, by: User, on: dt.date) -> bool:
    """Whether a user may open such a case again: one that is over and did not end as hoped; for pages."""
    if not may_be_followed(case) or by.person_id is None:
        return False
    return openers.may_open_for(case.flow_class, by, case.organisation, case.subject, on)


def ask_again(case: Case, *, by: User, key: str) -> Draft:
    """Begin anew after a case (重新提交): a draft of a new one; nothing of the old one changes.

    Raises PermissionDenied, Conflict (the case is open, or ended as hoped).
    """
    if (begun := _begun(case, by, key)) is not None:
        return begun
    if not may_be_followed(case):
        raise Conflict(_("There is nothing to ask again: the case is open, or ended as it should."))
    if not may_ask_again(case, by, clock.today()):
        raise PermissionDenied(_("You do not hold a post that may start this here."))
    try:
        with transaction.atomic():
            return _begin(case, by, key)
    except IntegrityError:
        # The same form, sent twice at the same moment: the first one was faster.
        if (begun := _begun(case, by, key)) is not None:
            return begun
        raise


def _begun(case: Case, by: User, key: str) -> Draft | None:
    """The draft that this very form has begun before; Conflict if it is there no more."""
    done = commands.earlier(key, by=by, name="again", target=case.reference)
    if done is not None and (draft := opening.draft_of(by, done["draft"])) is None:
        raise Conflict(_("You have asked again already."))
    return draft if done is not None else None


def _begin(case: Case, by: User, key: str) -> Draft:
    draft = opening.save_draft(
        by=by,
        process_name=case.process_name,
        organisation=case.organisation,
        answers=_still_allowed(case, by),
        follows=case,
    )
    with handling(case):
        commands.keep(case, key, by=by, name="again", target=case.reference, result={"draft": draft.public_id})
    return draft


def _still_allowed(case: Case, by: User) -> dict[str, object]:
    """The old answers that the opening form would still take today."""
    old = dict(case.flow_class.asked_again(case))
    form = opening.opening_form(case.flow_class, case.organisation, by, old)
    form.is_valid()
    return {name: value for name, value in old.items() if name in form.fields and name not in form.errors}

"""Opening cases (发起) and keeping drafts of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import clock
from audit.journal import Head
from forms.kit import StepForm
from registry.acting import Holding
from registry.models import Organisation, User
from registry.publicid import public_id
from workflows.engine import catalogue, checking, commands, following, nodes, openers
from workflows.engine.errors import Conflict, Invalid, Refused, or_conflict
from workflows.engine.handling import handling, note
from workflows.engine.models import Case, Draft
from workflows.engine.openers import places_to_open
from workflows.engine.said import Said
from workflows.engine.turns import involve, pack_of
from workflows.engine.unsaved import unsaved_case
from workflows.engine.words import Process
from workflows.policy import asking


def opening_form(
    process: type[Process], organisation: Organisation, user: User, data: Mapping[str, Any] | None
) -> StepForm:
    """The form that opens a case, with what may be chosen there today."""
    held = openers.by_post(process, user, organisation, clock.today())
    return _form(process, organisation, user, data, held)


def _form(
    process: type[Process], organisation: Organisation, user: User, data: Mapping[str, Any] | None, held: list[Holding]
) -> StepForm:
    today = clock.today()
    limits = process.opening_limits(organisation, user.person, today=today, by_post=bool(held))
    span = asking.span_of(asking.policy_of(organisation, today), today)
    return process.start.form(data, limits=replace(limits, span=span))


def open_case(
    process: type[Process],
    *,
    by: User,
    organisation: Organisation,
    data: Mapping[str, Any],
    key: str,
    follows: Case | None = None,
) -> Case:
    """Open a case (发起办件). Raises PermissionDenied, Invalid, Refused; a repeat returns the first case.

    ``follows`` is the case after which somebody asks again; it is noted where the new one is about the same.
    """
    if done := commands.earlier(key, by=by, name="open", target=process.name):
        return Case.objects.get(reference=done["case"])
    held = openers.by_post(process, by, organisation, clock.today())
    form = _form(process, organisation, by, data, held)
    if not form.is_valid():
        raise Invalid(form)
    subject = process.subject_of(form.cleaned_data)
    try:
        with or_conflict(), transaction.atomic():
            return _opened(
                process, form, subject, held, by=by, organisation=organisation, key=key, follows=follows
            )  # fmt: skip
    except IntegrityError as error:
        if done := commands.earlier(key, by=by, name="open", target=process.name):
            return Case.objects.get(reference=done["case"])
        if "one_open_case" in str(error):
            about = subject or process.matter_of(form.cleaned_data)
            raise Conflict(_("A case of this kind about %(member)s is open already.") % {"member": about}) from error
        raise


def _opened(
    process: type[Process], form: StepForm, subject: Any, held: list[Holding], *, by: User,
    organisation: Organisation, key: str, follows: Case | None,
) -> Case:  # fmt: skip
    today = clock.today()
    right = openers.lock_right(process, by, organisation, subject, today, held)
    opened_for = right.appointment.person_id if right and right.chain else None
    case = unsaved_case(process, form, by=by, organisation=organisation, opened_for=opened_for, on=today)
    case.follows = follows if follows is not None and following.follows(follows, case) else None
    said = Said(case, {"start": (form.outcome(), form.cleaned_data)})
    checking.refuse_blocked(process.start.guards, process.facts(case, said), "done")
    case.hold_until = clock.now() + dt.timedelta(seconds=pack_of(case).desk.undo_seconds.value)  # type: ignore[misc]
    with handling(case) as at:
        at.head, at.recusals = Head(), ()
        at.reserve("viewflow_process", "viewflow_task", "viewflow_task", subject=case.subject_person_id)
        _note(case, by, right)
        commands.keep(case, key, by=by, name="open", target=process.name, result={"case": case.reference})
        nodes.begin(process, case)
        for involved in process.organisations_of(form.cleaned_data, organisation):
            involve(case, involved)
    return case


def _note(case: Case, by: User, right: Holding | None) -> None:
    """What the journal says of a new case: also after which one somebody asks again, and that a proxy opened it."""
    about = {"follows": case.follows.reference} if case.follows else {}
    by_delegation = {"delegation": right.delegation.public_id} if right and right.delegation else {}
    note(
        case,
        "case.opened",
        by=by.actor,
        article=case.flow_class.start.article,
        facts={
            "process": case.process_name,
            "organisation": case.organisation.public_id,
            "subject": case.subject.public_id if case.subject else None,
            "pack": f"{case.pack}@{case.pack_version}",
        }
        | about
        | by_delegation,
        words={"answers": case.data["request"]},
    )


def save_draft(
    *,
    by: User,
    process_name: str,
    organisation: Organisation | None,
    answers: Mapping[str, Any],
    draft: Draft | None = None,
    follows: Case | None = None,
    as_id: str = "",
) -> Draft:
    """Keep answers for later (存草稿); only their author sees them. ``follows``: the case after which they ask again.

    ``as_id`` is the public id that the page had for a draft to come: sent twice, it is one draft.
    """
    if draft is None:
        new = {"by": by, "process_name": process_name, "organisation": organisation, "follows": follows}
        draft, _new = Draft.objects.get_or_create(
            public_id=as_id or public_id(), defaults=new | {"saved_at": clock.now()}
        )
    if draft.by_id != by.pk or draft.process_name != process_name:
        raise PermissionDenied
    draft.edition = catalogue.path_of(catalogue.process(process_name))
    draft.answers, draft.saved_at = dict(answers), clock.now()
    draft.save()
    return draft


def draft_of(user: User, public_id: str) -> Draft | None:
    """A user's own draft."""
    return Draft.objects.filter(by=user, public_id=public_id).select_related("organisation", "follows").first()


__all__ = ["Refused", "draft_of", "open_case", "opening_form", "places_to_open", "save_draft"]

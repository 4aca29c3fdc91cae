"""Opening cases (发起) and keeping drafts of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import clock
from audit.journal import Head
from forms.kit import StepForm
from registry.models import Appointment, Organisation, User
from registry.posts import appointments_of
from workflows.engine import catalogue, checking, commands, nodes
from workflows.engine.authority import lock_account, lock_appointment
from workflows.engine.errors import Conflict, Invalid, Refused, or_conflict
from workflows.engine.handling import handling, note
from workflows.engine.models import Case, Draft
from workflows.engine.said import Said
from workflows.engine.turns import involve, pack_of
from workflows.engine.words import Process
from workflows.policy import asking


def places_to_open(process: type[Process], user: User, on: dt.date) -> list[Organisation]:
    """Where a user may open a case of a process: by a post held, or for himself at home."""
    held = _by_post(process, user, on)
    member = getattr(user.person, "member", None) if user.person else None
    if process.opened_by_subject and member is not None and member.on_the_roll:
        home = member.affiliations.on(on).select_related("organisation").first()
        if home is not None and home.organisation not in held and not home.organisation.outside:
            held.append(home.organisation)
    return held


def _by_post(process: type[Process], user: User, on: dt.date) -> list[Organisation]:
    """Where a user may open a case by a post he holds."""
    return [
        appointment.post.organisation
        for appointment in appointments_of(user.person, on)
        if appointment.post.role in process.opened_by
        and appointment.post.organisation.level in process.opened_at_levels
    ]


def may_open_for(process: type[Process], user: User, organisation: Organisation, subject: Any, on: dt.date) -> bool:
    """Whether a user may open this case: holder of an opening post there, or the subject himself at home."""
    if process.opened_by_subject and subject is not None and subject.person_id == user.person_id:
        return organisation in places_to_open(process, user, on)
    return organisation in _by_post(process, user, on)


def opening_form(
    process: type[Process], organisation: Organisation, user: User, data: Mapping[str, Any] | None
) -> StepForm:
    """The form that opens a case, with what may be chosen there today."""
    limits = process.opening_limits(organisation, user.person, today=clock.today())
    return process.start.form(data, limits=limits)


def open_case(
    process: type[Process], *, by: User, organisation: Organisation, data: Mapping[str, Any], key: str
) -> Case:
    """Open a case (发起办件). Raises PermissionDenied, Invalid, Refused; a repeat returns the first case."""
    if done := commands.earlier(key, by=by, name="open", target=process.name):
        return Case.objects.get(reference=done["case"])
    form = opening_form(process, organisation, by, data)
    if not form.is_valid():
        raise Invalid(form)
    subject = process.subject_of(form.cleaned_data)
    try:
        with or_conflict(), transaction.atomic():
            return _opened(process, form, subject, by=by, organisation=organisation, key=key)
    except IntegrityError as error:
        if done := commands.earlier(key, by=by, name="open", target=process.name):
            return Case.objects.get(reference=done["case"])
        if "one_open_case_of_a_kind" in str(error):
            raise Conflict(_("A case of this kind about %(member)s is open already.") % {"member": subject}) from error
        raise


def _hold_right(process: type[Process], by: User, organisation: Organisation, subject: Any, today: dt.date) -> None:
    """Lock the account, and the post by which a user opens a case: neither ends before it is open. PermissionDenied."""
    by_post = [a for a in appointments_of(by.person, today) if _opens(process, a, organisation)]
    if any(lock_appointment(by, held.post_id, today) for held in by_post):
        return
    lock_account(by)
    if not may_open_for(process, by, organisation, subject, today):
        raise PermissionDenied(_("You do not hold a post that may start this here."))


def _opens(process: type[Process], held: Appointment, organisation: Organisation) -> bool:
    level = organisation.level in process.opened_at_levels
    return level and held.post.role in process.opened_by and held.post.organisation_id == organisation.pk


def _opened(
    process: type[Process], form: StepForm, subject: Any, *, by: User, organisation: Organisation, key: str
) -> Case:
    today = clock.today()
    _hold_right(process, by, organisation, subject, today)
    pack = asking.policy_of(organisation, today)
    case = Case(
        flow_class=process,
        process_name=process.name,
        organisation=organisation,
        subject=subject,
        opened_by=by,
        opener=by.person,
        opened_at=clock.now(),
        opened_on=today,
        pack=pack.name,
        pack_version=pack.version,
        data={"request": form.answers()},
    )
    said = Said(case, {"start": (form.outcome(), form.cleaned_data)})
    checking.refuse_blocked(process.start.guards, process.facts(case, said), "done")
    case.hold_until = clock.now() + dt.timedelta(seconds=pack_of(case).desk.undo_seconds.value)  # type: ignore[misc]
    with handling(case) as at:
        at.head = Head()
        at.reserve("viewflow_process", "viewflow_task", "viewflow_task")
        note(
            case,
            "case.opened",
            by=by.actor,
            article=process.start.article,
            facts={
                "process": process.name,
                "organisation": organisation.public_id,
                "subject": subject.public_id if subject else None,
                "pack": f"{pack.name}@{pack.version}",
            },
            words={"answers": case.data["request"]},
        )
        commands.keep(case, key, by=by, name="open", target=process.name, result={"case": case.reference})
        nodes.begin(process, case)
        for involved in process.organisations_of(form.cleaned_data, organisation):
            involve(case, involved)
    return case


def save_draft(
    *,
    by: User,
    process_name: str,
    organisation: Organisation | None,
    answers: Mapping[str, Any],
    draft: Draft | None = None,
) -> Draft:
    """Keep answers for later (存草稿); only their author sees them."""
    draft = draft or Draft(by=by, process_name=process_name, organisation=organisation)
    if draft.by_id != by.pk:
        raise PermissionDenied
    draft.edition = catalogue.path_of(catalogue.process(process_name))
    draft.answers, draft.saved_at = dict(answers), clock.now()
    draft.save()
    return draft


def draft_of(user: User, public_id: str) -> Draft | None:
    """A user's own draft."""
    return Draft.objects.filter(by=user, public_id=public_id).select_related("organisation").first()


__all__ = ["Refused", "draft_of", "may_open_for", "open_case", "opening_form", "places_to_open", "save_draft"]

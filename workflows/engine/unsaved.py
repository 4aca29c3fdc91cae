"""A case before it is written (未保存的办件): what opening answers make of it, for the opening and for its check page."""

from __future__ import annotations

import datetime as dt

from audit import clock
from forms.kit import StepForm
from registry.models import Organisation, User
from registry.names import bigrams
from workflows.engine.models import Case
from workflows.engine.words import Process
from workflows.policy import asking


def unsaved_case(
    process: type[Process], form: StepForm, *, by: User, organisation: Organisation, opened_for: int | None, on: dt.date
) -> Case:
    """The case that valid opening answers make on a day; ``opened_for``: id of the holder in whose place a proxy opens it."""
    pack = asking.policy_of(organisation, on)
    subject = process.subject_of(form.cleaned_data)
    matter = "" if subject else process.matter_of(form.cleaned_data)
    return Case(
        flow_class=process,
        process_name=process.name,
        organisation=organisation,
        subject=subject,
        matter=matter,
        matter_grams=bigrams(matter) if matter else None,
        opened_by=by,
        opener=by.person,
        opened_for_id=opened_for,
        opened_at=clock.now(),
        opened_on=on,
        pack=pack.name,
        pack_version=pack.version,
        data={"request": form.answers()},
    )

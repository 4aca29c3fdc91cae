"""Who decided before what a meeting re-examines (原决定参与人): he does not preside, record or vote there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from registry.models import Person
from workflows.engine.errors import Refused
from workflows.engine.handling import once
from workflows.engine.models import Case, Meeting


def before(case: Case) -> frozenset[int]:
    """Ids of whoever had a part in the decision that a case re-examines; nobody where it re-examines none."""
    return once(case, "earlier deciders", lambda: frozenset(case.flow_class.earlier_deciders(case)))


def refuse_earlier(meeting: Meeting) -> None:
    """Refuse whoever decided before as chair or recorder of the meeting, at the field that names him."""
    named: dict[str, Person] = {"chair": meeting.chair, "recorder": meeting.recorder}
    for field, person in named.items():
        if person.pk in before(meeting.case):
            words = {"name": person.name}
            raise Refused(
                _("%(name)s had a part in the decision that is re-examined: name somebody else.") % words, field=field
            )

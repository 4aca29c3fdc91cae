"""Acting on a meeting (会议办理): what every act does before and after its own part.

Lock the ground of whoever acts, lock the case, re-read, ask who; the act asks its rules, changes and is journaled; one
transaction. A repeated key is answered with the first result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import clock
from registry.models import User
from workflows.engine import commands, reading
from workflows.engine.authority import authority_over, hold, lock_account
from workflows.engine.deciding import locked_case, still_open
from workflows.engine.errors import Conflict, Refused, or_conflict
from workflows.engine.handling import handling, note
from workflows.engine.meetings import standing
from workflows.engine.models import Case, Meeting, TaskAssignment
from workflows.engine.turns import pack_of
from workflows.engine.words import Convene
from workflows.engine.words import Meeting as MeetingStep
from workflows.policy.terms import Pack

OWN_COUNT = "计票人"


@dataclass
class Acting:
    """One act on a meeting, under the lock of its case. ``done`` is the result of the first time, where it is a repeat."""

    case: Case
    by: User
    name: str
    target: str
    key: str
    step: MeetingStep
    in_the_room: bool
    as_whom: str
    done: dict[str, Any] = field(default_factory=dict)

    @property
    def pack(self) -> Pack:
        """The policy of the case."""
        return pack_of(self.case)

    def meeting(self, *, here: bool = True) -> Meeting:
        """The meeting that is not over and not adjourned; Refused where it has yet to be convened.

        ``here``: the act belongs into the room, on the day of the meeting or when it is typed in afterwards.
        """
        found = standing.current(self.case, self.step.name)
        if found is None:
            raise Refused(_("The meeting has not been convened yet: say when and where, and what is on the agenda."))
        if found.adjourned_at is not None:
            raise Conflict(_("The meeting was adjourned. Go on to convene it again."))
        if here and not self.in_the_room:
            raise Refused(_("This is done in the meeting, once its notice has gone out."))
        if here and clock.today() < found.held_on:
            raise Refused(_("The meeting is on %(day)s.") % {"day": found.held_on})
        found.case = self.case
        return found

    def note(
        self, act: str, meeting: Meeting, facts: Mapping[str, Any], words: Mapping[str, Any] | None = None
    ) -> None:
        """Write to the journal of the case."""
        which = {"meeting": meeting.public_id, "step": self.step.name}
        said = {"as": self.as_whom, **(words or {})}
        note(self.case, act, by=self.by.actor, article=self.step.article, facts=which | dict(facts), words=said)

    def keep(self, **result: Any) -> None:
        """Keep the result for a repeat of the same key."""
        commands.keep(self.case, self.key, by=self.by, name=self.name, target=self.target, result=result)


@contextmanager
def acting(public_id: str, *, by: User, name: str, key: str, himself: int | None = None) -> Iterator[Acting]:
    """Act on the turn of a meeting (``public_id``), by whoever may decide it.

    ``himself`` is the person whose own act this is, too, without the turn. Raises PermissionDenied, Conflict, Refused.
    """
    turn, _node, _command = reading.glance(public_id, key)
    own = himself is not None and by.person_id == himself
    with or_conflict(), transaction.atomic():
        held = () if own else hold(turn, by, clock.today())
        if own:
            lock_account(by)
        case = locked_case(turn.case_id, task_id=turn.task_id, turn_id=turn.pk, key=key)
        with handling(case) as at:
            done = commands.result_of(at.command, by=by, name=name, target=public_id)
            if done is None:
                turn = still_open(public_id, case)
            as_whom = OWN_COUNT if own or done else authority_over(turn, by, held).as_whom
            step, in_the_room = meeting_step(turn)
            yield Acting(case, by, name, public_id, key, step, in_the_room, as_whom, done or {})


def meeting_step(turn: TaskAssignment) -> tuple[MeetingStep, bool]:
    """The step at which the meeting of a turn is held, and whether it is this one; Refused where there is none."""
    step = turn.definition
    if isinstance(step, Convene):
        return turn.case.flow_class.instance.node(step.meeting, no_obsolete=True), False
    if not isinstance(step, MeetingStep):
        raise Refused(_("No meeting is held at this step."))
    return step, True


def moment(meeting: Meeting, at: dt.datetime | None) -> dt.datetime:
    """When something happened in a meeting: now, or on its day where it is typed in afterwards. Refused for any other day."""
    now = clock.now()
    if at is None:
        late = timezone.localdate(now) > meeting.held_on
        return timezone.make_aware(dt.datetime.combine(meeting.held_on, meeting.starts_at)) if late else now
    if at > now or timezone.localdate(at) != meeting.held_on:
        raise Refused(_("Give a time on the day of the meeting that has passed."), field="at")
    return at

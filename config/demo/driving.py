"""Driving a case along a walk (推动办件) by the write functions, as the people it is routed to would.

The clock travels: each turn is left lying for the walk's number of days, which is longer than the undo hold.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from dataclasses import dataclass, field

from django.core.files import File

from audit import clock
from config.demo import deeds
from registry import members
from registry.access import viewer_of
from registry.models import Appointment, Member, Organisation, User
from web.verbs import Target, verb_named
from workflows.engine import (
    authority,
    catalogue,
    deciding,
    jobs,
    notifying,
    opening,
    reminding,
    resubmitting,
    undoing,
    waiting,
)  # fmt: skip
from workflows.engine.following import may_be_followed
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.walks import Do, Walk


@dataclass
class Drive:
    """A case on its way along a walk."""

    walk: Walk
    process_name: str
    case: Case
    turns: Counter[str] = field(default_factory=Counter)
    did: Counter[str] = field(default_factory=Counter)


def opener_of(process_name: str, walk: Walk, member: Member, organisation: Organisation) -> User:
    """Who opens the case: the member himself, or the holder of an opening post there."""
    if walk.by_subject:
        return member.person.user
    process = catalogue.process(process_name)
    held = Appointment.objects.on(clock.today()).filter(
        post__organisation=organisation, post__role__in=process.opened_by
    )
    return held.exclude(person=member.person).select_related("person__user").earliest("pk").person.user


def free_members(organisation: Organisation) -> list[Member]:
    """Full members of a branch who hold no post and are not about to leave; those with an account first."""
    roll = members.members_of(organisation, clock.today()).filter(person__appointments__isnull=True, standing="full")
    free = [m for m in roll if not m.cases.filter(closed_at__isnull=True).exists()]
    return sorted(free, key=lambda member: not hasattr(member.person, "user"))


def choose_member(organisation: Organisation) -> Member:
    """The member a walk from a branch is about."""
    return free_members(organisation)[0]


def begin(process_name: str, walk: Walk, member: Member | None = None) -> Drive:
    """Open the case of a walk."""
    by_code = {o.code: o for o in Organisation.objects.all()}
    organisation = by_code[walk.opened_at]
    member = member or choose_member(organisation)
    user = opener_of(process_name, walk, member, organisation)
    data = walk.opening(member, by_code)
    process = catalogue.process(process_name)
    case = opening.open_case(process, by=user, organisation=organisation, data=data, key=secrets.token_hex(8))
    return Drive(walk, process_name, case)


def actor_for(turn: TaskAssignment, *, subject_first: bool = True) -> User:
    """Somebody who may act on a turn today: the subject himself where the task is his, else a holder of the post."""
    if turn.person is not None and subject_first and hasattr(turn.person, "user"):
        return turn.person.user
    held = Appointment.objects.on(clock.today()).filter(post=turn.post).select_related("person__user").order_by("pk")
    able = [a.person.user for a in held if authority.may_act(turn, a.person.user, clock.today())]
    return able[0]


def decider(walk: Walk, turn: TaskAssignment) -> User:
    """Who decides a turn: whom the walk names, else whoever may act."""
    user: User = walk.decides[turn.step](turn.case) if turn.step in walk.decides else actor_for(turn)
    return user


def work_off() -> None:
    """What the worker does by the clock: jobs, reminders, notices."""
    jobs.run_due()
    reminding.remind(clock.today())
    notifying.run_due()


def step(drive: Drive) -> bool:
    """One move: work off what is due, then let the next turn be decided; False once the case is closed."""
    work_off()
    drive.case = Case.objects.select_related("organisation", "subject__person").get(pk=drive.case.pk)
    if drive.case.closed_at is not None:
        return _ask_again(drive)
    turn = (
        drive.case.assignments.filter(closed_at__isnull=True).select_related("task", "post", "person", "case").first()
    )
    if turn is None:
        pass_days(1)
        return True
    pass_days(drive.walk.days.get(turn.step, 1))
    _act(drive, turn)
    return True


def _ask_again(drive: Drive) -> bool:
    """Where the walk says so, begin anew after a case that came to nothing; False if the walk is over."""
    if not drive.walk.asks_again or not may_be_followed(drive.case):
        return False
    by, key = drive.case.opened_by, secrets.token_hex(8)
    draft = resubmitting.ask_again(drive.case, by=by, key=key)
    process, place = drive.case.flow_class, drive.case.organisation
    drive.case = opening.open_case(
        process, by=by, organisation=place, data=draft.answers, key=f"draft-{draft.public_id}", follows=draft.follows
    )
    draft.delete()
    return True


def _act(drive: Drive, turn: TaskAssignment) -> None:
    if (do := next_of(drive.walk, drive.did, turn.step)) is not None:
        _do(drive.case, turn, do)
    elif turn.step == drive.walk.leave:
        pass_days((turn.task.wait.until - clock.today()).days + 1)
        waiting.sweep(clock.today())
    elif turn.step == drive.walk.call_off_at:
        by, key = drive.case.opened_by, secrets.token_hex(8)
        undoing.withdraw(drive.case.pk, by=by, reason="本人工作安排有变。", key=key)
    else:
        data = drive.walk.answer(turn.step, drive.turns[turn.step], drive.case)
        drive.turns[turn.step] += 1
        deciding.decide(turn.public_id, by=decider(drive.walk, turn), data=data, key=secrets.token_hex(8))


def next_of(walk: Walk, did: Counter[str], step: str) -> Do | None:
    """What is done at a step next besides deciding; None once all of it is done."""
    does = walk.does.get(step, ())
    did[step] += 1
    return does[did[step] - 1] if did[step] <= len(does) else None


def doer(do: Do, case: Case, turn: TaskAssignment) -> User:
    """Who does it."""
    return do.by(case) if do.by is not None else actor_for(turn)


def _do(case: Case, turn: TaskAssignment, do: Do) -> None:
    if do.verb in deeds.DEEDS:
        deeds.DEEDS[do.verb](turn, doer(do, case, turn), do.answers(case))
    else:
        _do_verb(case, turn, do)
    pass_days(do.wait)


def _do_verb(case: Case, turn: TaskAssignment, do: Do) -> None:
    who = viewer_of(doer(do, case, turn), clock.today())
    target = Target(who, case, turn if do.of_turn else None)
    verb = verb_named(do.verb, of_turn=do.of_turn)
    answers = do.answers(case)
    form = verb.form(target, answers, {name: given for name, given in answers.items() if isinstance(given, File)})
    if not form.is_valid():
        raise ValueError(f"{do.verb}: {form.errors.as_json()}")
    verb.do(target, form.cleaned_data, secrets.token_hex(8))


def pass_days(days: int) -> None:
    """Let the clock travel on."""
    clock.travel_to(clock.today() + dt.timedelta(days=days))


def to_the_end(drive: Drive, most: int = 60) -> Case:
    """Go on until the case is closed; RuntimeError if it never is."""
    for _ in range(most):
        if not step(drive):
            return drive.case
    raise RuntimeError(f"{drive.walk.outcome}: the case is still open after {most} moves")


def until(drive: Drive, wanted: str, most: int = 60) -> Case:
    """Go on until a turn of a step is open, and leave it there."""
    for _ in range(most):
        work_off()
        if drive.case.assignments.filter(closed_at__isnull=True, step=wanted).exists() or not step(drive):
            return drive.case
    raise RuntimeError(f"{drive.walk.outcome}: {wanted} was not reached")


__all__ = [
    "Drive",
    "actor_for",
    "begin",
    "choose_member",
    "decider",
    "doer",
    "free_members",
    "next_of",
    "opener_of",
    "pass_days",
    "step",
    "to_the_end",
    "until",
    "work_off",
]

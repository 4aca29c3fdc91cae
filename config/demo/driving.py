"""Driving a case along a walk (推动办件) by the write functions, as the people it is routed to would.

The clock travels: each turn is left lying for the walk's number of days, which is longer than the undo hold.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from dataclasses import dataclass, field, replace

from django.core.files import File
from django.db.models import Exists, OuterRef

from audit import clock, journal
from config.demo import deeds, ledgers
from registry import members
from registry.access import viewer_of
from registry.models import Appointment, Level, Member, Organisation, User
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
from workflows.engine.walks import DECIDE, Do, Walk, walks_of
from workflows.policy import asking

# Moves of a walk that comes before another one.
MOST_BEFORE = 90


@dataclass
class Drive:
    """A case on its way along a walk."""

    walk: Walk
    process_name: str
    case: Case
    turns: Counter[str] = field(default_factory=Counter)
    did: Counter[str] = field(default_factory=Counter)


def opener_of(process_name: str, walk: Walk, member: Member | None, organisation: Organisation) -> User:
    """Who opens the case: the member himself, or the holder of an opening post there; nobody for himself, if he need not."""
    if walk.by_subject and member is not None:
        return member.person.user
    process = catalogue.process(process_name)
    held = Appointment.objects.on(clock.today()).filter(
        post__organisation=organisation, post__role__in=process.opened_by
    )
    others = held.exclude(person=member.person) if member is not None else held
    return others.select_related("person__user").earliest("pk").person.user


def free_members(organisation: Organisation, standing: str = "full") -> list[Member]:
    """Members of a branch, full ones without a word, who hold no post and are not about to leave; those with an account first."""
    roll = members.members_of(organisation, clock.today()).filter(person__appointments__isnull=True, standing=standing)
    busy = Case.objects.filter(subject=OuterRef("pk"), closed_at__isnull=True)
    free = roll.exclude(Exists(busy)).select_related("person__user")
    return sorted(free, key=lambda member: not hasattr(member.person, "user"))


def choose_member(organisation: Organisation, standing: str = "full") -> Member:
    """The member a walk from a branch is about."""
    return free_members(organisation, standing)[0]


def take_up_pack(walk: Walk, organisation: Organisation) -> None:
    """Let the organisation of a walk work by the pack it names from today on, if it does not do so already."""
    if walk.pack and asking.pack_name_of(organisation, clock.today()) != walk.pack:
        asking.adopt(organisation, walk.pack, by=journal.system("walk"), since=clock.today())


def member_for(organisation: Organisation, standing: str = "full") -> Member | None:
    """The member a walk is about; None where the case is opened at an organisation that has no members of its own."""
    return choose_member(organisation, standing) if organisation.level == Level.BRANCH else None


def subject_of(walk: Walk, organisation: Organisation) -> Member | None:
    """As ``member_for``; where the walk comes after another one, whoever went through that; the ledgers as it wants them."""
    if walk.after is None:
        member = member_for(organisation, walk.standing)
        if member is not None and walk.missed:
            ledgers.miss(member, organisation, walk.missed)
        return member
    process, name = walk.after
    earlier = replace(walks_of(process)[name], opened_at=walk.opened_at)
    member = to_the_end(begin(process, earlier), most=MOST_BEFORE).member
    pass_days(walk.waits)
    return member


class _ByCode(dict[str, Organisation]):
    """Organisations by code, each read when it is asked for: a walk names two or three of a whole prefecture."""

    def __missing__(self, code: str) -> Organisation:
        self[code] = Organisation.objects.get(code=code)
        return self[code]


def begin(process_name: str, walk: Walk, member: Member | None = None) -> Drive:
    """Open the case of a walk."""
    by_code = _ByCode()
    organisation = by_code[walk.opened_at]
    take_up_pack(walk, organisation)
    if member is None:
        member = subject_of(walk, organisation)
    elif walk.missed:
        ledgers.miss(member, organisation, walk.missed)
    user = opener_of(process_name, walk, member, organisation)
    data = walk.opening(member, by_code)
    process = catalogue.process(process_name)
    case = opening.open_case(process, by=user, organisation=organisation, data=data, key=secrets.token_hex(8))
    return Drive(walk, process_name, case)


def actor_for(turn: TaskAssignment, *, subject_first: bool = True) -> User:
    """Somebody who may act on a turn today: the subject himself where the task is his, else a holder of the post.

    LookupError where no holder may: the post is vacant, or whoever holds it must stand aside.
    """
    if turn.person is not None and subject_first and hasattr(turn.person, "user"):
        return turn.person.user
    held = Appointment.objects.on(clock.today()).filter(post=turn.post).select_related("person__user").order_by("pk")
    able = [a.person.user for a in held if authority.may_act(turn, a.person.user, clock.today())]
    if not able:
        raise LookupError(f"nobody who holds {turn.post} may act at {turn.step} of {turn.case}")
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
    turn = look(drive)
    if drive.case.closed_at is not None:
        return ask_again(drive)
    if turn is None:
        pass_days(1)
        return True
    pass_days(drive.walk.days.get(turn.step, 1))
    if is_left(drive, turn):
        pass_days((turn.task.wait.until - clock.today()).days + 1)
        waiting.sweep(clock.today())
    else:
        act(drive, turn)
    return True


def look(drive: Drive) -> TaskAssignment | None:
    """Read the case anew; the turn that is next, None if it waits for something else or is closed."""
    turns = TaskAssignment.objects.filter(case_id=drive.case.pk, closed_at__isnull=True)
    turn = turns.select_related("task", "post", "person", "case__organisation", "case__subject__person").first()
    cases = Case.objects.select_related("organisation", "subject__person")
    drive.case = turn.case if turn is not None else cases.get(pk=drive.case.pk)
    return turn


def ask_again(drive: Drive) -> bool:
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


def is_left(drive: Drive, turn: TaskAssignment) -> bool:
    """True if the walk lets this turn lie until its term runs out, and nothing besides is left to be done there."""
    to_do = len(drive.walk.does.get(turn.step, ())) > drive.did[turn.step]
    if turn.step != drive.walk.leave or to_do:
        return False
    lapsed = drive.case.assignments.filter(step=turn.step, closed_how="lapsed").count()
    return drive.walk.leaves == 0 or lapsed < drive.walk.leaves


def act(drive: Drive, turn: TaskAssignment, *, by: User | None = None) -> str:
    """Do what the walk says at a turn: something besides deciding, calling the case off, or deciding.

    ``by`` decides instead of whoever may act first. Returns what was done: the verb, ``withdraw``, or the outcome.
    """
    if (do := next_of(drive.walk, drive.did, turn.step)) is not None:
        do_beside(drive.case, turn, do)
        return do.verb
    if turn.step == drive.walk.call_off_at:
        opener, key = drive.case.opened_by, secrets.token_hex(8)
        undoing.withdraw(drive.case.pk, by=opener, reason="本人工作安排有变。", key=key)
        return "withdraw"
    data = drive.walk.answer(turn.step, drive.turns[turn.step], drive.case)
    drive.turns[turn.step] += 1
    decision = deciding.decide(turn.public_id, by=by or decider(drive.walk, turn), data=data, key=secrets.token_hex(8))
    return decision.outcome


def next_of(walk: Walk, did: Counter[str], step: str) -> Do | None:
    """What is done at a step next besides deciding; None where the turn is decided next."""
    does = walk.does.get(step, ())
    did[step] += 1
    found = does[did[step] - 1] if did[step] <= len(does) else None
    return None if found is DECIDE else found


def doer(do: Do, case: Case, turn: TaskAssignment) -> User:
    """Who does it."""
    return do.by(case) if do.by is not None else actor_for(turn)


def do_beside(case: Case, turn: TaskAssignment, do: Do) -> None:
    """Do something with a turn or its case besides deciding; ValueError if the answers do not fit the questions."""
    wait_for(do, case)
    if do.verb in deeds.DEEDS:
        deeds.DEEDS[do.verb](turn, doer(do, case, turn), do.answers(case))
    else:
        _do_verb(case, turn, do)
    if do.wait:
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


def wait_for(do: Do, case: Case) -> None:
    """Let the clock travel on to the day on which something is done; it never goes back."""
    if do.on is not None:
        pass_days(max(0, (do.on(case) - clock.today()).days))


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
    "act",
    "actor_for",
    "ask_again",
    "begin",
    "choose_member",
    "decider",
    "do_beside",
    "doer",
    "free_members",
    "is_left",
    "look",
    "member_for",
    "next_of",
    "opener_of",
    "pass_days",
    "step",
    "subject_of",
    "take_up_pack",
    "to_the_end",
    "until",
    "wait_for",
    "work_off",
]

"""A path ahead and what then really happened, put down in the same words, to be compared without tolerance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from audit import clock
from config.demo import driving
from documents.models import Paper
from registry import posts
from registry.models import User
from registry.refusals import Refused
from tests import desk
from workflows.engine import deciding, jobs, turns
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.path import path_of
from workflows.engine.routing import NoPost
from workflows.engine.sentences import Sentence
from workflows.engine.stops import Path, Stop
from workflows.processes.transfer import facts as of

ONE = dt.timedelta(days=1)
Told = tuple[Any, ...]
Actor = Callable[[TaskAssignment], User]


def told(path: Path) -> list[Told]:
    """A path: a line for each stop, one for its end."""
    lines = [_stop(stop) for stop in path.stops]
    return lines if path.end is None else [*lines, ("end", path.end.code, path.ends_on)]


def _stop(stop: Stop) -> Told:
    if stop.stuck:
        return ("stuck", stop.step.name, stop.opens_on, tuple(str(sentence) for sentence in stop.stuck))
    assert stop.post is not None
    return (
        stop.step.name, stop.post.pk, stop.person.pk if stop.person else None, tuple(term.person_id for term in stop.holders),
        tuple(str(s) for s in stop.why), stop.opens_on, stop.due_on, stop.provisional, stop.lapses_on, stop.vacant_from,
        tuple(str(s) for s in stop.blocked), tuple(paper.kind.code for paper in stop.papers),
    )  # fmt: skip


def fresh(case: Case) -> Case:
    """The case as it is now, read anew."""
    return Case.objects.select_related("organisation", "subject__person", "opener").get(pk=case.pk)


def lived(case: Case, actor: Actor = driving.actor_for) -> tuple[list[Told], list[list[Told]]]:
    """Go on in the ordinary way, each step on its last day; what happened, and what was foretold before each step.

    ``actor`` says who decides a turn.
    """
    happened: list[Told] = []
    foretold: list[list[Told]] = []
    for _move in range(30):
        case = fresh(case)
        foretold.append(told(path_of(case)))
        if case.closed_at is not None:
            happened.append(("end", case.outcome, timezone.localdate(case.closed_at)))
            return happened, [lines for lines in foretold if lines]
        turn = desk.the_turn(case)
        line, last = _turn(turn)
        pass_days((last - clock.today()).days)
        try:
            ended = _decided_to_the_next(turn, actor)
        except NoPost as nobody:
            happened += [(*line, (), None), ("stuck", None, last, tuple(str(reason) for reason in nobody.reasons))]
            return happened, foretold
        except Refused as refused:
            happened.append((*line, refused.sentence, None))
            return happened, foretold
        happened.append((*line, (), ended))
        if ended is None:
            return happened, foretold
    raise AssertionError("the case does not end")


def pass_days(days: int) -> None:
    """Let days pass; the clock never goes back."""
    clock.advance(days * ONE)


def _turn(turn: TaskAssignment) -> tuple[Told, dt.date]:
    """A turn on the day it opened, and the day on which it is decided."""
    today, wait = clock.today(), getattr(turn.task, "wait", None) if hasattr(turn.task, "wait") else None
    lapses = wait.until if wait else None
    last = max(today, turn.due_on or lapses or today)
    line = (
        turn.step, turn.post_id, turn.person_id, tuple(able(turn, today)),
        tuple(str(Sentence.from_json(stored)) for stored in turn.why), timezone.localdate(turn.opened_at),
        turn.due_on, turn.due_provisional, lapses, None if turn.person_id else vacant(turn, today, last),
    )  # fmt: skip
    return line, last


def able(turn: TaskAssignment, day: dt.date) -> list[int]:
    """Who holds the post of a turn on a day and need not stand aside."""
    aside = turns.recused(turn.case, turn.definition)
    return [person.pk for person in posts.holders(turn.post, day) if person.pk not in aside]


def vacant(turn: TaskAssignment, first: dt.date, last: dt.date) -> dt.date | None:
    """The first day of a span on which nobody could act; every day is looked at."""
    days = (first + n * ONE for n in range((last - first).days + 1))
    return next((day for day in days if not able(turn, day)), None)


def _decided_to_the_next(turn: TaskAssignment, actor: Actor) -> tuple[str, ...] | None:
    """Decide in the ordinary way, let the worker do its part; the papers that came out. None if nobody is there."""
    known = set(Paper.objects.values_list("pk", flat=True))
    if not able(turn, clock.today()) and turn.person is None:
        return None
    deciding.decide(turn.public_id, by=actor(turn), data=ordinary(turn), key=desk.key())
    clock.advance(desk.HOLD + dt.timedelta(seconds=1))
    jobs.run_due()
    return tuple(Paper.objects.exclude(pk__in=known).order_by("pk").values_list("kind", flat=True))


def ordinary(turn: TaskAssignment) -> dict[str, Any]:
    """The answers of whoever does what is expected: dues paid, the letter as it travelled before."""
    answers = desk.answers(turn)
    if turn.step == "branch_check" and (paid := turn.case.member.dues_paid_until) and paid > clock.today():
        answers |= {"dues_paid_until": f"{paid:%Y-%m}"}
    if turn.step == "letter_back":
        answers |= {"outcome": "reissue"}
    if turn.step == "examine":
        before = turn.case.decisions.filter(step="examine", recalled_at=None, outcome="pass").order_by("-pk").first()
        channel = before.answers["channel"] if before else "paper"
        answers |= {"channel": channel, "valid_days": str(of.letter_days(turn.case))}
    return answers


def compare(case: Case, actor: Actor = driving.actor_for) -> list[Told]:
    """Assert that what was foretold, now and before each step to come, is what happened; what happened.

    Where nobody was there to decide, or a rule refused it, the path goes on behind what it said of that.
    """
    happened, foretold = lived(case, actor)
    last = happened[-1]
    if last[0] == "stuck":
        happened[-1], happened[-2] = (
            ("stuck", foretold[-1][-1][1], *last[2:]),
            (*happened[-2][:-1], foretold[-1][0][-1]),
        )
    elif last[0] != "end" and last[-1] is None:
        blocked = foretold[-1][0][10]
        assert (" ".join(blocked) == last[10]) if last[10] else last[9] is not None
        happened[-1] = (*last[:10], blocked, foretold[-1][0][11])
        foretold = [lines[: len(happened) - number] for number, lines in enumerate(foretold)]
    for number, lines in enumerate(foretold):
        assert lines == happened[number:]
    return happened


__all__ = ["Refused", "able", "compare", "fresh", "lived", "ordinary", "told", "vacant"]

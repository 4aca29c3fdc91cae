"""Whether a running case can be moved to another edition (换版核验), and what would change: asked before anything is done.

Nothing here writes. The state of the case in the new course is worked out from its real history by the declarations of
the new course, and everything that could follow is explored: a case is moved only where nothing is gone around.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _n
from viewflow.workflow.models import Task

from audit import clock
from workflows.engine import catalogue, nodes, supposing, suspended, turns
from workflows.engine.editions import tracing
from workflows.engine.models import Case, Decision, Signing, TaskAssignment
from workflows.engine.path import path_of
from workflows.engine.routing import NoPost
from workflows.engine.said import NotReached, Said
from workflows.engine.sentences import Sentence, say
from workflows.engine.soundness.exploring import explore
from workflows.engine.soundness.model import model_of
from workflows.engine.soundness.properties import endless, unmet
from workflows.engine.stops import Path, Stop
from workflows.engine.words import Countersign, Process, Step, Subject, Wait

Edition = type[Process]


@dataclass(frozen=True)
class Report:
    """What is said of one case (核验结果): why it cannot be moved, or what would change."""

    case: Case
    to: Edition
    node: str = ""
    reasons: tuple[Sentence, ...] = ()
    changes: tuple[Sentence, ...] = ()

    @property
    def movable(self) -> bool:
        """True if nothing speaks against it."""
        return not self.reasons

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "case": self.case.number,
            "from": catalogue.label(self.case.flow_class),
            "to": catalogue.label(self.to),
            "step": self.node,
            "movable": self.movable,
            "reasons": [str(sentence) for sentence in self.reasons],
            "changes": [str(sentence) for sentence in self.changes],
        }


def report_on(case: Case, to: Edition) -> Report:
    """Whether a case can be moved to an edition now, with every reason against it, or with what would change."""
    tasks = nodes.open_tasks(case)
    reasons = list(_closed_or_there(case, to)) or list(_busy(case, tasks))
    if reasons:
        return Report(case, to, tasks[0].flow_task.name if tasks else "", tuple(reasons))
    task = tasks[0]
    reasons = list(_elsewhere(task, to)) or [*_unread(case, to), *_skipped(case, to), *_nobody(case, task, to)]
    changes = () if reasons else tuple(_changes(case, to))
    return Report(case, to, task.flow_task.name, tuple(reasons), changes)


# -- what speaks against it -----------------------------------------------------------------------------------------------


def _closed_or_there(case: Case, to: Edition) -> Iterator[Sentence]:
    if case.process_name != to.name:
        yield say(_n("It is a case of another process."))
    elif case.flow_class is to:
        yield say(_n("It stands on this edition already."))
    elif case.closed_at is not None:
        yield say(_n("It is closed."))


def _busy(case: Case, tasks: list[Task]) -> Iterator[Sentence]:
    """What is under way and would be done by the old course: papers ordered, entries to be made, an undo hold."""
    if suspended.running(case) is not None:
        yield say(_n("It is suspended; it can be moved once it goes on."))
    if len(tasks) != 1:
        yield say(_n("%(count)s of its tasks are open at once."), count=len(tasks))
    for task in tasks:
        if task.flow_task.task_type != "HUMAN" and not isinstance(task.flow_task, Wait):
            yield say(_n("The system has still to do this: %(title)s."), title=task.flow_task.title)
    if Signing.objects.filter(case=case, closed_at__isnull=True).exists():
        yield say(_n("Signatures are being collected; what has been signed would not count in another edition."))
    held = case.decisions.filter(recalled_at__isnull=True, held_until__gt=clock.now()).order_by("-held_until").first()
    if held is not None:
        until = f"{timezone.localtime(held.held_until):%H:%M:%S}"
        yield say(_n("The latest decision can still be undone, until %(time)s."), time=until)


def _elsewhere(task: Task, to: Edition) -> Iterator[Sentence]:
    """The present node must be there, and of the same sort."""
    here, there = task.flow_task, dict(to.in_order()).get(task.flow_task.name)
    if there is None:
        yield say(_n("The new edition has no step “%(step)s”, where the case stands."), step=here.title)
    elif sort_of(here) != sort_of(there):
        yield say(_n("The step “%(step)s” is of another sort in the new edition."), step=here.title)


def sort_of(node: Any) -> tuple[Any, ...]:
    """What sort of step a node is: who acts in what capacity, and whether it goes on by itself."""
    own = isinstance(node, Step) and isinstance(node.to, Subject)
    lapses = isinstance(node, Step) and node.lapse is not None
    return (
        node.task_type,
        isinstance(node, Wait),
        isinstance(node, Countersign),
        str(getattr(node, "kind", "")),
        own,
        lapses,
    )


def _unread(case: Case, to: Edition) -> Iterator[Sentence]:
    """Every answer that the old forms still read must be read by the new ones too; and so must the facts of the case."""
    old, new = Said(case), Said(supposing.supposed(case, clock.today(), to))
    decided = Decision.objects.filter(case=case, recalled_at__isnull=True).values_list("step", flat=True)
    steps = to.steps()
    names = ["start", *(name for name in dict.fromkeys(decided.order_by("pk")) if name in steps)]
    unread = [name for name in names if _reads(old, name) and not _reads(new, name)]
    for name in unread:
        title = steps[name].title if name in steps else to.start.title
        yield say(_n("What was answered at “%(step)s” cannot be read by the form of the new edition."), step=title)
    if not unread and not _knows(case, to):
        yield say(_n("The new edition asks for an answer that was never given."))


def _reads(said: Said, name: str) -> bool:
    try:
        said(name)
    except (ValueError, KeyError):
        return False
    return True


def _knows(case: Case, to: Edition) -> bool:
    try:
        to.facts(supposing.supposed(case, clock.today(), to))
    except (ValueError, KeyError, NotReached):
        return False
    return True


def _skipped(case: Case, to: Edition) -> Iterator[Sentence]:
    """What could be gone around from where the case would stand: an obligation, or an end."""
    model = model_of(to, turns.pack_of(case))
    way, stands = tracing.way_of(case, with_forks=True)
    ahead = explore(model, tracing.state_under(model, way, stands))
    for violation in [*unmet(ahead), *endless(ahead)]:
        at = model.nodes[violation.node].title
        yield say(_n("From here it could come to “%(node)s” like this: %(what)s"), node=at, what=violation.sentence)


def _nobody(case: Case, task: Task, to: Edition) -> Iterator[Sentence]:
    """Where the new edition gives the present step to another post, somebody must hold it."""
    there = dict(to.in_order())[task.flow_task.name]
    if goes_elsewhere(task.flow_task, there):
        try:
            turns.route_of(there, supposing.supposed(case, clock.today(), to), clock.today())
        except NoPost as error:
            yield from error.reasons


def goes_elsewhere(here: Any, there: Any) -> bool:
    """True if the new edition addresses a step to another post than the old one."""
    if not isinstance(here, Step) or not isinstance(there, Step):
        return False
    one, other = (turns.posts_of(step) for step in (here, there))
    return (one.roles, str(one.of.why)) != (other.roles, str(other.of.why))


# -- what would change ----------------------------------------------------------------------------------------------------


def _changes(case: Case, to: Edition) -> Iterator[Sentence]:
    """Whose the open turn would be, and how the path ahead would differ: steps, posts, days, papers, the end."""
    old, new = path_of(case), path_of(supposing.supposed(case, clock.today(), to))
    yield from _of_the_turn(case, to)
    before, after = _stops(old), _stops(new)
    for name in [name for name in before if name not in after]:
        yield say(_n("“%(step)s” falls away."), step=before[name].step.title)
    for name, stop in after.items():
        yield from _of_a_stop(before.get(name), stop)
    if (old.end and old.end.code) != (new.end and new.end.code):
        yield say(_n("It would end as: %(end)s."), end=new.end.title if new.end else "—")


def _stops(path: Path) -> dict[str, Stop]:
    return {stop.step.name: stop for stop in path.to_come}


def _of_a_stop(before: Stop | None, after: Stop) -> Iterator[Sentence]:
    step = after.step.title
    if before is None:
        yield say(_n("“%(step)s” is new: %(who)s, until %(day)s."), step=step, who=after.who, day=after.last_day or "—")
        return
    if before.posts != after.posts:
        said = {"step": step, "before": _named(before), "after": _named(after)}
        yield say(_n("“%(step)s” goes to %(after)s instead of %(before)s."), **said)
    if before.last_day != after.last_day:
        said = {"step": step, "before": before.last_day or "—", "after": after.last_day or "—"}
        yield say(_n("“%(step)s” is due on %(after)s instead of %(before)s."), **said)


def _named(stop: Stop) -> str:
    return "、".join(str(post) for post in stop.posts) or "—"


def _of_the_turn(case: Case, to: Edition) -> Iterator[Sentence]:
    turn = TaskAssignment.objects.filter(case=case, closed_at__isnull=True).select_related("task", "post").first()
    if turn is None:
        return
    there = dict(to.in_order())[turn.step]
    day = turn.due_on or "—"
    yield (
        say(_n("The open turn stays as it is, due on %(day)s: %(post)s."), day=day, post=turn.post)
        if not (goes_elsewhere(turn.definition, there))
        else say(
            _n("The open turn goes from %(before)s to %(after)s, due on %(day)s."),
            before=turn.post,
            after=turns.route_of(there, supposing.supposed(case, clock.today(), to), clock.today()).post,
            day=day,
        )
    )

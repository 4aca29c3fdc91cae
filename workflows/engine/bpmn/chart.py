"""The chart of a course (流程图要素): what is drawn and what leads to what, read from the course without running it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from registry.models import Role
from workflows.engine.bpmn import notes
from workflows.engine.words import Countersign, Fork, Process, Step, Subject, Wait

START, USER, SERVICE = "startEvent", "userTask", "serviceTask"
GATEWAY, CATCH, BOUNDARY, END = "exclusiveGateway", "intermediateCatchEvent", "boundaryEvent", "endEvent"
TASKS, EVENTS = (USER, SERVICE), (START, CATCH, BOUNDARY, END)
TIMER, MESSAGE = "timerEventDefinition", "messageEventDefinition"
AT_ONCE, IN_ORDER = "parallel", "sequential"  # how several people do one task
SUBJECT: tuple[Any, ...] = ("",)  # the lane of the subject himself


@dataclass(frozen=True)
class Element:
    """One symbol (图元). ``host`` is the task that a boundary event sits on; ``event`` what it waits for; ``many`` how."""

    id: str
    kind: str
    name: str = ""
    note: str = ""
    lane: str = ""
    host: str = ""
    event: str = ""
    # Several people: "one after another" or "at the same time".
    many: str = ""


@dataclass(frozen=True)
class Flow:
    """One arrow (顺序流), with the outcome it stands for."""

    id: str
    source: str
    target: str
    name: str = ""


@dataclass
class Chart:
    """Symbols in the order of the course, arrows, and lanes by id with their titles."""

    name: str
    title: str
    note: str = ""
    elements: dict[str, Element] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    lanes: dict[str, str] = field(default_factory=dict)

    def at(self, end: str) -> str:
        """The symbol that has a place of its own: the host of a boundary event, else the symbol itself."""
        return self.elements[end].host or end


def chart_of(process: type[Process]) -> Chart:
    """The chart of a course, in the active language.

    Returns and what a superior does with a whole case are not drawn: from nearly every step they would lead everywhere.
    The page of the process lists them.
    """
    chart = Chart(process.name, str(process.title), str(process.summary))
    for name, node in _drawn(process):
        for element in _elements(process, name, node):
            chart.elements[element.id] = element
        chart.flows.extend(_flows(process, name, node))
    _into_lanes(process, chart)
    return chart


def _drawn(process: type[Process]) -> list[tuple[str, Any]]:
    """The nodes of the course without those that only the end by a superior leads to."""
    begins = ["start", *([process.withdrawal.then] if process.withdrawal else []), *(i.then for i in process.incidents)]
    ended = _led_to(process, [process.termination.then] if process.termination else [])
    hidden = ended - _led_to(process, begins)
    return [(name, node) for name, node in process.in_order() if name not in hidden]


def _led_to(process: type[Process], names: list[str]) -> set[str]:
    nodes, found, todo = dict(process.in_order()), set(names), list(names)
    while todo:
        new = {target.name for target in nodes[todo.pop()].targets.values()} - found
        found |= new
        todo += new
    return found


# -- symbols and arrows -------------------------------------------------------------------------------------------------


def _elements(process: type[Process], name: str, node: Any) -> Iterator[Element]:
    timed = isinstance(node, Wait)
    note, event = notes.of(node), TIMER if timed else ""
    many = (IN_ORDER if node.in_order else AT_ONCE) if isinstance(node, Countersign) else ""
    yield Element(name, CATCH if timed else node.bpmn_element, str(node.title), note, event=event, many=many)
    if len(_ways(node)) > 1 and not isinstance(node, Fork):
        yield Element(f"{name}_outcome", GATEWAY)
    if _lapses(node):
        yield Element(f"{name}_lapse", BOUNDARY, _("Lapsed"), notes.article(node.lapse.article), "", name, TIMER)
    if process.withdrawal and _may_withdraw(process, name):
        note = notes.article(process.withdrawal.article)
        yield Element(f"{name}_withdrawal", BOUNDARY, _("Call off"), note, "", name, MESSAGE)


def _flows(process: type[Process], name: str, node: Any) -> Iterator[Flow]:
    ways, source = _ways(node), name
    if len(ways) > 1 and not isinstance(node, Fork):
        source = f"{name}_outcome"
        yield Flow(f"{name}__decided", name, source)
    for target, outcomes in ways.items():
        label = "/".join(_label(node, outcome) for outcome in outcomes) if len(ways) > 1 else ""
        yield Flow(f"{name}__{outcomes[0]}", source, target, label)
    if _lapses(node):
        yield Flow(f"{name}__lapsed", f"{name}_lapse", node.targets["lapsed"].name)
    if process.withdrawal and _may_withdraw(process, name):
        yield Flow(f"{name}__withdrawn", f"{name}_withdrawal", process.withdrawal.then)


def _may_withdraw(process: type[Process], name: str) -> bool:
    return process.withdrawal is not None and name in process.withdrawal.at


def _lapses(node: Any) -> bool:
    return isinstance(node, Step) and node.lapse is not None


def _answers(node: Any) -> dict[str, Any]:
    """Where a node leads by itself, without the lapse of a turn."""
    return {outcome: target for outcome, target in node.targets.items() if not (_lapses(node) and outcome == "lapsed")}


def _ways(node: Any) -> dict[str, list[str]]:
    """Each place a node leads to, with the outcomes that lead there: one arrow for all of them. A fork has one for each answer."""
    ways: dict[str, list[str]] = {}
    for outcome, target in _answers(node).items():
        ways.setdefault(target.name, []).append(outcome)
    return ways


def _label(node: Any, outcome: str) -> str:
    if isinstance(node, Fork):
        return _("yes") if outcome == "yes" else _("no")
    known = dict(node.form.outcomes.choices) if isinstance(node, Step) else {}
    return str(known.get(outcome, outcome))


# -- lanes --------------------------------------------------------------------------------------------------------------


def _into_lanes(process: type[Process], chart: Chart) -> None:
    """A step stands in the lane of its post; everything else where the first way to it comes from."""
    lanes = {name: post_of(step) for name, step in process.steps().items()}
    lanes["start"] = next(
        (lane for lane in lanes.values() if lane[1:] == process.opened_by), next(iter(lanes.values()), SUBJECT)
    )
    first: dict[tuple[Any, ...], str] = {}
    for name in chart.elements:
        if name in lanes:
            first.setdefault(lanes[name], name)
    for name, element in list(chart.elements.items()):
        lane = lanes.get(name) or _inherited(chart, name, lanes)
        lanes[name] = lane
        chart.elements[name] = replace(element, lane=f"lane_{first[lane]}")
    chart.lanes = {f"lane_{name}": title_of(lane) for lane, name in first.items()}


def _inherited(chart: Chart, name: str, lanes: dict[str, Any]) -> Any:
    """The lane of whatever leads here, is written before and is not a way of calling off; else the first lane."""
    sources = [chart.at(flow.source) for flow in chart.flows if flow.target == name]
    if chart.elements[name].host:
        return lanes[chart.elements[name].host]
    off = {flow.target for flow in chart.flows if flow.id.endswith("__withdrawn")}
    return next((lanes[s] for s in sources if s in lanes and name not in off), lanes["start"])


def post_of(step: Step) -> tuple[Any, ...]:
    """What tells one lane from another: the title of the place and the roles; the subject has a lane of his own.

    A step that several sign stands in the lane of those who sign at the first one's place.
    """
    if isinstance(step, Countersign):
        first = step.signers[0]
        here = [role for who in step.signers if who.of.title == first.of.title for role in who.roles]
        return (str(first.of.title), *dict.fromkeys(here))
    return SUBJECT if isinstance(step.to, Subject) else (str(step.to.of.title), *step.to.roles)


def title_of(lane: tuple[Any, ...]) -> str:
    """What is written on a lane."""
    if lane == SUBJECT:
        return _("The member")
    roles = "/".join(str(Role(role).label) for role in lane[1:])
    return f"{lane[0]} · {roles}"

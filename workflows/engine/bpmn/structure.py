"""The bare structure of a course for an independent analyser (流程结构): tasks, exclusive gateways, nothing else.

What analysers of BPMN commonly cannot read is said in what they can. Lapse and calling off are boundary events in the
document; here they are further outcomes of the gateway. Every node of the course is a task, ends and questions too, so
that an analyser that looks for dead activities looks at all of them. Conditions over data are left out: each outcome
is taken to be possible.

Read backwards, every arrow turned, a node that is dead is a node from which no end can be reached. That is how an
analyser that only notices cases that stand still also finds those that run in a circle for ever, or just stop.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflows.engine.bpmn import chart as charts
from workflows.engine.bpmn.writing import node, root, text_of
from workflows.engine.words import Outcome, Process


def structure(process: type[Process], *, backwards: bool = False) -> str:
    """The structure of a course as a BPMN document without a diagram."""
    nodes = dict(process.in_order())
    ways = [(name, target.name) for name, one in nodes.items() for target in one.targets.values()]
    if process.withdrawal:
        ways += [(name, process.withdrawal.then) for name in process.withdrawal.at]
    if process.termination:
        ways += [(name, process.termination.then) for name in process.termination.at]
    ways += [(name, incident.then) for incident in process.incidents for name in incident.at]
    ways = list(dict.fromkeys(ways))
    firsts, lasts = ["start"], [name for name, one in nodes.items() if isinstance(one, Outcome)]
    if backwards:
        ways, firsts, lasts = [(target, source) for source, target in ways], lasts, firsts
    begins, ends = [("begin", name) for name in firsts], [(name, f"{name}_end") for name in lasts]
    return _document(charts.Chart(process.name, ""), nodes, [*begins, *ways, *ends])


def _document(chart: charts.Chart, names: Iterable[str], ways: list[tuple[str, str]]) -> str:
    document = root(chart)
    process = node(document, "bpmn:process", id=f"structure_{chart.name}", isExecutable="false")
    gates = {name for name, _ in ways if sum(source == name for source, _ in ways) > 1}
    flows = [(f"{name}_decided", name, f"{name}_gate") for name in sorted(gates)]
    flows += [(f"{s}__{t}", f"{s}_gate" if s in gates else s, t) for s, t in ways]
    kinds = {
        "begin": charts.START,
        **dict.fromkeys(names, "task"),
        **{f"{name}_gate": charts.GATEWAY for name in gates},
    }
    kinds |= {target: charts.END for _, target in ways if target not in kinds}
    for name, kind in kinds.items():
        _symbol(process, name, kind, flows)
    for flow, source, target in flows:
        node(process, "bpmn:sequenceFlow", id=flow, sourceRef=source, targetRef=target)
    return text_of(document)


def _symbol(process: Any, name: str, kind: str, flows: list[tuple[str, str, str]]) -> None:
    made = node(process, f"bpmn:{kind}", id=name)
    for flow, _, target in flows:
        if target == name:
            node(made, "bpmn:incoming", flow)
    for flow, source, _ in flows:
        if source == name:
            node(made, "bpmn:outgoing", flow)

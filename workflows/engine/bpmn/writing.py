"""A chart as a BPMN 2.0 document (BPMN 文件), diagram included."""

from __future__ import annotations

from typing import Any

from lxml import etree

from workflows.engine.bpmn.chart import BOUNDARY, GATEWAY, IN_ORDER, Chart, Element
from workflows.engine.bpmn.geometry import Box, Drawing

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPACES = {
    "bpmn": MODEL,
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
NAMESPACE = "urn:guicheng:course"


def node(parent: Any, tag: str, text: str = "", /, **attributes: str) -> Any:
    """An element like ``bpmn:lane`` under a parent; attributes that are empty are left out."""
    prefix, local = tag.split(":")
    made = etree.SubElement(parent, f"{{{SPACES[prefix]}}}{local}", {k: v for k, v in attributes.items() if v})
    if text:
        made.text = text
    return made


def root(chart: Chart) -> Any:
    """The empty document."""
    made = etree.Element(f"{{{MODEL}}}definitions", nsmap=SPACES)
    made.set("id", f"definitions_{chart.name}")
    made.set("targetNamespace", NAMESPACE)
    return made


def text_of(document: Any) -> str:
    """The document as text."""
    body = etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return bytes(body).decode()


def written(drawing: Drawing) -> str:
    """The whole document: collaboration, process, diagram."""
    chart = drawing.chart
    document = root(chart)
    collaboration = node(document, "bpmn:collaboration", id=f"collaboration_{chart.name}")
    pool, process = f"pool_{chart.name}", f"process_{chart.name}"
    node(collaboration, "bpmn:participant", id=pool, name=chart.title, processRef=process)
    _process(document, chart, process)
    _diagram(document, drawing, collaboration.get("id"), pool)
    return text_of(document)


# -- the process --------------------------------------------------------------------------------------------------------


def _process(document: Any, chart: Chart, name: str) -> None:
    process = node(document, "bpmn:process", id=name, name=chart.title, isExecutable="false")
    if chart.note:
        node(process, "bpmn:documentation", chart.note)
    lanes = node(process, "bpmn:laneSet", id=f"lanes_{chart.name}")
    for lane, title in chart.lanes.items():
        made = node(lanes, "bpmn:lane", id=lane, name=title)
        for element in chart.elements.values():
            if element.lane == lane:
                node(made, "bpmn:flowNodeRef", element.id)
    for element in chart.elements.values():
        _element(process, chart, element)
    for flow in chart.flows:
        node(process, "bpmn:sequenceFlow", id=flow.id, name=flow.name, sourceRef=flow.source, targetRef=flow.target)


def _element(process: Any, chart: Chart, element: Element) -> None:
    made = node(process, f"bpmn:{element.kind}", id=element.id, name=element.name, attachedToRef=element.host)
    incoming = [flow.id for flow in chart.flows if flow.target == element.id]
    outgoing = [flow.id for flow in chart.flows if flow.source == element.id]
    if element.kind == BOUNDARY:
        made.set("cancelActivity", "true")
    if element.kind == GATEWAY:
        made.set("gatewayDirection", "Mixed" if len(incoming) > 1 else "Diverging")
    if element.note:
        node(made, "bpmn:documentation", element.note)
    for flow in incoming:
        node(made, "bpmn:incoming", flow)
    for flow in outgoing:
        node(made, "bpmn:outgoing", flow)
    if element.many:
        sequential = "true" if element.many == IN_ORDER else "false"
        node(made, "bpmn:multiInstanceLoopCharacteristics", isSequential=sequential)
    if element.event:
        node(made, f"bpmn:{element.event}", id=f"{element.id}_event")


# -- the diagram --------------------------------------------------------------------------------------------------------


def _diagram(document: Any, drawing: Drawing, collaboration: str, pool: str) -> None:
    chart = drawing.chart
    diagram = node(document, "bpmndi:BPMNDiagram", id=f"diagram_{chart.name}")
    plane = node(diagram, "bpmndi:BPMNPlane", id=f"plane_{chart.name}", bpmnElement=collaboration)
    _shape(plane, pool, drawing.pool, isHorizontal="true")
    for lane, box in drawing.lanes.items():
        _shape(plane, lane, box, isHorizontal="true")
    for element in chart.elements.values():
        marker = {"isMarkerVisible": "true"} if element.kind == GATEWAY else {}
        shape = _shape(plane, element.id, drawing.boxes[element.id], **marker)
        _label(shape, drawing.labels.get(element.id))
    for flow in chart.flows:
        edge = node(plane, "bpmndi:BPMNEdge", id=f"{flow.id}_di", bpmnElement=flow.id)
        for x, y in drawing.ways[flow.id]:
            node(edge, "di:waypoint", x=f"{x:g}", y=f"{y:g}")
        _label(edge, drawing.labels.get(flow.id))


def _shape(plane: Any, name: str, box: Box, **attributes: str) -> Any:
    shape = node(plane, "bpmndi:BPMNShape", id=f"{name}_di", bpmnElement=name, **attributes)
    _bounds(shape, box)
    return shape


def _label(parent: Any, box: Box | None) -> None:
    if box is not None:
        _bounds(node(parent, "bpmndi:BPMNLabel"), box)


def _bounds(parent: Any, box: Box) -> None:
    numbers = {name: f"{round(value, 1):g}" for name, value in vars(box).items()}
    node(parent, "dc:Bounds", **numbers)

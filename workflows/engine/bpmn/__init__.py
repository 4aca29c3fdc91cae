"""Export of a course as BPMN 2.0 (流程图导出): pure functions of a course and the active language.

``document`` is the whole course with its diagram, ``picture`` the same drawing as an SVG, ``structure`` the copy that an
independent analyser can judge.
"""

from __future__ import annotations

from workflows.engine.bpmn import chart, drawing, geometry, writing
from workflows.engine.bpmn.structure import structure
from workflows.engine.words import Process


def document(process: type[Process]) -> str:
    """A course as a BPMN 2.0 document with diagram interchange."""
    return writing.written(geometry.drawn(chart.chart_of(process)))


def picture(process: type[Process]) -> str:
    """A course as a static SVG."""
    return drawing.picture(geometry.drawn(chart.chart_of(process)))


__all__ = ["document", "picture", "structure"]

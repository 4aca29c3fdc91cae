"""Which editions cases stand on (在办版本): none of them may be missing."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured
from viewflow.workflow.fields import get_flow_ref

from registry import rows
from workflows.engine import catalogue

_OPEN = """
SELECT DISTINCT p.flow_class FROM workflows_case c JOIN viewflow_process p ON p.id = c.process_ptr_id
WHERE c.closed_at IS NULL ORDER BY 1
"""
_ALL = (
    "SELECT DISTINCT p.flow_class FROM workflows_case c JOIN viewflow_process p ON p.id = c.process_ptr_id ORDER BY 1"
)


def missing(*, closed_too: bool = False) -> list[str]:
    """The editions, as they are written in the rows, on which open cases stand and which are not in the catalogue."""
    return gone([reference for (reference,) in rows.read(_ALL if closed_too else _OPEN, [])])


def gone(references: Iterable[str]) -> list[str]:
    """Those of some editions that are not in the catalogue. INT: how viewflow writes a class in a row."""
    known = {get_flow_ref(edition) for edition in catalogue.every_edition()}
    return [reference for reference in references if reference not in known]


def refuse_missing() -> None:
    """Before the first request or job: ImproperlyConfigured if open cases stand on an edition that is gone."""
    if found := missing():
        raise ImproperlyConfigured(
            f"Not served, because open cases stand on editions that are gone: {', '.join(found)}. "
            "Keep the module of an edition until its last case is closed or moved (manage.py move_cases)."
        )

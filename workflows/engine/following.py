"""Asking again after a case has come to nothing (重新提交): which case the new one may follow."""

from __future__ import annotations

from typing import Any

from workflows.engine.models import Case
from workflows.engine.words import Outcome, Process


def may_be_followed(case: Case) -> bool:
    """True for a case that is over and did not end as hoped."""
    ends = (node for _name, node in case.flow_class.in_order() if isinstance(node, Outcome))
    return any(node.again for node in ends if node.code == case.outcome)


def follows(case: Case, process: type[Process], subject: Any) -> bool:
    """True if a new case of a process about a subject asks again after a case: the same matter, about the same."""
    same = case.process_name == process.name and case.subject_id == (subject.pk if subject else None)
    return same and may_be_followed(case)

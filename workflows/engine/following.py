"""Asking again after a case has come to nothing (重新提交): which case the new one may follow."""

from __future__ import annotations

from workflows.engine.models import Case
from workflows.engine.words import Outcome


def may_be_followed(case: Case) -> bool:
    """True for a case that is over and did not end as hoped."""
    ends = (node for _name, node in case.flow_class.in_order() if isinstance(node, Outcome))
    return any(node.again for node in ends if node.code == case.outcome)


def follows(case: Case, new: Case) -> bool:
    """True if a new case asks again after a case: the same process, about the same; a matter may have another title."""
    same = (case.process_name, case.subject_id) == (new.process_name, new.subject_id)
    return (
        same and (case.subject_id is not None or case.organisation_id == new.organisation_id) and may_be_followed(case)
    )

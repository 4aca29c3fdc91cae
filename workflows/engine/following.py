"""What has to be asked for now (应另行办理): after a case is over, and where the registers show something."""

from __future__ import annotations

from registry.models import Member
from workflows.engine import catalogue
from workflows.engine.models import Case
from workflows.engine.words import Outcome, Process


def may_be_followed(case: Case) -> bool:
    """True for a case that is over and did not end as hoped."""
    end = _end_of(case)
    return end is not None and end.again


def due_next(case: Case) -> type[Process] | None:
    """The process that has to be asked for now that the case is over (应另行办理); None if there is none."""
    end = _end_of(case)
    return catalogue.process(end.leads_to) if end is not None and end.leads_to else None


def answering(finding: str, detail: str, about: Member) -> tuple[type[Process], dict[str, str]] | None:
    """The process that answers to a finding about a member, and what its first questions are answered with (发现事项的办理)."""
    for process in catalogue.processes().values():
        if finding in process.answers_to:
            return process, {process.about: about.public_id, **process.first_answers(finding, detail)}
    return None


def can_be_appealed(case: Case) -> bool:
    """True for a case that is over at an end against which whom it is about can appeal (可以申诉)."""
    open_to = case.flow_class.appealable
    return open_to is not None and case.closed_at is not None and case.outcome in open_to.at


def way_of_appeal(case: Case) -> type[Process] | None:
    """The process by which whom a closed case is about can appeal against it; None where he cannot."""
    ways = (process for process in catalogue.processes().values() if process.hears_appeals)
    return next(ways, None) if can_be_appealed(case) else None


def _end_of(case: Case) -> Outcome | None:
    """The end at which a case is closed; None if it is open."""
    ends = (node for _name, node in case.flow_class.in_order() if isinstance(node, Outcome))
    return next((node for node in ends if node.code == case.outcome), None)


def follows(case: Case, new: Case) -> bool:
    """True if a new case asks again after a case: the same process, about the same; a matter may have another title."""
    same = (case.process_name, case.subject_id) == (new.process_name, new.subject_id)
    return (
        same and (case.subject_id is not None or case.organisation_id == new.organisation_id) and may_be_followed(case)
    )

"""Whom a case is about, once it is known (确定办理对象): a case about somebody who was not on the register yet."""

from __future__ import annotations

from audit.journal import Actor
from registry.models import Member
from workflows.engine.handling import handling, note
from workflows.engine.models import Case


def name_subject(case: Case, member: Member, *, by: Actor, article: str) -> None:
    """From now on a case whose lock is held is about a member (办理对象登记), no more about the matter it was opened with.

    He then sees it as his own, and his relatives stand aside from what is still to be decided. Nothing if it is about
    him already; ValueError if it is about somebody else.
    """
    if case.subject_id == member.pk:
        return
    if case.subject_id is not None:
        raise ValueError(f"{case.reference} is about somebody else")
    case.subject, case.matter, case.matter_grams = member, "", None
    with handling(case) as at:
        at.rows.change(case, "subject", "matter", "matter_grams")
        # Who is related to him is asked anew.
        at.kin = None
        note(case, "case.named", by=by, article=article, facts={"subject": member.public_id})

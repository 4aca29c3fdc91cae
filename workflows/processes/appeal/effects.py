"""What an appeal enters in the registers (登记): that he was heard and served, and where it succeeds, everything as it was."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _n

from documents.models import Paper
from registry import evidence, standing
from registry.evidence import Source
from registry.models import Approval, Measure, Member, Person
from workflows.engine.meetings import standing as meetings
from workflows.engine.models import Case, Notice
from workflows.engine.said import Said
from workflows.engine.sentences import say
from workflows.engine.telling import tell
from workflows.processes.appeal import facts as of
from workflows.processes.appeal import rules
from workflows.processes.appeal.places import body_of

_ACCEPTED = _n("Your appeal was accepted; the answer comes by %(day)s. The decision is carried out meanwhile.")


def source(case: Case, step: str, article: str) -> Source:
    """Where evidence comes from: the decision of a step."""
    return Source(case.reference, Said(case).decided(step).public_id, article)


def told(case: Case, paper: Paper, by: Any) -> None:
    """He is told that it was accepted, and until when he gets an answer."""
    day = rules.last_day(of.facts_of(case))
    tell(case, Notice.Kind.CASE, say(_ACCEPTED, day=day), persons=[case.subject_person_id or 0], key=f"accepted:{day}")


def heard(case: Case, by: Any) -> None:
    """That the two examiners heard him, or tried to, is in the register."""
    said = Said(case)("examine")
    people = {
        one.public_id: one for one in Person.objects.filter(public_id__in=(said["examiner_1"], said["examiner_2"]))
    }
    evidence.hear(
        case.member, source(case, "examine", rules.CONSTITUTION_4), by=by, organisation=body_of(case), on=said["heard_on"],
        how=said["how"], talkers=(people[said["examiner_1"]], people[said["examiner_2"]]),
    )  # fmt: skip


def put_back(case: Case, by: Any) -> None:
    """The decision is revoked, as a body; his standing is what it was, where the decision had moved it."""
    meeting = meetings.last(case, "decide")
    assert meeting is not None  # nothing is revoked before a meeting has carried it
    evidence.grant(
        case.member, source(case, "decide", rules.CONSTITUTION_43), by=by, act=Approval.Act.APPROVE, measure=Measure.REVOCATION,
        organisation=body_of(case), on=meeting.held_on, signed_by=meeting.chair,
    )  # fmt: skip
    if of.is_to_be_put_back(case):
        member = Member.objects.get(pk=case.subject_id)
        standing.reinstate(
            member, by=by, on=meeting.held_on, case_reference=case.reference, article=rules.CONSTITUTION_43
        )


def served(case: Case, by: Any) -> None:
    """That the answer reached him is in the register."""
    said = Said(case)("serve")
    number = (
        Paper.objects.filter(case_reference=case.reference, kind="D-APL-1d")
        .order_by("-pk")
        .values_list("number", flat=True)
    )
    evidence.serve(
        case.member, source(case, "serve", rules.CONSTITUTION_43), by=by, organisation=body_of(case), on=said["served_on"],
        how=said["how"], paper=number.first() or "",
    )  # fmt: skip

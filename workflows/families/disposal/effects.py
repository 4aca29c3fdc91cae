"""What a disposal enters in the registers (登记): that he was heard, served, and what the committee granted; who is called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _n

from documents.models import Paper
from registry import evidence
from registry.evidence import Source
from registry.models import Approval
from workflows.engine.meetings import standing
from workflows.engine.meetings.reading import roll_of
from workflows.engine.models import Case, Notice
from workflows.engine.said import Said
from workflows.engine.sentences import Sentence, say
from workflows.engine.telling import tell
from workflows.families.disposal import rules
from workflows.families.disposal.places import committee_of

_CALLED = _n("You are called to a meeting: %(topic)s, %(day)s %(time)s, %(place)s.")
_CONCERNED = _n(
    "A meeting discusses a matter that concerns you: %(topic)s, %(day)s %(time)s, %(place)s. You may be there and speak."
)


def source(case: Case, step: str, article: str) -> Source:
    """Where evidence comes from: the decision of a step."""
    return Source(case.reference, Said(case).decided(step).public_id, article)


def heard(case: Case, by: Any) -> None:
    """That two full members heard the member, or tried to, is in the register."""
    said = Said(case)("talk")
    talkers = (said["talker_1"].person, said["talker_2"].person)
    evidence.hear(
        case.member, source(case, "talk", rules.CONSTITUTION_4), by=by, organisation=case.organisation, on=said["talked_on"],
        how=said["how"], talkers=talkers,
    )  # fmt: skip


def served(case: Case, by: Any) -> None:
    """That the decision reached him is in the register."""
    said = Said(case)("serve")
    evidence.serve(
        case.member, source(case, "serve", rules.HANDLING), by=by, organisation=case.organisation, on=said["served_on"],
        how=said["how"], paper=decision_number(case),
    )  # fmt: skip


def decision_number(case: Case) -> str:
    """The number of the newest paper that was served, by the kinds that are."""
    issued = Paper.objects.filter(case_reference=case.reference, kind__in=DECISIONS).order_by("-pk").first()
    return issued.number if issued is not None else ""


DECISIONS = ("D-DS-11", "D-DS-17b", "D-DS-14d", "D-DS-13b")


def grant(case: Case, by: Any, measure: str) -> None:
    """The approval of the committee, as a body, is in the register; whoever presided answers for it."""
    meeting = standing.last(case, "approve")
    assert meeting is not None  # nothing is granted before a meeting has carried it
    evidence.grant(
        case.member, source(case, "approve", rules.CONSTITUTION_9), by=by, act=Approval.Act.APPROVE, measure=measure,
        organisation=committee_of(case), on=meeting.held_on, signed_by=meeting.chair,
    )  # fmt: skip


def call(case: Case, paper: Paper, by: Any) -> None:
    """Whoever is on the roll is told, and the member in words of his own right to speak."""
    call_to(case, "vote")


def call_to(case: Case, step: str) -> None:
    """The same of a meeting of some step."""
    meeting = standing.last(case, step)
    if meeting is None:
        return
    subject, roll = case.member.person_id, {row.person_id for row in roll_of(meeting)}
    words = {
        "topic": meeting.topic,
        "day": meeting.held_on,
        "time": f"{meeting.starts_at:%H:%M}",
        "place": meeting.place,
    }
    tell(case, Notice.Kind.CASE, _said(_CONCERNED, words), persons={subject}, key=f"concerned:{meeting.public_id}")
    tell(case, Notice.Kind.CASE, _said(_CALLED, words), persons=roll - {subject}, key=f"called:{meeting.public_id}")


def _said(sentence: str, words: dict[str, Any]) -> Sentence:
    return say(sentence, **words)

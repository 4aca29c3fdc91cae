"""What has become of a meeting (会议进展): nothing of it is stored, it follows from the rows and the decisions of the step."""

from __future__ import annotations

from collections.abc import Iterable

from workflows.engine.models import SENT_BACK, AgendaItem, Ballot, Case, Decision, Meeting, Reduction, Verdict
from workflows.engine.votes.elections import Ending

HELD, NO_QUORUM = "held", "no_quorum"
# After these there is one more ballot on the same item.
GOES_ON = (Ending.SECOND_BALLOT, Ending.INVALID)


def closings(case: Case, step: str) -> list[Decision]:
    """The decisions that ended the meetings of a step and were not taken back, oldest first: the n-th ended attempt n."""
    decided = Decision.objects.filter(case_id=case.pk, step=step, recalled_at__isnull=True)
    return list(decided.exclude(outcome=SENT_BACK).order_by("pk"))


def current(case: Case, step: str) -> Meeting | None:
    """The meeting of a step that is not over, with its people; None where it has yet to be convened."""
    attempt = len(closings(case, step)) + 1
    found = Meeting.objects.filter(case_id=case.pk, step=step, attempt=attempt)
    return found.select_related("organisation", "chair", "recorder", "case").first()


def last(case: Case, step: str) -> Meeting | None:
    """The newest meeting of a step, over or not."""
    return Meeting.objects.filter(case_id=case.pk, step=step).order_by("-attempt").first()


def verdict_of(ballot: Ballot) -> Verdict | None:
    """What a ballot came to, if it was settled."""
    return getattr(ballot, "verdict", None)


def final(item: AgendaItem) -> Verdict | None:
    """What an item came to in the end; None while it is open or one more ballot follows."""
    ballots = list(item.ballots.all())
    found = verdict_of(ballots[-1]) if ballots else None
    return None if found is None or found.result in GOES_ON else found


def reduction_of(ballot: Ballot) -> Reduction | None:
    """What came of asking to fill fewer seats after a ballot, if it was asked."""
    return getattr(ballot, "reduction", None)


def result_of(item: AgendaItem) -> str:
    """What an item came to in the end: every seat is filled, too, where those present agreed to fill fewer; empty while open."""
    found = final(item)
    reduced = reduction_of(found.ballot) if found is not None else None
    if found is None or (reduced is not None and reduced.agreed):
        return str(Ending.FILLED) if found is not None else ""
    return found.result


def elected_before(ballot: Ballot) -> list[str]:
    """Who was elected to the same seats by earlier ballots, those included whose missing seats are elected here."""
    item = ballot.item
    earlier = [one.verdict.elected for one in item.ballots.all() if one.number < ballot.number]
    first = elected_by_then(item.missing_of) if item.missing_of is not None else []
    return first + [name for names in earlier for name in names]


def elected_by_then(ballot: Ballot) -> list[str]:
    """Who was elected to the same seats by a settled ballot and those before it."""
    return elected_before(ballot) + list(ballot.verdict.elected)


def is_settled(item: AgendaItem) -> bool:
    """True once nothing is left to be voted on."""
    return not item.kind or final(item) is not None


def ending(meeting: Meeting, items: Iterable[AgendaItem]) -> str:
    """How a meeting ends by its record: for want of a quorum, or held; empty while there is something to settle."""
    if meeting.adjourned_at is not None:
        return NO_QUORUM
    return HELD if meeting.opened_at is not None and all(is_settled(item) for item in items) else ""

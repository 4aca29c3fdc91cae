"""Counting (计票): two tellers, each by himself; what they agree on is judged and written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from audit import clock
from registry.models import User
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings import standing
from workflows.engine.meetings.acting import Acting, acting
from workflows.engine.meetings.balloting import counting
from workflows.engine.meetings.numbers import fields_of, judged, refuse_impossible, refuse_odd, tally_of
from workflows.engine.meetings.reading import items_of, roll_of
from workflows.engine.models import Attendee, Ballot, Meeting, TellerCount, Verdict
from workflows.engine.votes import motions
from workflows.engine.votes.kinds import Kind, election_terms, motion_terms


def count(public_id: str, *, by: User, ballot: str, teller: str, numbers: Mapping[str, int], key: str) -> TellerCount:
    """What one teller counted (录入计票), by himself or on the device of whoever holds the turn; once more is a recount.

    ``numbers`` are those of ``numbers.fields_of``. Raises PermissionDenied, Conflict (settled), Refused with ``errors`` by field.
    """
    who = Attendee.objects.get(public_id=teller)
    with acting(public_id, by=by, name="count", key=key, himself=who.person_id) as act:
        if act.done:
            return TellerCount.objects.get(pk=act.done["count"])
        meeting = act.meeting()
        open_ = _open(meeting, ballot)
        if who.pk not in {one.attendee_id for one in counting(meeting, open_.item)}:
            raise Refused(_("%(name)s does not count here.") % {"name": who.name}, field="teller")
        electable = {row.name for row in roll_of(meeting) if row.votes}
        refuse_odd(open_, numbers, electable)
        refuse_impossible(open_, list(open_.item.candidates.all()), numbers, act.pack.votes)
        row = _row(open_, who, numbers, by)
        facts = {"ballot": ballot, "teller": teller, "entry": row.entry, "numbers": dict(numbers)}
        act.note("meeting.counted", meeting, facts, {"name": who.name})
        act.keep(count=row.pk)
    return row


def _row(ballot: Ballot, teller: Attendee, numbers: Mapping[str, int], by: User) -> TellerCount:
    entry = ballot.teller_counts.filter(teller=teller).count() + 1
    return TellerCount.objects.create(
        ballot=ballot, teller=teller, entry=entry, numbers=dict(numbers), entered_by=by, entered_at=clock.now()
    )


def _open(meeting: Meeting, ballot: str) -> Ballot:
    """A ballot of the meeting that was not settled."""
    for item in items_of(meeting):
        for found in item.ballots.all():
            if found.public_id == ballot and standing.verdict_of(found) is None:
                found.item = item
                return found
            if found.public_id == ballot:
                raise Conflict(_("This ballot is settled: what was counted stays as it is."))
    raise Refused(_("There is no such ballot in this meeting."), field="ballot")


def settle(public_id: str, *, by: User, ballot: str, key: str) -> Verdict:
    """Settle a ballot on which both tellers agree (宣布表决结果), and write down what it comes to.

    Raises PermissionDenied, Conflict (settled), Refused (one has not counted, or ``errors`` where they differ).
    """
    with acting(public_id, by=by, name="settle", key=key) as act:
        if act.done:
            return Verdict.objects.get(ballot__public_id=act.done["ballot"])
        meeting = act.meeting()
        open_ = _open(meeting, ballot)
        numbers = agreed(meeting, open_)
        verdict = _judged(act, open_, numbers)
        verdict.save(force_insert=True)
        facts = {"ballot": ballot, "result": verdict.result, "numbers": verdict.numbers, "left": verdict.left}
        act.note("meeting.settled", meeting, facts, {"elected": verdict.elected, "tied": verdict.tied})
        act.keep(ballot=ballot)
    return verdict


def agreed(meeting: Meeting, ballot: Ballot) -> Mapping[str, int]:
    """The numbers on which the newest counts of both tellers agree; Refused where one is missing or they differ."""
    newest = {row.teller_id: row.numbers for row in ballot.teller_counts.order_by("entry")}
    found = [newest.get(teller.attendee_id) for teller in counting(meeting, ballot.item)]
    first, second = [*found, None, None][:2]
    if first is None or second is None:
        raise Refused(_("Both tellers have to count first, each by himself."))
    wrong = differences(first, second, fields_of(ballot))
    if wrong:
        raise Refused(_("The two counts differ: count again together."), errors=wrong)
    return dict(first)


def differences(first: Mapping[str, int], second: Mapping[str, int], fields: Sequence[str]) -> dict[str, list[str]]:
    """Where two counts differ (核对), each at its field; a name that only one wrote down has no votes in the other. Pure."""
    names = dict.fromkeys([*fields, *first, *second])
    pairs = {name: (first.get(name, 0), second.get(name, 0)) for name in names}
    words = _("One counted %(first)d, the other %(second)d.")
    return {name: [words % {"first": a, "second": b}] for name, (a, b) in pairs.items() if a != b}


def _judged(act: Acting, ballot: Ballot, numbers: Mapping[str, int]) -> Verdict:
    kind = Kind(ballot.item.kind)
    found = _election(act, ballot, numbers) if kind.elects else _motion(act, ballot, numbers)
    return Verdict(ballot=ballot, numbers=dict(numbers), settled_by=act.by, settled_at=clock.now(), **found)


def _motion(act: Acting, ballot: Ballot, numbers: Mapping[str, int]) -> dict[str, Any]:
    kind = Kind(ballot.item.kind)
    found = motions.judge(motion_terms(act.pack.votes, kind), tally_of(ballot, numbers), kind.voters)
    sentences = [sentence.as_json() for sentence in found.sentences]
    return {"result": str(found.result), "sentences": sentences, "article": found.approval.article}


def _election(act: Acting, ballot: Ballot, numbers: Mapping[str, int]) -> dict[str, Any]:
    found = judged(ballot, numbers, act.pack.votes)
    return {
        "result": str(found.ending),
        "sentences": [sentence.as_json() for sentence in found.sentences],
        "article": election_terms(act.pack.votes, Kind(ballot.item.kind)).approval.source,
        "elected": list(found.elected),
        "tied": list(found.tied),
        "left": found.open,
    }

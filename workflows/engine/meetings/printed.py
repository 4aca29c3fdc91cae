"""What the papers of a meeting print (会议文书事实), from its record. Pure; papers are Chinese whatever language is on.

Words stand here and not in a catalogue of translation; the sentences of verdicts have their Chinese from there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from documents.typesetting import ordinal
from workflows.engine.meetings.record import AttendeeRecord, BallotRecord, ItemRecord, MeetingRecord, VerdictRecord
from workflows.engine.models import Body
from workflows.engine.sentences import Sentence
from workflows.engine.votes.entitled import FULL

BODIES = {Body.GENERAL: "支部党员大会", Body.BRANCH_COMMITTEE: "支部委员会会议", Body.COMMITTEE: "党委会会议"}
CALLED = {Body.GENERAL: "全体党员", Body.BRANCH_COMMITTEE: "支部委员会各位委员", Body.COMMITTEE: "党委各位委员"}
STANDINGS = {FULL: "正式", "probationary": "预备", "suspended": "停止党籍"}
SECRET, OPEN = "无记名投票", "举手表决"
NO_LEAVE = "未请假"
_ARTICLE = re.compile(r"第[0-9、至]+条$")

Facts = dict[str, Any]


def chinese(sentences: Iterable[Sentence]) -> str:
    """Sentences one after another, in Chinese."""
    with override("zh-hans"):
        return "".join(str(sentence) for sentence in sentences)


def clock_time(at: dt.datetime | None) -> str:
    """The time of the day where the meeting is (14:05); empty for none."""
    return f"{timezone.localtime(at):%H:%M}" if at else ""


def head(record: MeetingRecord) -> Facts:
    """What every form of a meeting says of it."""
    return {
        "branch": record.organisation,
        "body": BODIES[Body(record.body)],
        "meeting_on": record.held_on.isoformat(),
        "meeting_time": f"{record.starts_at:%H:%M}",
        "place": record.place,
    }


def item_name(item: ItemRecord) -> str:
    """How an item of the agenda is called."""
    return f"议题{ordinal(item.number)}"


def category(one: AttendeeRecord) -> str:
    """Member in full or on probation; in a committee, that he belongs to it."""
    return "委员" if one.post else STANDINGS.get(one.standing, "")


def on_roll(one: AttendeeRecord) -> Facts:
    """Somebody on the roll: name, category, whether he has a vote."""
    return {"name": one.name, "kind": category(one), "right": "有" if one.votes else "无"}


def called(record: MeetingRecord) -> list[AttendeeRecord]:
    """Whoever is asked to come: all but those left out of the number."""
    return [one for one in record.people if one.counts or not one.left_out]


def notice(record: MeetingRecord, *, date: dt.date) -> Facts:
    """D-MT-1a 会议通知."""
    subjects = dict.fromkeys(item.subject for item in record.items if item.subject)
    in_writing = any(item.opinions_count for item in record.items)
    facts = head(record) | {
        "issuer": record.organisation,
        "addressee": CALLED[Body(record.body)],
        "topic": record.topic,
        "chair": record.chair,
        "agenda": [_announced(item) for item in record.items],
        "entitled": record.entitled,
        "invited": [on_roll(one) for one in called(record)],
        "subjects": list(subjects),
        "opinions_until": "会议开始" if in_writing else "",
        "date": date.isoformat(),
    }
    del facts["branch"]
    return facts


def _announced(item: ItemRecord) -> str:
    return f"{item.matter}（选举{item.seats}名）" if item.seats else item.matter


def attendance(record: MeetingRecord) -> Facts:
    """D-MT-2 会议签到表; of a meeting without a quorum it says so."""
    came = [one for one in record.people if one.came]
    return head(record) | {
        "entitled": record.entitled,
        "present": sum(1 for one in came if one.counts),
        "others": sum(1 for one in came if not one.counts),
        "absent_total": len(record.absent),
        "quorum": quorum_said(record),
        "attendance": [on_roll(one) | {"arrived": clock_time(one.arrived_at), "left": clock_time(one.left_at)} for one in came],
        "absent": absent(record),
        "left_out": left_out(record),
    }  # fmt: skip


def quorum_said(record: MeetingRecord) -> str:
    """Whether there was a quorum, as it was said: at the first ballot, or when the meeting was adjourned."""
    first = next((ballot for item in record.items for ballot in item.ballots if ballot.verdict), None)
    if record.adjourned_at is not None or first is None or first.verdict is None:
        open_items = [item for item in record.items if item.quorum is not None and not item.settled]
        said = dict.fromkeys(chinese([item.quorum.sentence]) for item in open_items if item.quorum)
        end = "会议延期召开。" if record.adjourned_at is not None else ""
        return "".join(said) + end or f"应到会{record.entitled}名，实到会{record.present}名。"
    return chinese(first.verdict.sentences[:1])


def absent(record: MeetingRecord) -> list[Facts]:
    """Whoever never came, with the reason and who agreed to it."""
    return [
        {"name": one.name, "reason": one.absent_reason or NO_LEAVE, "leave": one.leave_agreed_by}
        for one in record.absent
        if one.counts or not one.left_out
    ]


def left_out(record: MeetingRecord) -> list[Facts]:
    """Full members who are not counted, each with the reason, its article and the papers that allow it."""
    return [{"name": one.name, "reason": _why(one)} for one in record.uncounted if one.standing == FULL]


def _why(one: AttendeeRecord) -> str:
    parts = [chinese([one.why]) if one.why else "", cited(one.article)]
    parts += [f"上级同意：{one.superior_consent}。"] if one.superior_consent else []
    parts += [f"大会通过：{one.meeting_consent}。"] if one.meeting_consent else []
    return "".join(parts)


def minutes(record: MeetingRecord, *, members: tuple[int, int], speeches: str, heard: str) -> Facts:
    """D-MT-3 会议记录; ``members`` are the full and the probationary members of the organisation on that day."""
    full, probationary = members
    handed_in = sum(1 for item in record.items for opinion in item.opinions if not opinion.void)
    return head(record) | {
        "chair": record.chair, "recorder": record.recorder, "topic": record.topic, "members_total": full + probationary,
        "members_full": full, "members_probationary": probationary, "entitled": record.entitled,
        "present": sum(1 for one in record.people if one.counts and one.came), "written": handed_in,
        "absent_total": len(record.absent), "absent": absent(record), "left_out": left_out(record), "speeches": speeches, "heard": heard,
        "items_total": len(record.items),
        "discussed": [f"{item_name(item)}：{item.matter}" for item in record.items if item.kind is None],
        "motions": [_motion(item, item.ballots[-1]) for item in motions_of(record)],
        "elections": [_election(item, ballot) for item, ballot in elections_of(record)],
    }  # fmt: skip


def motions_of(record: MeetingRecord) -> list[ItemRecord]:
    """The items with a motion that was voted on."""
    return [item for item in record.items if item.kind and not item.kind.elects and item.verdict]


def elections_of(record: MeetingRecord) -> list[tuple[ItemRecord, BallotRecord]]:
    """Every settled ballot of every election."""
    elected = [item for item in record.items if item.kind and item.kind.elects]
    return [(item, ballot) for item in elected for ballot in item.ballots if ballot.verdict]


def about(item: ItemRecord) -> Facts:
    """What an item is, and how it is voted on."""
    return {"item": item_name(item), "matter": item.matter, "ballot": SECRET if item.secret else OPEN}


def verdict_said(ballot: BallotRecord) -> str:
    """What a ballot came to, with its article; after it whether fewer seats are filled, where those present were asked."""
    found = ballot.verdict
    if found is None:
        return ""
    reduced = found.reduction
    return _said(found.sentences, found.article) + (_said(reduced.sentences, reduced.article) if reduced else "")


def _said(sentences: Iterable[Sentence], article: str) -> str:
    return chinese(sentences) + cited(article)


def cited(article: str) -> str:
    """The article in brackets, where one is named; what is our reading or has no number is said on the policy page alone."""
    return f"（{article}）" if _ARTICLE.search(article) else ""


def _motion(item: ItemRecord, ballot: BallotRecord) -> Facts:
    numbers = ballot.verdict.numbers if ballot.verdict else {}
    return about(item) | {
        "entitled": ballot.entitled, "present": ballot.present, "aside": ballot.aside,
        "written": ballot.written_for + ballot.written_against + ballot.written_abstained,
        **{name: numbers[name] for name in ("votes_for", "votes_against", "abstained")},
        "sentence": verdict_said(ballot), "resolution": resolved(item, ballot),
    }  # fmt: skip


def slips(ballot: BallotRecord, numbers: Any) -> Facts:
    """The ballots of an election: handed out, collected, valid, void."""
    issued, collected, void = (numbers[name] for name in ("issued", "collected", "void"))
    return {"issued": issued, "collected": collected, "valid": collected - void, "invalid": void}


def names_of(ballot: BallotRecord) -> list[tuple[str, str]]:
    """Whoever has votes on a ballot: name and the key of his numbers; candidates first, then who was written in."""
    rows = [(row.name, f"{row.number}.") for row in ballot.candidates]
    written = dict.fromkeys(name for count in ballot.counts for name in count.numbers if name.startswith("written:"))
    return rows + [(name.removeprefix("written:"), name) for name in written]


def votes(numbers: Any, row: str) -> tuple[int, int, int]:
    """For, against and abstained of one name; whoever was written in has votes in favour only."""
    if not row.endswith("."):
        return numbers.get(row, 0), 0, 0
    return numbers.get(f"{row}for", 0), numbers.get(f"{row}against", 0), numbers.get(f"{row}abstained", 0)


def fate(ballot: BallotRecord, name: str) -> str:
    """Whether somebody is elected by a ballot."""
    if ballot.verdict is None:
        return ""
    return "当选" if name in ballot.verdict.elected else "票数相等" if name in ballot.verdict.tied else "未当选"


def _election(item: ItemRecord, ballot: BallotRecord) -> Facts:
    numbers = ballot.verdict.numbers if ballot.verdict else {}
    again = f"（第{ballot.number}次投票）" if len(item.ballots) > 1 else ""
    marks = ("votes_for", "votes_against", "abstained")
    counted = [
        {"name": name, **dict(zip(marks, votes(numbers, key), strict=True)), "elected": fate(ballot, name)}
        for name, key in names_of(ballot)
    ]
    return about(item) | slips(ballot, numbers) | {
        "matter": f"{item.matter}{again}", "seats": ballot.seats, "entitled": ballot.entitled, "present": ballot.present,
        "counted": counted, "sentence": verdict_said(ballot), "resolution": resolved(item, ballot),
    }  # fmt: skip


def resolved(item: ItemRecord, *ballots: BallotRecord) -> str:
    """The text of the resolution by some ballots on an item: carried or not, or who is elected."""
    found = [ballot.verdict for ballot in ballots if ballot.verdict]
    if not found or item.kind is None:
        return ""
    if not item.kind.elects:
        return f"{'通过' if found[-1].result == 'carried' else '未通过'}“{item.matter}”。"
    names, office = "、".join(name for one in found for name in one.elected), f"为{item.office}" if item.office else ""
    return (f"{names}当选{office}。" if names else "没有人当选。") + _fewer(found[-1])


def _fewer(last: VerdictRecord) -> str:
    """That fewer seats are filled, where those present agreed to it."""
    reduced = last.reduction
    return f"同意应选名额由{reduced.seats}名减为{reduced.fewer}名。" if reduced is not None and reduced.agreed else ""


def resolutions(records: Sequence[MeetingRecord], *, secretary: str, date: dt.date) -> Facts:
    """D-MT-6 会议决议: what the meetings of a case resolved, the last of which was held to its end."""
    last = records[-1]
    return {
        "issuer": last.organisation, "body": BODIES[Body(last.body)], "meeting_on": last.held_on.isoformat(), "place": last.place,
        "chair": last.chair, "entitled": last.entitled, "present": sum(1 for one in last.people if one.counts and one.came),
        "resolved": [one for record in records for one in _resolved_in(record, earlier=record is not last)],
        "secretary": secretary, "date": date.isoformat(),
    }  # fmt: skip


def _resolved_in(record: MeetingRecord, *, earlier: bool) -> list[Facts]:
    on = f"（{record.held_on:%Y年%m月%d日}会议）" if earlier else ""
    settled = [item for item in record.items if item.kind and (item.verdict or _elected_some(item))]
    return [
        {
            "matter": f"{item.matter}{on}",
            "voted": "。".join(_voted(item, ballot) for ballot in item.ballots if ballot.verdict),
            "sentence": verdict_said(item.ballots[-1]),
            "resolution": resolved(item, *item.ballots),
        }
        for item in settled
    ]


def _elected_some(item: ItemRecord) -> bool:
    """Whether somebody is elected, though the ballot that was to follow was never held."""
    return any(ballot.verdict.elected for ballot in item.ballots if ballot.verdict)


def _voted(item: ItemRecord, ballot: BallotRecord) -> str:
    """The numbers of a ballot in a sentence."""
    numbers, how = ballot.verdict.numbers if ballot.verdict else {}, SECRET if item.secret else OPEN
    how = f"第{ballot.number}次投票，{how}" if len(item.ballots) > 1 else how
    if item.kind and not item.kind.elects:
        for_, against, abstained = (numbers[name] for name in ("votes_for", "votes_against", "abstained"))
        return f"{how}，赞成{for_}票，反对{against}票，弃权{abstained}票"
    found = slips(ballot, numbers)
    names = "、".join(f"{name}{votes(numbers, key)[0]}票" for name, key in names_of(ballot))
    return f"{how}，发出选票{found['issued']}张，收回{found['collected']}张，有效票{found['valid']}张；{names}"


def called_off(record: MeetingRecord | None, *, issuer: str, body: str, topic: str, reason: str, date: str) -> Facts:
    """D-MT-8 取消会议通知, of a meeting that may not have been convened yet."""
    on = record.held_on.isoformat() if record else ""
    return {
        "issuer": issuer, "addressee": CALLED[Body(body)], "body": BODIES[Body(body)], "topic": topic, "meeting_on": on,
        "reason": reason, "date": date,
    }  # fmt: skip

"""The facts of a disposal (事实): gathered from the case, its meetings and the register, once, for rules and papers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from registry import members
from registry.models import Member, Organisation, Standing
from workflows.engine.handling import day_of, once
from workflows.engine.meetings import standing
from workflows.engine.meetings.reading import record_of
from workflows.engine.meetings.record import ItemRecord, MeetingRecord
from workflows.engine.models import Case
from workflows.engine.places import general_branch_of
from workflows.engine.said import Said
from workflows.engine.turns import pack_of

DISPOSALS = ("correction", "persuasion", "removal", "own_request", "suspension", "restoration", "probation")


def proposal_of(said: Said) -> dict[str, Any]:
    """The proposal as it stands: what was corrected, and of the first one what the correction did not ask."""
    return {**said("start"), **said("amend")} if "amend" in said else said("start")


def shared(case: Case, said: Said) -> dict[str, Any]:
    """What the rules of every disposal look at, by the names of their facts."""
    proposed, member, today = proposal_of(said), case.member, day_of(case)
    return {
        "today": today,
        "pack": pack_of(case),
        "member": member.person.name,
        "standing": str(member.standing),
        "at_home_here": at_home_here(case),
        "breach": proposed.get("breach", False),
        "sanctioned": proposed.get("sanctioned", False),
        "other_disposal": once(case, "other disposal", lambda: other_disposal(member, but=case)),
        "of_suspended": False,
        "has_general_branch": general_branch_of(case) != case.organisation,
        "told_on": told_on(said, today),
        "approved_on": approved_on(case),
    }


def at_home_here(case: Case) -> bool:
    """Whether the member of a case belongs to its branch on the day it is looked at."""
    home = once(case, "home", lambda: members.home_of(case.member, day_of(case)))
    return home is not None and home.pk == case.organisation_id


def other_disposal(member: Member, *, but: Case | None = None) -> str:
    """The title of another measure that is open about a member; empty if there is none."""
    others = member.cases.filter(closed_at=None, process_name__in=DISPOSALS)
    found = others.exclude(pk=but.pk).first() if but is not None and but.pk else others.first()
    return str(found.flow_class.title) if found is not None else ""


def told_on(said: Said, today: dt.date) -> dt.date:
    """The day of the talk, or where there was none yet the day it is looked at."""
    return said.newest("talk") if "talk" in said else today


def approved_on(case: Case) -> dt.date:
    """The day on which the committee voted; today while it has not."""
    meeting = standing.last(case, "approve") if case.pk else None
    return meeting.held_on if meeting is not None else day_of(case)


def full_members(case: Case, today: dt.date) -> QuerySet[Member]:
    """The full members of the branch but the one the case is about."""
    return members.members_of(case.organisation, today).filter(standing=Standing.FULL).exclude(pk=case.subject_id)


def to_propose(organisation: Organisation, today: dt.date) -> QuerySet[Member]:
    """Whom a branch can propose a measure about: everybody on its roll; who is no full member is told what is to be done."""
    return members.members_of(organisation, today)


def record(case: Case, step: str) -> MeetingRecord:
    """The record of the newest meeting of a step; LookupError where none was convened."""
    meeting = standing.last(case, step)
    if meeting is None:
        raise LookupError(f"{case.number}: no meeting was convened at {step}")
    return record_of(meeting)


def records(case: Case, step: str) -> list[MeetingRecord]:
    """The records of all meetings of a step, oldest first."""
    return [record_of(meeting) for meeting in case.meetings.filter(step=step).order_by("attempt")]


def voted(found: MeetingRecord) -> tuple[ItemRecord, dict[str, int]]:
    """The one item of a meeting about one member, with its numbers as papers call them."""
    item = found.items[0]
    ballot = item.ballots[-1]
    numbers = ballot.verdict.numbers if ballot.verdict else {}
    return item, {
        "entitled": ballot.entitled, "present": ballot.present,
        **{name: numbers.get(name, 0) for name in ("votes_for", "votes_against", "abstained")},
    }  # fmt: skip


def his_words(said: Said) -> str:
    """What the member said in the case, word for word and in its order, for whoever decides; that he was offered it where he did not."""
    talked = said("talk").get("stated") or said("talk").get("note") or ""
    parts = [f"谈话时（{said.newest('talk').isoformat()}）：{talked}"]
    if "words" in said and said.outcome("words") == "said":
        parts.append(f"书面陈述（{said.newest('words').isoformat()}）：{said('words')['words']}")
    elif "words" in said and said.outcome("words") == "nothing":
        parts.append("书面陈述：本人表示没有补充。")
    else:
        parts.append("书面陈述：到期没有提交。")
    if "shown" in said:
        parts.append(f"对决议的意见（{said.newest('shown').isoformat()}）：{shown_words(said)}")
    return "\n".join(parts)


AGREES, DECLINES = (
    "同意决议认定的事实和处置意见。",
    {"refused": "拒绝签署意见", "unreachable": "经多种方式无法取得联系"},
)


def shown_words(said: Said) -> str:
    """What he said of the resolution, as papers print it."""
    outcome, answers = said.outcome("shown"), said("shown")
    if outcome in DECLINES:
        return f"{DECLINES[outcome]}：{answers['note']}（见证人：{answers['witness_1']}、{answers['witness_2']}）"
    reserved = f"保留意见：{answers['reserved']}" if answers.get("reserved") else ""
    own = answers.get("words") or (AGREES if outcome == "agree" else "")
    return "".join(one for one in (own, reserved) if one)

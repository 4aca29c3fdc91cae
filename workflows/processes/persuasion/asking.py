"""What each step of a persuasion may choose from besides what those of every disposal may (填写限定)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from forms.kit import Limits
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.votes.kinds import Kind
from workflows.families.disposal import asking as shared
from workflows.processes.persuasion import facts as of


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """As of every disposal; his answer comes after the talk."""
    more: dict[str, Any] = {"asked_on": Said(case)("persuade")["talked_on"]} if step == "answer" else {}
    return shared.limits(case, step, today=today, by_subject=by_subject, **more)


def initial(case: Case, step: str) -> dict[str, Any]:
    """As of every disposal; what he answered is read with the rest, and what the first stage said of him is proposed anew."""
    said, found = Said(case), shared.initial(case, step)
    if "his_words" in found and of.refused(said):
        return {"his_words": f"{answered(said)}\n{found['his_words']}"}
    if step == "submit" and "deliberate" in said:
        return {"educated": said("deliberate")["educated"]}
    return found


def answered(said: Said) -> str:
    """What he answered, with its day; that he did not."""
    if of.said_nothing(said.case):
        return "对劝退的答复：到期没有答复。"
    return f"对劝退的答复（{said.newest('answer').isoformat()}）：{said('answer')['words'] or '不退党，没有说明理由。'}"


def expected(case: Case, step: str) -> dict[str, Any]:
    """For the path ahead: no will to mend, and nothing said of him yet."""
    return {"will_to_mend": False, "educated": ""} if step == "deliberate" else {}


def measure(case: Case) -> ItemAsked:
    """What the general meeting votes on: that he is persuaded, or the second time that he is removed."""
    name = case.member.person.name
    words = f"关于对{name}同志作党内除名处理的决议" if of.refused(Said(case)) else f"关于劝{name}同志退党的决议"
    return ItemAsked(Kind.GM_DISPOSAL, words, case.member)


def approval(case: Case) -> ItemAsked:
    """What the committee votes on."""
    name = case.member.person.name
    words = f"审批对{name}同志作党内除名处理" if of.refused(Said(case)) else f"审批劝{name}同志退党"
    return ItemAsked(Kind.CM_APPROVAL, words, case.member)

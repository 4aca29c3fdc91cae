"""What each paper of a request for instructions prints (文书事实), from the case; papers are written in Chinese."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit import clock
from forms.instruction import Asks, Studied
from registry.models import Level
from workflows.engine.models import Case
from workflows.engine.said import Opinion, Said
from workflows.processes.instruction import facts as of

# What papers print is written here, not taken from a catalogue of translation: a paper is Chinese whatever is installed.
ASKS = {Asks.INSTRUCTION: "请求指示", Asks.APPROVAL: "请求批准"}
MEETINGS = {Studied.COMMITTEE: "委员会", Studied.MEETING: "党员大会"}
MEETINGS_OF = {"支部": "支部", "总支": "总支部"}
OUTCOMES = {"agree": "同意", "disagree": "不同意", "return": "退回修改"}


def _branch(case: Case) -> str:
    return "总支" if case.organisation.level == Level.GENERAL_BRANCH else "支部"


def _day(day: dt.date) -> str:
    """A day as papers print it, without leading zeros (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _on(said: Said, *steps: str) -> str:
    """The day of the newest of some steps; today for one that is being decided now."""
    days = [day for step in steps if (day := said.day(step))]
    return max(days, default=clock.today()).isoformat()


def _name(said: Said, step: str) -> str:
    who = said.who(step)
    return who.name if who is not None else ""


def request(case: Case, said: Said) -> dict[str, Any]:
    """D-IN-1 请示."""
    asked, branch = of.request_of(said), _branch(case)
    meeting = MEETINGS[Studied(asked["decided_by"])]
    return {
        "issuer": case.organisation.name,
        "signer": _name(said, "sign"),
        "addressee": of.committee_of(case).name,
        "matter": asked["matter"],
        "asks": ASKS[Asks(asked["asks"])],
        "we": f"我{branch}",
        "decided_by": f"{MEETINGS_OF[branch]}{meeting}",
        "decided_on": asked["decided_on"].isoformat(),
        "reasons": asked["reasons"],
        "proposal": asked["proposal"],
        "contact": asked["contact"],
        "phone": asked["telephone"],
        "date": _on(said, "sign"),
    }


def _to_the_branch(case: Case, said: Said) -> dict[str, Any]:
    """What every paper from the committee to the branch says."""
    return {
        "issuer": of.committee_of(case).name,
        "addressee": case.organisation.name,
        "you": f"你{_branch(case)}",
        "matter": of.request_of(said)["matter"],
    }


def reply(case: Case, said: Said) -> dict[str, Any]:
    """D-IN-2 批复: the draft as it was approved, or the reason of the refusal."""
    agreed = said.outcome("approve") == "agree"
    return _to_the_branch(case, said) | {
        "request_number": of.request_number(case),
        "agreed": agreed,
        "reply": said("draft")["reply"] if agreed else said("approve")["opinion"],
        "date": _on(said, "approve"),
    }


def sheet(case: Case, said: Said) -> dict[str, Any]:
    """D-IN-3 公文处理单: who drafted, and who said what to the draft, before it is signed."""
    drafted = said("draft")
    return {
        "issuer": of.committee_of(case).name,
        "branch": case.organisation.name,
        "matter": of.request_of(said)["matter"],
        "request_number": of.request_number(case),
        "drafter": _name(said, "draft"),
        "drafted_on": _on(said, "draft"),
        "handling": drafted["handling"],
        "reply": drafted["reply"],
        "opinions": [_line(opinion) for opinion in of.opinions_of(said)],
        "coordination": said("coordinate")["opinion"] if of.was_coordinated(said) else "",
        "date": _on(said, "draft", "consult", "coordinate"),
    }


def _line(opinion: Opinion) -> str:
    """One opinion on one line: for which post, by whom, what, and when."""
    words = "".join(str(opinion.answers.get("opinion") or "").split("\n"))
    said = f"{OUTCOMES[opinion.outcome]}。{words}"
    return f"{opinion.as_whom} {opinion.person.name}：{said}（{_day(opinion.on)}）"


def not_accepted(case: Case, said: Said) -> dict[str, Any]:
    """D-IN-4 请示退回通知."""
    return _to_the_branch(case, said) | {
        "request_number": of.request_number(case),
        "reason": said("examine")["opinion"],
        "date": _on(said, "examine"),
    }


def termination(case: Case, said: Said) -> dict[str, Any]:
    """D-IN-5 终止办理请示通知."""
    ended = case.data["terminated"]
    return _to_the_branch(case, said) | {
        "asked_on": case.opened_on.isoformat(),
        "reason": ended["reason"],
        "date": ended["on"],
    }


def withdrawal(case: Case, said: Said) -> dict[str, Any]:
    """D-IN-6 撤回请示登记."""
    withdrawn = case.data["withdrawn"]
    return {
        "matter": of.request_of(said)["matter"],
        "branch": case.organisation.name,
        "reason": withdrawn["reason"],
        "date": withdrawn["on"],
        "recorded_by": withdrawn["by"],
    }

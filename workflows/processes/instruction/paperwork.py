"""What each paper of a request for instructions prints (文书事实), from the case; papers are written in Chinese."""

from __future__ import annotations

from typing import Any

from documents.typesetting import chinese_date
from forms.instruction import Asks, Studied
from registry.models import Level
from workflows.engine.models import Case
from workflows.engine.said import Opinion, Said
from workflows.families.requests import request_of
from workflows.processes.instruction import facts as of

# What papers print is written here, not taken from a catalogue of translation: a paper is Chinese whatever is installed.
ASKS = {Asks.INSTRUCTION: "请求指示", Asks.APPROVAL: "请求批准"}
MEETINGS = {Studied.COMMITTEE: "委员会", Studied.MEETING: "党员大会"}
MEETINGS_OF = {"支部": "支部", "总支": "总支部"}
OUTCOMES = {"agree": "同意", "disagree": "不同意", "return": "退回修改"}


def _branch(case: Case) -> str:
    return "总支" if case.organisation.level == Level.GENERAL_BRANCH else "支部"


def request(case: Case, said: Said) -> dict[str, Any]:
    """D-IN-1 请示."""
    asked, branch = request_of(said), _branch(case)
    meeting = MEETINGS[Studied(asked["decided_by"])]
    return {
        "issuer": case.organisation.name,
        "signer": said.name("sign"),
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
        "date": said.newest("sign").isoformat(),
    }


def _to_the_branch(case: Case, said: Said) -> dict[str, Any]:
    """What every paper from the committee to the branch says."""
    return {
        "issuer": of.committee_of(case).name,
        "addressee": case.organisation.name,
        "you": f"你{_branch(case)}",
        "matter": request_of(said)["matter"],
    }


def reply(case: Case, said: Said) -> dict[str, Any]:
    """D-IN-2 批复: the draft as it was approved, or the reason of the refusal."""
    agreed = said.outcome("approve") == "agree"
    return _to_the_branch(case, said) | {
        "request_number": of.request_number(case),
        "agreed": agreed,
        "reply": said("draft")["reply"] if agreed else said("approve")["opinion"],
        "date": said.newest("approve").isoformat(),
    }


def sheet(case: Case, said: Said) -> dict[str, Any]:
    """D-IN-3 公文处理单: who drafted, and who said what to the draft, before it is signed."""
    drafted = said("draft")
    return {
        "issuer": of.committee_of(case).name,
        "branch": case.organisation.name,
        "matter": request_of(said)["matter"],
        "request_number": of.request_number(case),
        "drafter": said.name("draft"),
        "drafted_on": said.newest("draft").isoformat(),
        "handling": drafted["handling"],
        "reply": drafted["reply"],
        "opinions": [_line(opinion) for opinion in of.opinions_of(said)],
        "coordination": said("coordinate")["opinion"] if of.was_coordinated(said) else "",
        "date": said.newest("draft", "consult", "coordinate").isoformat(),
    }


def _line(opinion: Opinion) -> str:
    """One opinion on one line: for which post, by whom, what, and when."""
    words = "".join(str(opinion.answers.get("opinion") or "").split("\n"))
    said = f"{OUTCOMES[opinion.outcome]}。{words}"
    return f"{opinion.as_whom} {opinion.person.name}：{said}（{chinese_date(opinion.on.isoformat())}）"


def not_accepted(case: Case, said: Said) -> dict[str, Any]:
    """D-IN-4 请示退回通知."""
    return _to_the_branch(case, said) | {
        "request_number": of.request_number(case),
        "reason": said("examine")["opinion"],
        "date": said.newest("examine").isoformat(),
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
        "matter": request_of(said)["matter"],
        "branch": case.organisation.name,
        "reason": withdrawn["reason"],
        "date": withdrawn["on"],
        "recorded_by": withdrawn["by"],
    }

"""What is done in a walk that is not a verb of a case or a task (其他操作): each by its write function.

``config.walk.deeds`` does the same on the pages.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from config.demo import meeting_deeds
from registry.models import Member, Person, Post, User
from workflows.engine import deciding, deputies, drafts, leaving, undoing
from workflows.engine.models import TaskAssignment

Deed = Callable[[TaskAssignment, User, Mapping[str, Any]], object]


def draft(turn: TaskAssignment, by: User, answers: Mapping[str, Any]) -> None:
    """Keep the answers for later (存草稿)."""
    drafts.save_task_draft(turn, by, answers)


def undo(turn: TaskAssignment, by: User, answers: Mapping[str, Any]) -> None:
    """Decide, and take it back at once (撤销)."""
    decision = deciding.decide(turn.public_id, by=by, data=answers, key=secrets.token_hex(8))
    undoing.recall(decision.public_id, by=by, key=secrets.token_hex(8))


def delegate(turn: TaskAssignment, by: User, answers: Mapping[str, Any]) -> None:
    """Let somebody act for a post (委托代理)."""
    assert by.person is not None
    said = dict(answers) | {
        "post": Post.objects.select_related("organisation").get(pk=answers["post"]),
        "proxy": Person.objects.get(public_id=answers["proxy"]),
    }
    deputies.delegate(**said, by=by, giver=by.person, key=secrets.token_hex(8))


def leave(turn: TaskAssignment, by: User, answers: Mapping[str, Any]) -> None:
    """End every post of a member (离任交接)."""
    said = dict(answers)
    person = Member.objects.select_related("person").get(public_id=said.pop("member")).person
    leaving.leave(person, **said, by=by, key=secrets.token_hex(8))


DEEDS: dict[str, Deed] = {"draft": draft, "undo": undo, "delegate": delegate, "leave": leave, **meeting_deeds.DEEDS}

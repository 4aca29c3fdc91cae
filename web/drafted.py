"""Drafts of papers on screen (文书草稿): the address of a page, bound to its viewer, task and digest."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

from django.core.signing import Signer
from django.urls import reverse

from documents import kinds
from documents.kinds import PaperKind
from forms.kit import Decision as DecisionForm
from registry.models import Person, User
from workflows.engine import checking
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.said import Said
from workflows.engine.words import Step

_SALT = "web.drafted"


@dataclass(frozen=True)
class Drafted:
    """The paper an outcome would issue: its kind, the digest of its facts, what is wrong with them, its first page."""

    kind: PaperKind
    digest: str
    problems: dict[str, list[str]]
    image: str


def is_routine(step: Step, case: Case) -> bool:
    """True where one key decides: agree, return or refuse with an opinion, and no membership at stake."""
    return issubclass(step.form, DecisionForm) and case.flow_class.quick and not step.serious


def without_opinion(outcome: str) -> dict[str, Any]:
    """The answers of a routine decision in which nothing was written."""
    return {"outcome": outcome, "opinion": "", "reason_code": ""}


def of_turn(turn: TaskAssignment, user: User) -> Drafted | None:
    """The paper that agreeing to a routine decision would issue, without an opinion.

    None for one of several signers: the paper is of all of them, and changes under his eyes as others sign.
    """
    step: Step = turn.definition
    if turn.signer_id or not is_routine(step, turn.case):
        return None
    found = _facts(step, turn.case, without_opinion(step.ordinary), user.person)
    if found is None:
        return None
    kind, facts = found
    digest = kinds.digest(kind, facts)
    labels = {field.name: field.label for field in kind.fields}
    problems = {labels.get(name, name): lines for name, lines in kinds.problems(kind, facts).items()}
    return Drafted(kind, digest, problems, address(turn, digest, user))


def _facts(step: Step, case: Case, pending: dict[str, Any], actor: Person | None) -> tuple[PaperKind, Any] | None:
    outcome = step.ordinary
    node = checking.paper_node(step, case, outcome)
    if node is None:
        return None
    return node.kind, checking.paper_facts(node, case, Said(case, {step.name: (outcome, pending)}, actor))


def _signature(turn_id: str, digest: str, user: User) -> str:
    return Signer(salt=_SALT).signature(f"{user.pk}:{turn_id}:{digest}")


def address(turn: TaskAssignment, digest: str, user: User, page: int = 1) -> str:
    """The address of a page of a draft, good for this user only."""
    where = reverse("draft_page", args=[turn.public_id, digest, page])
    return f"{where}?k={_signature(turn.public_id, digest, user)}"


def is_addressed(turn: TaskAssignment, digest: str, user: User, key: str) -> bool:
    """True for an address that we made for this user."""
    return hmac.compare_digest(_signature(turn.public_id, digest, user), key)

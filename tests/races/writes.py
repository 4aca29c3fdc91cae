"""The write functions: the one place that lists them. Two of them meeting must be a row of the matrix."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import workflows.engine

# What a row of the matrix calls them, and where they are. The jobs of the worker are one function with three courses.
WRITES = {
    "open_case": "workflows.engine.opening.open_case",
    "decide": "workflows.engine.deciding.decide",
    "recall": "workflows.engine.undoing.recall",
    "withdraw": "workflows.engine.undoing.withdraw",
    "lapse": "workflows.engine.waiting.sweep",
    "issue": "workflows.engine.jobs.run",
    "effect": "workflows.engine.jobs.run",
    "outcome": "workflows.engine.jobs.run",
    "save_task_draft": "workflows.engine.drafts.save_task_draft",
    "save_draft": "workflows.engine.opening.save_draft",
    "appoint": "registry.posts.appoint",
    "end_appointment": "registry.posts.end_appointment",
    "open_account": "registry.persons.open_account",
    "close_account": "registry.persons.close_account",
}

# Functions that take ``by`` or ``key`` and are no rows of their own, with the reason.
NO_ROWS = {
    "registry.persons.record": "nothing is about a person yet who is being recorded",
    "registry.posts.create_post": "a new post has no holder and no turn yet",
    "workflows.engine.authority.authority_over": "a part of decide",
    "workflows.engine.authority.hold": "a part of decide",
    "workflows.engine.authority.lock_account": "a part of each write function",
    "workflows.engine.authority.lock_appointment": "a part of each write function",
    "workflows.engine.authority.may_act": "asks only",
    "workflows.engine.commands.earlier": "a part of each write function",
    "workflows.engine.commands.result_of": "a part of each write function",
    "workflows.engine.deciding.locked_case": "a part of each write function",
    "workflows.engine.handling.note": "a part of each write function",
    "workflows.engine.reading.glance": "a part of decide",
    "workflows.engine.reading.held_post": "a part of each write function",
    "workflows.engine.reading.known": "a part of each write function",
    "workflows.engine.reading.locked": "a part of each write function",
    "workflows.engine.reading.open_account": "a part of each write function",
    "workflows.engine.commands.keep": "a part of each write function",
    "workflows.engine.drafts.task_draft": "asks only",
    "workflows.engine.proposal.propose": "asks only",
    "workflows.engine.proposal.proposed_case": "asks only",
    "workflows.engine.undoing.can_recall": "asks only",
    "workflows.engine.undoing.can_withdraw": "asks only",
    "workflows.engine.attaching.may_attach": "asks only",
    "workflows.engine.attaching.strikable": "asks only",
    "workflows.engine.authority.lock_holdings": "a part of each write function",
    "workflows.engine.commenting.audiences": "asks only",
    "workflows.engine.commenting.strikable": "asks only",
    "workflows.engine.copying.may_copy": "asks only",
    "workflows.engine.copying.place_of": "asks only",
    "workflows.engine.deciding.made": "a part of decide and of return_to",
    "workflows.engine.intervening.authority_for": "a part of suspend, resume and terminate",
    "workflows.engine.intervening.holds": "asks only",
    "workflows.engine.intervening.locked_seat": "a part of suspend, resume and terminate",
    "workflows.engine.intervening.may": "asks only",
    "workflows.engine.leaving.may_let_go": "asks only",
    "workflows.engine.moving.reroute": "a part of declare_interest, of leave and of the sweep",
    "workflows.engine.openers.lock_right": "a part of open_case",
    "workflows.engine.parties.hold_in": "a part of attach, copy_to and strike_out",
    "workflows.engine.parties.hold_sight": "a part of comment",
    "workflows.engine.parties.own_turn": "asks only",
    "workflows.engine.parties.seen_by": "asks only",
    "workflows.engine.resubmitting.may_ask_again": "asks only",
    "workflows.engine.signers.removable": "asks only",
    "workflows.engine.signers.seat_of": "asks only",
    "workflows.engine.suspended.end": "a part of resume and of the sweep",
    "workflows.engine.telling.tell": "a part of each write function",
    "workflows.engine.telling.tell_parties": "a part of each write function",
    "workflows.engine.urging.is_concerned": "asks only",
    "workflows.engine.urging.may_urge": "asks only",
    "workflows.engine.urging.too_early": "asks only",
}

# Write functions whose rows are still to be written: each has tests of its own, in one process.
AWAITING = frozenset(
    {
        "workflows.engine.attaching.attach",
        "workflows.engine.attaching.strike_out",
        "workflows.engine.choosing.choose",
        "workflows.engine.commenting.comment",
        "workflows.engine.commenting.strike_comment",
        "workflows.engine.copying.copy_to",
        "workflows.engine.deputies.delegate",
        "workflows.engine.deputies.revoke",
        "workflows.engine.ending.terminate",
        "workflows.engine.interests.declare_interest",
        "workflows.engine.leaving.leave",
        "workflows.engine.moving.hand_over",
        "workflows.engine.resubmitting.ask_again",
        "workflows.engine.returning.return_to",
        "workflows.engine.signers.add_signer",
        "workflows.engine.signers.remove_signer",
        "workflows.engine.suspending.resume",
        "workflows.engine.suspending.suspend",
        "workflows.engine.urging.urge",
        "registry.persons.set_email",
    }
)

MODULES = ("registry.posts", "registry.persons")


def taking_by_or_key() -> Iterator[str]:
    """Every public function of the engine, of posts and of persons that takes ``by`` or ``key``."""
    engine = [f"workflows.engine.{module.name}" for module in pkgutil.iter_modules(workflows.engine.__path__)]
    for name in (*engine, *MODULES):
        module = importlib.import_module(name)
        for attribute, found in vars(module).items():
            if not inspect.isfunction(found) or found.__module__ != name or attribute.startswith("_"):
                continue
            if {"by", "key"} & set(inspect.signature(found).parameters):
                yield f"{name}.{attribute}"

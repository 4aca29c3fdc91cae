"""The write functions: the one place that lists them. Two of them meeting must be a row of the matrix."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator

import workflows.engine

# What a row of the matrix calls them, and where they are. The jobs of the worker are one function with three courses;
# what runs by the clock stands here like what somebody does.
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
    "return_to": "workflows.engine.returning.return_to",
    "terminate": "workflows.engine.ending.terminate",
    "report": "workflows.engine.incidents.report_incident",
    "suspend": "workflows.engine.suspending.suspend",
    "resume": "workflows.engine.suspending.resume",
    "hand_over": "workflows.engine.moving.hand_over",
    "declare_interest": "workflows.engine.interests.declare_interest",
    "add_signer": "workflows.engine.signers.add_signer",
    "remove_signer": "workflows.engine.signers.remove_signer",
    "delegate": "workflows.engine.deputies.delegate",
    "revoke": "workflows.engine.deputies.revoke",
    "leave": "workflows.engine.leaving.leave",
    "move_case": "workflows.engine.editions.editioning.move_case",
    "go_on": "workflows.engine.suspending.sweep",
    "rescue": "workflows.engine.stranded.sweep",
    "recount": "workflows.engine.countersigning.sweep",
    "remind": "workflows.engine.reminding.remind",
    "collect": "workflows.engine.collecting.collect",
    "settle": "workflows.engine.settling.settle",
    "digest": "workflows.engine.digesting.write_digests",
    "deliver": "workflows.engine.delivering.deliver",
    "look_ahead": "workflows.engine.coming.look_ahead",
    "urge": "workflows.engine.urging.urge",
    "ask_again": "workflows.engine.resubmitting.ask_again",
    "attach": "workflows.engine.attaching.attach",
    "strike_out": "workflows.engine.attaching.strike_out",
    "comment": "workflows.engine.commenting.comment",
    "strike_comment": "workflows.engine.commenting.strike_comment",
    "copy_to": "workflows.engine.copying.copy_to",
    "choose": "workflows.engine.choosing.choose",
    "set_email": "registry.persons.set_email",
}

# Acts on a meeting begin like decide, by one function of their own: the lock of the case orders them. A ballot
# has one verdict, a teller's entry one number: both are constraints.
MEETING = "decide has the rows: the same locks, the same re-reading"
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
    "workflows.engine.commands.keep": "a part of each write function",
    "workflows.engine.drafts.task_draft": "asks only",
    "workflows.engine.proposal.propose": "asks only",
    "workflows.engine.proposal.proposed_case": "asks only",
    "workflows.engine.undoing.can_recall": "asks only",
    "workflows.engine.undoing.can_withdraw": "asks only",
    "workflows.engine.attaching.may_attach": "asks only",
    "workflows.engine.attaching.strikable": "asks only",
    "workflows.engine.authority.lock_holdings": "a part of each write function",
    "workflows.engine.commenting.ask_for_talk": "the same write as comment, by whom the case is about",
    "workflows.engine.commenting.audiences": "asks only",
    "workflows.engine.meetings.acting.acting": "a part of each act on a meeting",
    "workflows.engine.meetings.resolving.resolve": "part of an effect, under the lock of its case",
    "workflows.engine.meetings.attending.note_absence": MEETING,
    "workflows.engine.meetings.attending.sign_in": MEETING,
    "workflows.engine.meetings.attending.sign_out": MEETING,
    "workflows.engine.meetings.attending.take_back_sign_in": MEETING,
    "workflows.engine.meetings.balloting.open_ballot": MEETING,
    "workflows.engine.meetings.convening.amend_agenda": MEETING,
    "workflows.engine.meetings.convening.convene": MEETING,
    "workflows.engine.meetings.counting.count": MEETING,
    "workflows.engine.meetings.counting.settle": MEETING,
    "workflows.engine.meetings.missing.elect_missing": MEETING,
    "workflows.engine.meetings.opinions.receive_opinion": MEETING,
    "workflows.engine.meetings.presiding.adjourn": MEETING,
    "workflows.engine.meetings.presiding.name_tellers": MEETING,
    "workflows.engine.meetings.presiding.open_meeting": MEETING,
    "workflows.engine.meetings.presiding.resume": MEETING,
    "workflows.engine.meetings.reducing.reduce_seats": MEETING,
    "workflows.engine.meetings.roll.amend_roll": MEETING,
    "workflows.engine.meetings.roll.renew_roll": MEETING,
    "workflows.engine.commenting.strikable": "asks only",
    "workflows.engine.copying.may_copy": "asks only",
    "workflows.engine.copying.place_of": "asks only",
    "workflows.engine.deciding.made": "a part of decide and of return_to",
    "workflows.engine.intervening.authority_for": "a part of suspend, resume, report and terminate",
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
    "workflows.engine.parties.still": "a part of attach, copy_to and strike_out",
    "workflows.engine.resubmitting.may_ask_again": "asks only",
    "workflows.engine.signers.removable": "asks only",
    "workflows.engine.signers.seat_of": "asks only",
    "workflows.engine.suspended.end": "a part of resume and of the sweep",
    "workflows.engine.telling.tell": "a part of each write function",
    "workflows.engine.telling.tell_parties": "a part of each write function",
    "workflows.engine.subjects.name_subject": "part of an effect, under the lock of its case",
    "workflows.engine.unsaved.unsaved_case": "writes nothing",
    "workflows.engine.urging.is_concerned": "asks only",
    "workflows.engine.urging.may_urge": "asks only",
    "workflows.engine.urging.too_early": "asks only",
}

MODULES = ("registry.posts", "registry.persons")


def functions() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function of the engine with all below it, of posts and of persons, by its path."""
    below = pkgutil.walk_packages(workflows.engine.__path__, "workflows.engine.")
    for name in (*(module.name for module in below), *MODULES):
        for attribute, found in vars(importlib.import_module(name)).items():
            if inspect.isfunction(found) and found.__module__ == name and not attribute.startswith("_"):
                yield f"{name}.{attribute}", found


def taking_by_or_key() -> Iterator[str]:
    """Those that take ``by`` or ``key``, and those that are swept by the clock."""
    for path, found in functions():
        if {"by", "key"} & set(inspect.signature(found).parameters) or path.endswith(".sweep"):
            yield path

"""Every walk of the transfer, driven by the people it is routed to, ends as it says."""

from __future__ import annotations

import pytest

from audit import journal
from config.demo import driving, meeting_deeds
from config.demo.building import Demo
from config.demo.deeds import DEEDS
from config.walk.deeds import DEEDS as PAGES_OF
from documents.models import Letter, Paper, Serial
from registry import members
from registry.models import Role
from tests.soundness import tracing
from web.verbs import verbs
from workflows.engine import catalogue
from workflows.engine.models import Case, Notice
from workflows.engine.soundness import proving
from workflows.engine.walks import walks_of
from workflows.processes.transfer import Transfer
from workflows.processes.transfer.walks import WALKS

MODELS = proving.models_of(Transfer)

LETTER = ["consent", "branch_check", "examine", "approve", "hand_over"]
ANEW = ["examine", "approve", "hand_over"]
RECEIVED = ["accept", "join", "receipt", "file"]
STEPS = {
    "closed": ["consent", "branch_check", "examine", "approve", "hand_over", "report", "accept", "join", "receipt", "file"],
    "online": ["consent", "branch_check", "pass_on", "examine", "approve", "accept", "join", "receipt", "file"],
    "amended": [
        "consent", "branch_check", "amend", "consent", "branch_check", "examine", "approve", "hand_over", "report",
        "accept", "join", "receipt", "file",
    ],
    "own_request": ["branch_check", "examine", "approve", "hand_over", "report", "accept", "join", "receipt", "file"],
    "own_amended": [
        "branch_check", "amend", "consent", "branch_check", "examine", "approve", "hand_over", "report", "accept",
        "join", "receipt", "file",
    ],
    "returned": ["consent", "branch_check", "examine", "approve", "hand_over", "report", "accept", "letter_back"],
    "reissued": [
        "consent", "branch_check", "examine", "approve", "hand_over", "report", "accept", "letter_back", "examine",
        "approve", "hand_over", "report", "accept", "join", "receipt", "file",
    ],
    "expired": ["consent", "branch_check", "examine", "approve", "hand_over", "report", "explain", "letter_back"],
    "late": [*LETTER, "report", "explain", "letter_back", *ANEW, "report", *RECEIVED],
    "lost": [*LETTER, "report", "explain", "letter_back", *ANEW, "report", *RECEIVED],
    "lost_there": [*LETTER, "report", "explain", "letter_back"],
    "file_checked": [*LETTER, "report", "accept", "file_check", *RECEIVED],
    "probationary": [*LETTER, "report", *RECEIVED],
    "not_recognised": [*LETTER, "report", "accept", "statement", "recognition"],
    "recognised_after_all": [*LETTER, "report", "accept", "statement", "recognition", *RECEIVED],
    "moved_out": [*LETTER, "answer"],
    "back_from_outside": [*LETTER, "answer", "letter_back"],
    "pocketed": [*LETTER, "answer", "explain", "letter_back", *ANEW, "answer"],
    "refused": ["consent", "branch_check", "examine", "approve"],
    "withdrawn": ["consent", "branch_check", "examine"],
    "handed_over": [
        "consent", "branch_check", "examine", "approve", "hand_over", "report", "accept", "join", "receipt", "file",
    ],
    "documented": [
        "consent", "branch_check", "examine", "approve", "hand_over", "report", "accept", "join", "receipt", "file",
    ],
    "sent_back": [
        "consent", "branch_check", "examine", "approve", "branch_check", "examine", "approve", "hand_over", "report",
        "accept", "join", "receipt", "file",
    ],
    "second_thoughts": [
        "consent", "branch_check", "branch_check", "examine", "approve", "hand_over", "report", "accept", "join", "receipt",
        "file",
    ],
    "stood_in": ["consent", "branch_check", "examine", "approve", "hand_over", "report", "accept", "join", "receipt", "file"],
    "suspended": ["consent", "branch_check", "examine", "approve", "hand_over", "report", "accept", "join", "receipt", "file"],
    "terminated": ["consent", "branch_check", "examine"],
    "resubmitted": ["consent", "branch_check", "examine", "approve", "hand_over", "report", "accept", "join", "receipt", "file"],
    "internal": ["consent", "branch_check", "reassign", "join"],
    "urged": ["consent", "branch_check", "examine", "approve", "hand_over", "report", "accept", "join", "receipt", "file"],
}  # fmt: skip

PAPERS = {
    "closed": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "online": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "amended": ["D-TR-1", "D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "own_request": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "own_amended": ["D-TR-1", "D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "returned": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-6"],
    "reissued": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-6", "D-TR-2", "D-TR-3"],
    "expired": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-5"],
    "late": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-5", "D-TR-2", "D-TR-3"],
    "lost": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-12", "D-TR-5", "D-TR-2", "D-TR-3"],
    "lost_there": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-12"],
    "file_checked": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "probationary": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-7", "D-TR-3"],
    "not_recognised": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-7", "D-TR-13"],
    "recognised_after_all": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-7", "D-TR-3"],
    "moved_out": ["D-TR-1", "D-TR-1B", "D-TR-2"],
    "back_from_outside": ["D-TR-1", "D-TR-1B", "D-TR-2"],
    "pocketed": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-5", "D-TR-2"],
    "refused": ["D-TR-1", "D-TR-1B", "D-TR-9"],
    "withdrawn": ["D-TR-1", "D-TR-1B", "D-TR-10"],
    "handed_over": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "documented": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "sent_back": ["D-TR-1", "D-TR-1B", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "second_thoughts": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "stood_in": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "suspended": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "terminated": ["D-TR-1", "D-TR-1B", "D-TR-11"],
    "resubmitted": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
    "internal": ["D-TR-1", "D-TR-1B", "D-TR-8"],
    "urged": ["D-TR-1", "D-TR-1B", "D-TR-2", "D-TR-3"],
}

MOVED = {
    "closed", "documented", "online", "amended", "own_request", "own_amended", "reissued", "handed_over", "internal",
    "late", "lost", "file_checked", "probationary", "recognised_after_all", "moved_out", "pocketed", "urged", "sent_back", "suspended", "resubmitted", "second_thoughts", "stood_in",
}  # fmt: skip


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(STEPS) == set(PAPERS)


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str) -> None:
    walk = WALKS[name]
    drive = driving.begin("transfer", walk)
    before = members.home_of(drive.case.subject, drive.case.opened_on)

    case = driving.to_the_end(drive)

    assert case.outcome == walk.end
    assert [turn.step for turn in case.assignments.order_by("pk")] == STEPS[name]
    papers = Paper.objects.filter(case_reference=case.reference).order_by("pk")
    assert [paper.kind for paper in papers] == PAPERS[name]
    assert all(paper.sha256 for paper in papers)
    home = case.subject.affiliations.order_by("since").last().organisation
    assert (home != before) == (name in MOVED)
    assert all(tracing.explored(model, *tracing.way_of(case)) for model in MODELS)
    assert journal.verify().faults == []


def test_until_accepted_the_member_stays_on_the_senders_roll(world: Demo) -> None:
    drive = driving.begin("transfer", WALKS["closed"])
    member = drive.case.subject
    driving.until(drive, "accept")
    assert member.affiliations.get(until__isnull=True).organisation.code == "QH0101"
    driving.until(drive, "join")
    accepted = drive.case.decisions.get(step="accept").on
    assert [(a.organisation.code, a.until) for a in member.affiliations.order_by("since")][-1] == ("HK0103", None)
    assert members.home_of(member, accepted).code == "HK0103"


def test_a_walk_shows_a_file_a_comment_and_a_copy(world: Demo) -> None:
    case = driving.until(driving.begin("transfer", WALKS["documented"]), "examine")
    assert [(found.title, found.turn.step) for found in case.attachments.all()] == [
        ("接收单位证明.pdf", "branch_check")
    ]
    assert [found.audience for found in case.comments.all()] == ["everyone"]
    (copy,) = case.copies.all()
    assert copy.post.organisation.code == "QH01"


def test_sent_back_the_branch_check_is_decided_twice_and_the_return_is_none_of_them(world: Demo) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["sent_back"]))
    assert [(d.step, d.outcome) for d in case.decisions.order_by("pk")][1:7] == [
        ("branch_check", "pass"), ("examine", "pass"), ("approve", "sent_back"), ("branch_check", "pass"),
        ("examine", "pass"), ("approve", "agree"),
    ]  # fmt: skip
    assert ("approve", "sent_back:branch_check") in tracing.way_of(case)[0]


def test_suspended_for_a_week_the_approval_is_due_a_week_later(world: Demo) -> None:
    drive = driving.begin("transfer", WALKS["suspended"])
    driving.until(drive, "approve")
    due = drive.case.assignments.get(step="approve").due_on
    driving.to_the_end(drive)
    pause = drive.case.pauses.get()
    assert ((pause.ended_on - pause.on).days, pause.reason) == (8, "收到有关反映，正在核实。")
    assert drive.case.assignments.get(step="approve").due_on > due


def test_asked_again_the_new_case_follows_the_refused_one(world: Demo) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["resubmitted"]))
    assert (case.follows.outcome, case.outcome, case.subject) == ("refused", "closed", case.follows.subject)


def test_what_was_taken_back_has_left_its_trace_and_nothing_else(world: Demo) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["second_thoughts"]))
    assert [file.struck_at is not None for file in case.attachments.all()] == [True]
    assert [comment.struck_at is not None for comment in case.comments.all()] == [True]
    checks = case.decisions.filter(step="branch_check").order_by("pk")
    assert [(d.recalled_at is not None, d.answers["opinion"]) for d in checks] == [(True, "同意转出。"), (False, "")]
    acts = [entry.act for entry in journal.entries_of(case.stream)]
    assert acts.count("step.recalled") == 1


def test_who_stood_in_for_one_who_left_and_for_one_who_was_away(world: Demo) -> None:
    """The check went to the secretary of the branch, the approval was decided by a proxy in his own name."""
    case = driving.to_the_end(driving.begin("transfer", WALKS["stood_in"]))
    done = {decision.step: decision for decision in case.decisions.all()}
    holder = world.holder("QH01", Role.SECRETARY).person
    assert done["branch_check"].as_whom == "锦江社区支部书记"
    assert (done["approve"].person, done["approve"].acting_for) == (
        world.holder("QH01", Role.DEPUTY_SECRETARY).person,
        holder,
    )
    assert not world.organisations["QH0101"].posts.get(role=Role.ORGANISATION_COMMISSIONER).appointments.on(case.closed_at.date()).exists()  # fmt: skip


# -- every verb is shown by a walk ------------------------------------------------------------------------------------------


def shown() -> set[str]:
    """What is done in some walk of some process besides deciding."""
    return {verb for name in catalogue.processes() for walk in walks_of(name).values() for verb in walk.shows}


def test_every_verb_of_the_pages_is_shown_by_a_walk() -> None:
    assert {verb.name for verb in verbs()} - shown() == set()


def test_so_is_everything_else_that_is_done_with_a_case_and_nothing_that_is_not_there() -> None:
    assert set(DEEDS) == set(PAGES_OF)
    of_cases = {"draft", "undo", "delegate", "leave", "withdraw", "lapse"}
    assert shown() - {verb.name for verb in verbs()} == of_cases | meeting_deeds.DEEDS.keys()


def test_one_serial_on_stub_letter_and_receipt(world: Demo) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["closed"]))
    letter = Paper.objects.get(case_reference=case.reference, kind="D-TR-2")
    receipt = Paper.objects.get(case_reference=case.reference, kind="D-TR-3")
    assert letter.number == receipt.number == "2026-QH01-0001"
    assert letter.serial_id == receipt.serial_id


def test_a_void_serial_stays_with_its_reason(world: Demo) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["reissued"]))
    serials = Serial.objects.filter(papers__case_reference=case.reference, series="letter").distinct().order_by("pk")
    assert [(s.text, s.void_reason) for s in serials] == [
        ("2026-HK02-0001", "接收单位全称有误"),
        ("2026-HK02-0002", ""),
    ]
    assert [letter.state for letter in Letter.objects.filter(paper__case_reference=case.reference).order_by("pk")] == [
        "void",
        "filed",
    ]


def test_an_expired_letter_is_noted_the_day_after_its_last_valid_day(world: Demo) -> None:
    drive = driving.begin("transfer", WALKS["expired"])
    driving.until(drive, "letter_back")
    letter = Letter.objects.get(paper__case_reference=drive.case.reference)
    lapsed = [e for e in journal.entries_of(drive.case.stream) if e.act == "wait.ended"]
    assert letter.state == "expired"
    assert [entry.facts["until"] for entry in lapsed] == [str(letter.valid_until)]
    assert not Case.objects.get(pk=drive.case.pk).closed_at


def test_who_checked_and_who_approved_in_the_others_place(world: Demo) -> None:
    """The check went to the secretary, the approval to the deputy of whoever stood aside."""
    case = driving.to_the_end(driving.begin("transfer", WALKS["handed_over"]))
    done = {decision.step: decision.as_whom for decision in case.decisions.all()}
    assert (done["branch_check"], done["approve"]) == ("锦江社区支部书记", "玉屏街道工委副书记")
    acts = [entry.act for entry in journal.entries_of(case.stream)]
    assert [act for act in acts if act.startswith(("turn.", "interest."))] == [
        "turn.handed_over",
        "interest.declared",
        "turn.rerouted",
    ]


def test_what_is_left_lying_is_urged_reminded_of_and_escalated_once_each(world: Demo) -> None:
    """Opened on Tuesday 24 November, checked by the branch after a fortnight."""
    case = driving.to_the_end(driving.begin("transfer", WALKS["urged"]))
    turn = case.assignments.get(step="branch_check")
    said = [e.act for e in journal.entries_of(case.stream)]
    assert (said.count("case.urged"), said.count("turn.escalated"), turn.urged) == (2, 1, 2)
    assert list(turn.reminders.order_by("pk").values_list("stage", flat=True)) == ["due", "escalated"]
    assert str(turn.escalated_to.organisation.code) == "QH01"
    told = Notice.objects.filter(turn=turn).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["task", "urged", "reminder", "urged", "escalated"]

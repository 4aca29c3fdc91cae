"""Closed and open cases with their turns, decisions and papers: skewed as in life, found again by arithmetic.

A closed case has eight decided turns. An open one waits at one turn: the first ones for the busiest approver, the next
for the typical one, all others spread over the branches and committees, so that both lists are the same at each size.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.inbox.copying import Row, bulk, copy, public_id
from bench.inbox.plan import PER_CASE, Plan, mixed, subject
from bench.inbox.world import PER_BRANCH, PER_COMMITTEE

BATCH = 20_000
FLOW = "workflows/processes.transfer.Transfer"
COLUMNS = {
    "viewflow_process": "id flow_class status created finished data",
    "workflows_case": "process_ptr_id reference process_name opened_at opened_on pack pack_version outcome closed_at"
    " opened_by_id opener_id organisation_id subject_id seen_from",
    "workflows_involvement": "case_id organisation_id",
    "viewflow_task": "id flow_task flow_task_type status created assigned started finished token owner_id process_id data",
    "workflows_taskassignment": "id public_id process_name step why opened_at visible_from due_on due_provisional"
    " closed_at closed_how case_id person_id post_id task_id",
    "workflows_decision": "id public_id step kind outcome answers as_whom at on held_until facts_digest by_id case_id"
    " opener_id person_id subject_person_id appointment_id assignment_id",
    "documents_serial": "id series year running text taken_at void_reason issuer_id",
    "documents_paper": "id public_id task_id case_reference kind title state number dated facts_sealed facts_digest"
    " reserved_at issued_at sha256 size pages builds seal_sha256 site issuer_id subject_id serial_id",
}
ANSWERS = {
    "branch_check": {"outcome": "pass", "dues_paid_until": "2026-11", "outstanding": "", "probation_record": "yes", "opinion": ""},
    "examine": {"outcome": "pass", "channel": "paper", "valid_days": "30", "opinion": "材料齐全。"},
}  # fmt: skip
SAID = {step: json.dumps(answers, ensure_ascii=False) for step, answers in ANSWERS.items()}
WHY = "[]"
PACK, VERSION = "cn_2026", "2026.05"


@dataclass(frozen=True)
class About:
    """What a case is about."""

    case: int
    branch: int
    target: int
    member: int
    opened: dt.datetime


Tables = dict[str, list[Row]]


def load_closed(plan: Plan) -> None:
    """Write everything that is over; secondary indexes are built afterwards."""
    with bulk(COLUMNS, rebuild=True):
        _write(range(plan.closed_cases), lambda number, tables: _closed(plan, number, tables))


def load_open(plan: Plan, first: int, end: int) -> None:
    """Add open cases, with all indexes in place as in life."""
    with bulk(COLUMNS, rebuild=False):
        _write(range(first, end), lambda number, tables: _open(plan, number, tables))


def _write(numbers: range, one: Callable[[int, Tables], None]) -> None:
    for start in range(0, len(numbers), BATCH):
        tables: Tables = defaultdict(list)
        for number in numbers[start : start + BATCH]:
            one(number, tables)
        for table, rows in tables.items():
            copy(table, COLUMNS[table], rows)


# -- closed cases -------------------------------------------------------------------------------------------------


def _closed(plan: Plan, number: int, tables: Tables) -> None:
    world = plan.world
    branch = int(world.branches * (mixed(number, 1) / 2**32) ** 2)
    about = About(
        case=number + 1,
        branch=branch,
        target=mixed(number, 2) % world.branches,
        member=branch * PER_BRANCH + 3 + mixed(number, 3) % (PER_BRANCH - 2),
        opened=plan.now - dt.timedelta(days=1900) + dt.timedelta(days=1750) * (number / max(plan.closed_cases, 1)),
    )
    ends = about.opened + dt.timedelta(days=8 + mixed(number, 4) % 40)
    outcome = ("refused", "returned", "withdrawn", "internal")[number // 7 % 4] if number % 7 == 0 else "closed"
    by_busiest = (
        number + 1
    ) * plan.busiest_closed // plan.closed_cases > number * plan.busiest_closed // plan.closed_cases
    _case(plan, about, tables, outcome, ends)
    turns = list(_turns_of(plan, about, by_busiest=by_busiest))
    for place, (step, post, kind) in enumerate(turns):
        at = about.opened + (ends - about.opened) * (place + 1) / PER_CASE
        _decided(plan, about, tables, number * PER_CASE + place + 1, step, post, kind, at)
    _involve(about, tables, *(world.branch(branch), world.branch(about.target)))
    _involve(about, tables, *(organisation for organisation in _committees(plan, about, by_busiest=by_busiest)))
    _paper(plan, about, tables, ends)


def _turns_of(plan: Plan, about: About, *, by_busiest: bool) -> Iterator[tuple[str, int, str]]:
    world, here, there = plan.world, about.branch // PER_COMMITTEE, about.target // PER_COMMITTEE
    yield "branch_check", world.branch_post(about.branch, 1), "act"
    yield "examine", world.committee_post(here, 1), "act"
    yield "approve", plan.busiest_post if by_busiest else world.committee_post(here, 0), "approve"
    yield "hand_over", world.committee_post(here, 1), "act"
    yield "report", world.committee_post(there, 1), "act"
    yield "accept", world.committee_post(there, 1), "approve"
    yield "join", world.branch_post(about.target, 0), "act"
    yield "file", world.committee_post(here, 1), "act"


def _committees(plan: Plan, about: About, *, by_busiest: bool) -> set[int]:
    found = {plan.world.committee(branch // PER_COMMITTEE) for branch in (about.branch, about.target)}
    return found | {1} if by_busiest else found


def _decided(
    plan: Plan, about: About, tables: Tables, row: int, step: str, post: int, kind: str, at: dt.datetime
) -> None:
    """A turn that was decided, with its task and its decision, all under one number."""
    world = plan.world
    holder, user = world.holder(post), world.user(post)
    opened, day, at_text = str(at - dt.timedelta(days=1)), str(at.date()), str(at)
    tables["viewflow_task"].append(
        (row, f"{FLOW}.{step}", "HUMAN", "DONE", opened, None, at_text, at_text, "start", user, about.case, "{}")
    )
    tables["workflows_taskassignment"].append(
        (row, public_id(row, 4), "transfer", step, WHY, opened, opened, day, False, at_text, "decided", about.case, None, post, row)
    )  # fmt: skip
    outcome = "agree" if step == "approve" else "pass"
    tables["workflows_decision"].append(
        (row, public_id(row, 5), step, kind, outcome, SAID.get(step, "{}"), "职务", at_text, day, at_text, "", user, about.case,
         _opener(plan, about), holder, about.member, post, row)
    )  # fmt: skip


def _opener(plan: Plan, about: About) -> int:
    return plan.world.holder(plan.world.branch_post(about.branch, 0))


def _case(plan: Plan, about: About, tables: Tables, outcome: str, ends: dt.datetime | None) -> None:
    world, member = plan.world, public_id(about.member, 3)
    request = {
        "member": member, "to": public_id(world.branch(about.target), 1), "start_on": str(about.opened.date()),
        "fixed_place": "yes", "reason": "job", "away_months": "", "telephone": "13900001111", "note": "",
    }  # fmt: skip
    status = "DONE" if ends else "NEW"
    tables["viewflow_process"].append(
        (about.case, FLOW, status, about.opened, ends, json.dumps({"request": request}, ensure_ascii=False))
    )
    tables["workflows_case"].append(
        (about.case, public_id(about.case, 6), "transfer", about.opened, about.opened.date(), PACK, VERSION, outcome, ends,
         world.user(world.branch_post(about.branch, 0)), _opener(plan, about), world.branch(about.branch), about.member,
         sorted({*world.lineage(about.branch), *world.lineage(about.target)}))
    )  # fmt: skip


def _involve(about: About, tables: Tables, *organisations: int) -> None:
    tables["workflows_involvement"] += [(about.case, organisation) for organisation in dict.fromkeys(organisations)]


def _paper(plan: Plan, about: About, tables: Tables, at: dt.datetime) -> None:
    issuer, number = plan.world.committee(about.branch // PER_COMMITTEE), about.case
    text = f"云组〔{at.year}〕{number}号"
    tables["documents_serial"].append((number, "letter", at.year, number, text, at, "", issuer))
    tables["documents_paper"].append(
        (number, public_id(number, 7), number, public_id(about.case, 6), "D-TR-2", "党员组织关系介绍信", "issued", text, at.date(),
         "", "0" * 64, at, at, f"{number:064x}", 90_000, 3, "{}", "", "", issuer, about.member, number)
    )  # fmt: skip


# -- open cases ---------------------------------------------------------------------------------------------------


def _open(plan: Plan, number: int, tables: Tables) -> None:
    world = plan.world
    member = subject(plan, number)
    branch = (member - 1) // PER_BRANCH
    about = About(
        case=plan.closed_cases + number + 1,
        branch=branch,
        target=(branch + 1 + mixed(number, 5) % (world.branches - 1)) % world.branches,
        member=member,
        opened=plan.now - dt.timedelta(days=90) * (mixed(number, 6) / 2**32) - dt.timedelta(hours=2),
    )
    step, post, person = _waits_at(plan, number, about)
    _case(plan, about, tables, "", None)
    row = plan.closed_cases * PER_CASE + 4 * number + 1
    for place, (earlier, by, kind) in enumerate(_before(plan, about, step)):
        _decided(plan, about, tables, row + place, earlier, by, kind, about.opened + dt.timedelta(hours=place / 10))
    _turn(plan, about, tables, row + 3, number, step, post, person)
    there = world.committee(about.target // PER_COMMITTEE)
    _involve(about, tables, world.branch(branch), world.branch(about.target), there, _place_of(plan, about, post))


def _waits_at(plan: Plan, number: int, about: About) -> tuple[str, int, int | None]:
    """Step, post and, where it is the subject's own, person of an open turn."""
    world, committee = plan.world, about.branch // PER_COMMITTEE
    if number < plan.busiest_open:
        return "approve", plan.busiest_post, None
    if number < plan.own:
        return "approve", plan.typical_post, None
    draw = mixed(number, 7) % 100
    if draw < 5 or number == plan.own:
        return "consent", world.branch_post(about.branch, 0), about.member
    if draw < 25:
        return "examine", world.committee_post(committee, 1), None
    if draw < 40 and committee != plan.typical_committee:
        return "approve", world.committee_post(committee, 0), None
    return "branch_check", world.branch_post(about.branch, 1), None


def _before(plan: Plan, about: About, step: str) -> Iterator[tuple[str, int, str]]:
    """What was decided before an approval of the two; what the others did before counts among the closed turns."""
    if step == "approve" and about.case <= plan.closed_cases + plan.own:
        world = plan.world
        yield "branch_check", world.branch_post(about.branch, 1), "act"
        yield "examine", world.committee_post(about.branch // PER_COMMITTEE, 1), "act"


def _place_of(plan: Plan, about: About, post: int) -> int:
    if post == plan.busiest_post:
        return 1
    world = plan.world
    return world.branch(about.branch) if post <= 2 * world.branches else world.committee(about.branch // PER_COMMITTEE)


def _turn(
    plan: Plan, about: About, tables: Tables, row: int, number: int, step: str, post: int, person: int | None
) -> None:
    """An open turn. Stock viewflow gets it as assigned to the holder; of the others one in twenty as unassigned."""
    due = None if number % 31 == 0 else (plan.now + dt.timedelta(days=mixed(number, 8) % 30 - 8)).date()
    # One of each of the two is still within the undo hold of the step before.
    held = number in (plan.busiest_open - 1, plan.own - 1)
    visible = plan.now + dt.timedelta(days=10) if held else about.opened
    queued = number >= plan.own and number % 20 == 0
    owner = None if queued else plan.world.user(post)
    tables["viewflow_task"].append(
        (row, f"{FLOW}.{step}", "HUMAN", "NEW" if queued else "ASSIGNED", about.opened, None if queued else about.opened,
         None, None, "start", owner, about.case, "{}")
    )  # fmt: skip
    tables["workflows_taskassignment"].append(
        (row, public_id(row, 4), "transfer", step, WHY, about.opened, visible, due, False, None, "", about.case, person, post, row)
    )  # fmt: skip

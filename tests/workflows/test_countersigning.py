"""The multi-person step in the database: every round is what the algebra makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from registry import posts
from registry.models import Member, Role, User
from tests import desk
from tests.workflows import countersigned
from workflows.engine import catalogue, countersigning, deciding, opening, rounds, signers, undoing, waiting
from workflows.engine.errors import Conflict, Refused
from workflows.engine.models import Case, Decision, Notice, Signing, SigningEvent, TaskAssignment
from workflows.engine.said import Said

DEMO = journal.system("demo")
ROLES = {"secretary": Role.SECRETARY, "deputy": Role.DEPUTY_SECRETARY, "organiser": Role.ORGANISER}


class Desk:
    """A case of a countersigned course, and short words for what is done with it."""

    def __init__(self, world: Demo, course: Any, opener: User, member: Member) -> None:
        self.world, self.course = world, course
        self.case = opening.open_case(
            course,
            by=opener,
            organisation=world.organisations["QH0101"],
            data={"member": member.public_id},
            key=desk.key(),
        )
        desk.settle()
        self.drafted()

    def drafted(self) -> None:
        """The branch drafts; it comes to the signers."""
        turn = desk.the_turn(self.case)
        assert turn.step == "draft"
        by = driving.actor_for(turn)
        deciding.decide(turn.public_id, by=by, data={"text": "拟同意。"}, key=desk.key())
        desk.settle()

    def user(self, who: str) -> User:
        """The holder of a post of the committee, or of the county."""
        code, role = ("QH", who.removeprefix("county ")) if who.startswith("county") else ("QH01", who)
        roles = ROLES | {"head": Role.DEPARTMENT_HEAD}
        return self.world.holder(code, roles[role])

    def open(self) -> list[str]:
        """Whose turn it is."""
        turns = TaskAssignment.objects.filter(case=self.case, closed_at__isnull=True).select_related(
            "post__organisation"
        )
        return [self.name(turn.post) for turn in turns.order_by("signer__number")]

    def name(self, post: Any) -> str:
        """Short for a post."""
        names = {role: name for name, role in ROLES.items()} | {Role.DEPARTMENT_HEAD: "head"}
        code = post.organisation.code
        short = names.get(post.role, post.role)
        return short if code == "QH01" else f"{'county' if code == 'QH' else 'branch'} {short}"

    def turn(self, who: str) -> TaskAssignment:
        """The newest turn of a post."""
        turns = TaskAssignment.objects.filter(case=self.case).select_related(
            "task", "post__organisation", "case", "signer"
        )
        return [turn for turn in turns.order_by("pk") if self.name(turn.post) == who][-1]

    def sign(self, who: str, outcome: str = "agree", by: User | None = None) -> Decision:
        """A post gives its opinion."""
        data = {"outcome": outcome, "opinion": "" if outcome == "agree" else "理由如下。"}
        return deciding.decide(self.turn(who).public_id, by=by or self.user(who), data=data, key=desk.key())

    def signing(self) -> Signing:
        """The latest round."""
        return Signing.objects.filter(case=self.case).latest("pk")

    def add(self, who: str, wanted: Any, place: str = "parallel", **more: Any) -> Signing:
        """Somebody asks for one more signature."""
        by = more.pop("by", None) or self.user(who)
        said = {"reason": "请一并审核。", "place": place} | more
        return signers.add_signer(self.signing().public_id, by=by, post=wanted.pk, key=desk.key(), **said)

    def remove(self, who: str, gone: str, **more: Any) -> Signing:
        """Somebody takes a signer off."""
        by = more.pop("by", None) or self.user(who)
        signing = self.signing()
        signer = next(s for s in signing.signers.select_related("post__organisation") if self.name(s.post) == gone)
        said = {"reason": "不需要。"} | more
        return signers.remove_signer(signing.public_id, by=by, signer=signer.public_id, key=desk.key(), **said)

    def post(self, code: str, role: str) -> Any:
        """A post of the register."""
        return self.world.organisations[code].posts.get(role=role)

    def leave(self, who: str) -> None:
        """The holder of a post left it yesterday."""
        (held,) = self.turn(who).post.appointments.filter(until__isnull=True)
        posts.end_appointment(held, by=DEMO, last_day=clock.today() - dt.timedelta(days=1), reason="调离")

    def closed(self) -> dict[str, str]:
        """How each newest turn of the round was closed."""
        found = TaskAssignment.objects.filter(signer__signing=self.signing()).select_related("post__organisation")
        return {self.name(turn.post): turn.closed_how for turn in found.order_by("pk")}

    def ended(self) -> str:
        """How the case ended."""
        desk.settle()
        return Case.objects.get(pk=self.case.pk).outcome

    def said(self) -> Said:
        """What was said so far, read anew."""
        return Said(Case.objects.get(pk=self.case.pk))


@pytest.fixture
def at(world: Demo, secretary: User, ordinary_member: Member, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Desk]:
    """A case that has come to the signers of a course."""

    def begun(name: str = "Signed") -> Desk:
        course = getattr(countersigned, name)
        monkeypatch.setitem(catalogue._PROCESSES, course.name, course)
        return Desk(world, course, secretary, ordinary_member)

    return begun


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


ALL = ["secretary", "deputy", "organiser"]


# -- the rules ------------------------------------------------------------------------------------------------------------


def test_all_sign_at_the_same_time_and_the_last_one_ends_the_step(at: Any) -> None:
    case = at()
    assert case.open() == ALL
    for who in ("organiser", "secretary"):
        case.sign(who)
    assert (case.open(), case.ended()) == (["deputy"], "")
    case.sign("deputy")
    assert (case.open(), case.ended(), case.signing().result) == ([], "closed", "agreed")


def test_one_no_ends_a_step_that_all_must_sign(at: Any) -> None:
    case = at()
    case.sign("secretary")
    case.sign("deputy", "disagree")
    assert case.closed() == {"secretary": "decided", "deputy": "decided", "organiser": "not_needed"}
    assert case.ended() == "refused"


def test_whoever_was_not_needed_has_decided_nothing(at: Any) -> None:
    """ruoyi #939: where one refuses, the case is done by him and by nobody else."""
    case = at("AnyOne")
    case.sign("secretary", "disagree")
    case.sign("deputy")
    desk.settle()
    by = {d.person.name for d in Decision.objects.filter(case=case.case, step="sign").select_related("person")}
    assert by == {case.user("secretary").person.name, case.user("deputy").person.name}
    turn = case.turn("organiser")
    assert (turn.closed_how, hasattr(turn, "decision")) == ("not_needed", False)
    assert [n.person for n in Notice.objects.filter(turn=turn)] == [case.user("organiser").person]
    with pytest.raises(Conflict, match="no longer needed"):
        case.sign("organiser")


@pytest.mark.parametrize(
    ("course", "answers", "ended"),
    [
        ("AnyOne", ["disagree", "disagree", "disagree"], "refused"),
        ("AnyOne", ["disagree", "agree"], "passed"),
        ("MoreThanHalf", ["agree", "agree"], "passed"),
        ("MoreThanHalf", ["disagree", "agree", "disagree"], "refused"),
        ("MoreThanHalf", ["disagree", "agree", "agree"], "passed"),
        ("AtLeastHalf", ["disagree", "agree", "agree"], "passed"),
        ("AtLeastHalf", ["disagree", "disagree"], "refused"),
    ],
)
def test_shares_end_as_soon_as_nothing_can_change_them(at: Any, course: str, answers: Any, ended: str) -> None:
    case = at(course)
    for number, (who, answer) in enumerate(zip(ALL, answers, strict=False), start=1):
        case.sign(who, answer)
        assert (case.signing().result != "") == (number == len(answers))
    assert case.ended() == ended


def test_in_order_only_the_next_one_has_the_task(at: Any) -> None:
    case = at("InOrder")
    seen = []
    for _count in ALL:
        (who,) = case.open()
        seen.append(who)
        case.sign(who)
        desk.settle()
    assert (seen, case.ended()) == (ALL, "closed")


def test_in_order_the_next_one_waits_until_the_undo_is_over(at: Any) -> None:
    case = at("InOrder")
    case.sign("secretary")
    with pytest.raises(Conflict, match="can still be undone"):
        case.sign("deputy")
    desk.settle()
    case.sign("deputy")


def test_a_signature_keeps_its_own_answers(at: Any) -> None:
    case = at("MoreThanHalf")
    case.sign("secretary", "disagree")
    case.sign("deputy")
    said = case.said()
    assert [(o.person, o.outcome, o.answers["opinion"]) for o in said.opinions("sign")] == [
        (case.user("secretary").person, "disagree", "理由如下。"), (case.user("deputy").person, "agree", ""),
    ]  # fmt: skip
    assert said.outcome("sign") == ""
    case.sign("organiser")
    assert (case.said().outcome("sign"), len(case.said().opinions("sign"))) == ("agree", 3)

"""Short words for tests of the multi-person step: a case that has come to its signers, and what is done with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from registry import posts
from registry.models import Member, Role, User
from tests import desk
from workflows.engine import deciding, opening, signers, undoing
from workflows.engine.models import Case, Decision, Signing, TaskAssignment
from workflows.engine.said import Said

DEMO = journal.system("demo")
ROLES = {"secretary": Role.SECRETARY, "deputy": Role.DEPUTY_SECRETARY, "organiser": Role.ORGANISER}


ALL = ["secretary", "deputy", "organiser"]


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
        roll = signing.signers.select_related("post__organisation")
        signer = {self.name(signer.post): signer for signer in roll}[gone]
        said = {"reason": "不需要。"} | more
        return signers.remove_signer(signing.public_id, by=by, signer=signer.public_id, key=desk.key(), **said)

    def post(self, code: str, role: str) -> Any:
        """A post of the register."""
        return self.world.organisations[code].posts.get(role=role)

    def leave(self, who: str) -> None:
        """The holder of a post left it yesterday."""
        code, role = ("QH", who.removeprefix("county ")) if who.startswith("county") else ("QH01", who)
        (held,) = self.post(code, ROLES[role]).appointments.filter(until__isnull=True)
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


def recall(decision: Decision) -> None:
    """Whoever decided takes it back."""
    undoing.recall(decision.public_id, by=decision.by, key=desk.key())

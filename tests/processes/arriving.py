"""Short words for tests of an arrival: a letter, a case opened with it, and who is entered on which roll."""

from __future__ import annotations

from typing import Any

from audit import journal
from config.demo.building import Demo
from registry import members
from registry.models import Affiliation, Member, Organisation, Person, Role, User
from tests import desk
from tests.conftest import DAY
from workflows.engine import opening
from workflows.engine.models import Case
from workflows.processes.arrival import Arrival
from workflows.processes.arrival.walks import WALKS


def letter(world: Demo, walk: str = "accepted", **more: Any) -> dict[str, Any]:
    """The opening answers of a walk, with changes."""
    return dict(WALKS[walk].opening(None, world.organisations)) | more


def opened(world: Demo, code: str = "QH01", *, by: User | None = None, walk: str = "accepted", **more: Any) -> Case:
    """A case that was just opened at a committee, by its organiser."""
    who = by or world.holder(code, Role.ORGANISER)
    data = letter(world, walk, **more)
    return opening.open_case(Arrival, by=who, organisation=world.organisations[code], data=data, key=desk.key())


def about(member: Member, **more: Any) -> dict[str, Any]:
    """What a letter says of a member the register knows."""
    person: Person = member.person
    return {
        "name": person.name, "id_number": person.id_number(), "sex": person.sex, "born_on": person.born_on.isoformat(),
        "standing": member.standing, "joined_on": member.joined_on.isoformat(),
        "full_since": member.full_since.isoformat() if member.full_since else "",
    } | more  # fmt: skip


def gone_outside(world: Demo, member: Member, *, ago: int = 60) -> Member:
    """A member who has left for an organisation outside some days ago."""
    outside: Organisation = world.organisations["OUT1"]
    Affiliation.objects.filter(member=member).update(since=member.joined_on)
    on = DAY.fromordinal(DAY.toordinal() - ago)
    members.move_home(member, outside, by=desk_actor(), on=on, case_reference="", article="")
    return member


def desk_actor() -> Any:
    """Who does what the tests arrange."""
    return journal.system("test")


def on_rolls(person: Person | None) -> list[str]:
    """The codes of all homes of somebody, oldest first."""
    homes = Affiliation.objects.filter(member__person=person).order_by("since")
    return [home.organisation.code for home in homes.select_related("organisation")]

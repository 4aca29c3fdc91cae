"""Building the demo register (演示登记): organisations, posts, people, members, accounts, by the write functions."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from django.db import transaction

from audit import journal
from config.demo.people import Invented, Inventor
from config.demo.places import Plan, plans
from registry import members, organisations, persons, posts
from registry.calendar import add_months, first_of_month
from registry.models import Level, Member, Organisation, Person, Role, User

DEMO = journal.system("demo")
TITLES = {
    (Role.SECRETARY, Level.BRANCH): "书记",
    (Role.ORGANISATION_COMMISSIONER, Level.BRANCH): "组织委员",
    (Role.SECRETARY, Level.GENERAL_BRANCH): "书记",
    (Role.SECRETARY, Level.COMMITTEE): "书记",
    (Role.DEPUTY_SECRETARY, Level.COMMITTEE): "副书记",
    (Role.ORGANISER, Level.COMMITTEE): "组织员",
    (Role.DEPARTMENT_HEAD, Level.COUNTY): "组织部部长",
    (Role.ORGANISER, Level.COUNTY): "组织部组织员",
    (Role.AUDITOR, Level.COUNTY): "审计员",
    (Role.DEPARTMENT_HEAD, Level.PREFECTURE): "组织部部长",
    (Role.ORGANISER, Level.PREFECTURE): "组织部组织员",
    (Role.AUDITOR, Level.PREFECTURE): "审计员",
    (Role.REGISTRAR, Level.PREFECTURE): "登记员",
}
# Members of the committee of a county or of the prefecture; the first is the head of the organisation department.
SEATS = ("常委、组织部部长", "常委、副书记", "常委、纪委书记", "常委、宣传部部长")


@dataclass
class Demo:
    """What was built: organisations by code, the day, and the dice of its seed."""

    day: dt.date
    seed: int
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 -- must be the same every time, not secret
        self.inventor = Inventor(self.seed)

    def members(self, code: str) -> list[Member]:
        """The members of a branch today, by name."""
        return list(members.members_of(self.organisations[code], self.day))

    def holder(self, code: str, role: str) -> User:
        """The account of whoever holds a post today."""
        post = self.organisations[code].posts.get(role=role)
        return posts.holders(post, self.day)[0].user


@transaction.atomic
def build(day: dt.date, seed: int) -> Demo:
    """Build the register as it stands on a day."""
    demo = Demo(day, seed)
    for plan in plans():
        _found(demo, plan)
    for plan in plans():
        if plan.level == Level.BRANCH:
            _people_branch(demo, plan)
    for plan in plans():
        _fill_posts(demo, plan)
    for plan in plans():
        _seat_committee(demo, plan)
    return demo


def _found(demo: Demo, plan: Plan) -> None:
    number = len(demo.organisations)
    demo.organisations[plan.code] = organisations.found(
        by=DEMO, code=plan.code, name=plan.name, level=plan.level,
        parent=demo.organisations[plan.parent] if plan.parent else None,
        short_name=plan.short, document_word=plan.word, may_approve=plan.may_approve, outside=plan.outside,
        address=plan.address, telephone=f"0855-{2200000 + number * 37}", fax=f"0855-{2200001 + number * 37}",
        postcode="556000", founded_on=dt.date(demo.day.year - 20, 7, 1),
    )  # fmt: skip


def _people_branch(demo: Demo, plan: Plan) -> None:
    for n in range(plan.members):
        probationary = n == plan.members - 1 and plan.members > 8
        _member(demo, demo.organisations[plan.code], probationary=probationary)


def _member(demo: Demo, home: Organisation, *, probationary: bool) -> Member:
    invented = demo.inventor.person(youngest=24, oldest=66, year=demo.day.year)
    joined = _joined(demo, invented, probationary=probationary)
    paid = add_months(first_of_month(demo.day), -demo.dice.choice([0, 0, 0, 1, 1, 4]))
    person = record(invented)
    return members.enrol(
        person, by=DEMO, home=home, standing="probationary" if probationary else "full", joined_on=joined,
        full_since=None if probationary else add_months(joined, 12), dues_paid_until=max(paid, first_of_month(joined)),
        since=max(joined, dt.date(demo.day.year - demo.dice.randint(1, 9), 3, 1)) if not probationary else joined,
    )  # fmt: skip


def _joined(demo: Demo, invented: Invented, *, probationary: bool) -> dt.date:
    if probationary:
        return add_months(demo.day, -demo.dice.randint(2, 10))
    earliest, latest = invented.born_on.year + 19, demo.day.year - 2
    return dt.date(demo.dice.randint(min(earliest, latest), latest), 7, 1)


def record(invented: Invented) -> Person:
    """Record an invented person."""
    return persons.record(
        by=DEMO, name=invented.name, sex=invented.sex, born_on=invented.born_on, id_number=invented.id_number,
        ethnic_group=invented.ethnic_group, telephone=invented.telephone,
    )  # fmt: skip


def _fill_posts(demo: Demo, plan: Plan) -> None:
    """Branch posts go to the branch's own full members, posts above to people of their own."""
    organisation = demo.organisations[plan.code]
    own = [m.person for m in demo.members(plan.code) if m.standing == "full"]
    for role in plan.posts:
        post = posts.create_post(organisation, role, by=DEMO, title=TITLES[Role(role), Level(plan.level)])
        person = own.pop(0) if own else record(demo.inventor.person(youngest=32, oldest=58, year=demo.day.year))
        posts.appoint(post, person, by=DEMO, since=dt.date(demo.day.year - 1, 1, 15))
        account(person, f"{plan.code.lower()}-{role.replace('_', '-')}")
    for number, member in enumerate(demo.members(plan.code) if plan.level == Level.BRANCH else []):
        if number < 4 and not hasattr(member.person, "user"):
            account(member.person, f"{plan.code.lower()}-member-{number}")


def _seat_committee(demo: Demo, plan: Plan) -> None:
    """The committee of a county or of the prefecture (县委、州委常委), so far as it decides on appeals."""
    organisation = demo.organisations[plan.code]
    for number, title in enumerate(SEATS[: plan.committee]):
        post = posts.create_post(organisation, Role.COMMITTEE_MEMBER, by=DEMO, title=title)
        person = (
            record(demo.inventor.person(youngest=40, oldest=58, year=demo.day.year)) if number else _head(demo, plan)
        )
        posts.appoint(post, person, by=DEMO, since=dt.date(demo.day.year - 1, 1, 15))
        if number:
            account(person, f"{plan.code.lower()}-committee-{number}")


def _head(demo: Demo, plan: Plan) -> Person:
    person = demo.holder(plan.code, Role.DEPARTMENT_HEAD).person
    assert person is not None  # whoever holds a post is somebody
    return person


def account(person: Person, username: str) -> User:
    """An account of the demo: entered from the sign-in page, without a password."""
    return persons.open_account(person, by=DEMO, username=username)

"""Members of one name are told apart where they are chosen, by as little as is enough."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from config.demo.building import Demo
from forms.kit import Limits
from forms.namesakes import told_apart
from forms.records import MemberField
from registry import members
from registry.models import Member, Person

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def person(pk: int, name: str, born: str, joined: str = "2001-07-01", number: str = "") -> Member:
    one = Person(pk=pk, name=name, born_on=dt.date.fromisoformat(born), id_number_masked=number)
    return Member(pk=pk, person=one, joined_on=dt.date.fromisoformat(joined))


def test_who_has_a_name_alone_is_called_by_it() -> None:
    assert told_apart([person(1, "王芳", "1968-03-05"), person(2, "李芳", "1968-03-05")]) == {1: "王芳", 2: "李芳"}


def test_two_of_a_name_are_told_apart_by_the_month_of_birth() -> None:
    labels = told_apart(
        [person(1, "王芳", "1968-03-05"), person(2, "王芳", "1971-12-30"), person(3, "李芳", "1968-03-05")]
    )
    assert labels == {1: "王芳 (born 1968-03)", 2: "王芳 (born 1971-12)", 3: "李芳"}


def test_where_that_is_not_enough_by_the_day_of_joining_then_by_the_end_of_the_number() -> None:
    joined = told_apart([person(1, "王芳", "1968-03-05"), person(2, "王芳", "1968-03-06", "2011-07-01")])
    assert joined == {1: "王芳 (born 1968-03; joined 2001-07-01)", 2: "王芳 (born 1968-03; joined 2011-07-01)"}
    twins = [person(n, "王芳", "1968-03-05", number=f"522601********002{n}") for n in (1, 2)]
    assert told_apart(twins)[2] == "王芳 (born 1968-03; joined 2001-07-01; ID number ending in 0022)"
    unnumbered = told_apart([person(n, "王芳", "1968-03-05") for n in (1, 2)])
    assert unnumbered == dict.fromkeys((1, 2), "王芳 (born 1968-03; joined 2001-07-01)")


def test_the_field_tells_apart_in_its_list_and_where_the_answer_is_read_back_before_submitting(world: Demo) -> None:
    one, other = world.members("QH0101")[2:4]
    Person.objects.filter(pk=other.person_id).update(name=one.person.name, born_on=dt.date(1930, 1, 31))
    field = MemberField()
    field.queryset = members.members_of(world.organisations["QH0101"], TODAY)
    labels = {value.value: label for value, label in field.choices if value}  # type: ignore[union-attr]
    assert labels[other.public_id] == f"{one.person.name} (born 1930-01)"
    assert sum("(born" in label for label in labels.values()) == 2
    assert field.in_words(field.clean(other.public_id)) == labels[other.public_id]


def test_an_answer_of_an_old_case_is_the_name_alone(world: Demo) -> None:
    one, other = world.members("QH0101")[2:4]
    Person.objects.filter(pk=other.person_id).update(name=one.person.name)
    field = MemberField()
    field.queryset = Member.objects.all()
    field.limited_by(Limits(TODAY, reading=True))
    assert field.in_words(one) == one.person.name

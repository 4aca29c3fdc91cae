"""Rows read and written by hand are those that the ORM would have read and written."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from config.demo.building import Demo
from registry.models import CalendarDay, Member, Organisation, Person
from registry.rows import Rows, Shape, read
from workflows.engine.models import Case, Draft

ORGANISATION, MEMBER = Shape(Organisation, "o"), Shape(Member, "m")
DAY = dt.date(2026, 12, 1)


def fields(row: object) -> list[object]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


def test_what_is_read_is_what_the_orm_reads(world: Demo) -> None:
    found = read(f"SELECT {ORGANISATION.columns} FROM registry_organisation o ORDER BY o.id", [], ORGANISATION)
    expected = list(Organisation.objects.order_by("pk"))
    assert [fields(one) for (one,) in found] == [fields(one) for one in expected]
    assert [
        (one._state.adding, one._state.db, one == other) for (one,), other in zip(found, expected, strict=True)
    ] == [(False, "default", True)] * len(expected)


def test_an_outer_join_that_finds_nothing_gives_none_and_other_values_follow(world: Demo) -> None:
    sql = f"SELECT {ORGANISATION.columns}, {MEMBER.columns}, 7 FROM registry_organisation o LEFT JOIN registry_member m ON m.id = %s WHERE o.code = %s"
    ((organisation, member, seven),) = read(sql, [-1, "QH01"], ORGANISATION, MEMBER)
    assert (organisation.code, member, seven) == ("QH01", None, 7)


def test_fields_that_were_not_asked_for_are_read_when_they_are(world: Demo) -> None:
    shape = Shape(Person, "s", only=("id", "name"))
    ((person,),) = read(f"SELECT {shape.columns} FROM registry_person s ORDER BY s.id LIMIT 1", [], shape)
    assert set(person.__dict__) == {"id", "name", "_state"}
    assert person.born_on == Person.objects.get(pk=person.pk).born_on


def test_a_row_that_came_as_json_is_the_same_row(world: Demo) -> None:
    ((found,),) = read("SELECT row_to_json(o) FROM registry_organisation o WHERE o.code = %s", ["QH0101"])
    import json

    row = ORGANISATION.of_json(found if isinstance(found, dict) else json.loads(found))
    assert fields(row) == fields(Organisation.objects.get(code="QH0101"))


def test_an_inherited_model_is_read_from_both_tables(world: Demo) -> None:
    shape = Shape(Case, "c", parent="p")
    sql = f"SELECT {shape.columns} FROM viewflow_process p JOIN workflows_case c ON c.process_ptr_id = p.id"
    assert read(sql, [], shape) == []


# -- writing ------------------------------------------------------------------------------------------------------------


def test_everything_is_written_in_one_statement(world: Demo) -> None:
    kept = CalendarDay.objects.create(day=DAY, working=True, source="通知")
    gone = CalendarDay.objects.create(day=DAY + dt.timedelta(days=1), working=True, source="通知")
    rows = Rows()
    new = rows.add(CalendarDay(day=dt.date(2026, 12, 7), working=False, source="引号 \" 和 ' 和 %s"))
    rows.change(kept, "working")
    kept.working = False  # as it is when it is written
    rows.say("DELETE FROM registry_calendarday WHERE id = %s", [gone.pk])
    with CaptureQueriesContext(connection) as sent:
        rows.write()
    assert len(sent) == 1
    assert list(CalendarDay.objects.order_by("day").values_list("day", "working", "source")) == [
        (DAY, False, "通知"), (new.day, False, new.source),
    ]  # fmt: skip
    with CaptureQueriesContext(connection) as sent:
        rows.write()
    assert len(sent) == 0


def test_what_is_there_already_is_left_alone(world: Demo) -> None:
    CalendarDay.objects.create(day=DAY, working=True, source="通知")
    rows = Rows()
    rows.add_once(CalendarDay(day=DAY, working=False, source="另一个"))
    rows.write()
    assert CalendarDay.objects.get(day=DAY).working is True


def test_a_constraint_is_an_integrity_error_and_nothing_is_written(world: Demo) -> None:
    CalendarDay.objects.create(day=DAY, working=True, source="通知")
    rows = Rows()
    rows.add(CalendarDay(day=DAY + dt.timedelta(days=3), working=False, source="x"))
    rows.add(CalendarDay(day=DAY, working=False, source="x"))
    with pytest.raises(IntegrityError, match="registry_calendarday_day"), transaction.atomic():
        rows.write()
    assert CalendarDay.objects.count() == 1


def test_a_new_row_that_is_changed_is_written_once_as_it_is(world: Demo) -> None:
    rows = Rows()
    row = rows.add(CalendarDay(pk=900_000, day=DAY, working=True, source="x"))
    row.working = False
    rows.change(row, "working")
    rows.write()
    assert CalendarDay.objects.get(pk=900_000).working is False


def test_values_that_their_field_prepares(world: Demo) -> None:
    """JSON, and a number that the database gives."""
    user = world.holder("QH0101", "secretary")
    rows = Rows()
    rows.add(
        Draft(
            by=user,
            process_name="transfer",
            answers={"备注": ["一", None]},
            saved_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        )
    )
    rows.write()
    assert Draft.objects.get().answers == {"备注": ["一", None]}

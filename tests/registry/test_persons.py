"""Persons: ID numbers are checked, encrypted for their row, shown masked, found by a blind index."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from audit import journal
from audit.models import Entry
from config.demo.building import Demo
from registry import identity, persons, secrecy
from registry.identity import check_character, is_valid
from registry.models import Person, User
from registry.refusals import Refused

BY = journal.system("test")
BORN = dt.date(1990, 3, 7)
NUMBER = "99100119900307001" + check_character("99100119900307001")
WRONG = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
OTHER = "99100119900307003" + check_character("99100119900307003")


def test_check_characters_of_the_standard() -> None:
    """The two examples of GB 11643-1999, one of them ending in X; and all others of the same 17 digits are wrong."""
    assert check_character("11010519491231002") == "X"
    assert check_character("44052418800101001") == "4"
    assert [c for c in "0123456789X" if is_valid("11010519491231002" + c)] == ["X"]


@pytest.mark.parametrize(
    "number",
    [
        "", "1101051949123100", "11010519491231002x", "0" + NUMBER[1:], NUMBER + "1", " " + NUMBER, NUMBER[:-1] + "A",
        "110105194912310021",
    ],
)  # fmt: skip
def test_malformed_numbers_are_invalid(number: str) -> None:
    assert not is_valid(number)


@pytest.mark.parametrize(
    ("day", "valid"), [("19900229", False), ("19920229", True), ("19900431", False), ("19901301", False)]
)
def test_the_birth_date_in_a_number_must_exist(day: str, valid: bool) -> None:
    body = f"991001{day}001"
    assert is_valid(body + check_character(body)) is valid


def test_what_a_number_says() -> None:
    assert identity.birth_date(NUMBER) == BORN
    assert (identity.sex(NUMBER), identity.sex("110105194912310021")) == ("M", "F")


def recorded(**changes: str) -> Person:
    return persons.record(by=BY, name="李测试", sex="M", born_on=BORN, id_number=changes.pop("id_number", NUMBER))


def test_a_number_is_stored_sealed_masked_and_indexed(world: Demo) -> None:
    person = Person.objects.get(pk=recorded().pk)
    assert person.id_number() == NUMBER
    assert person.id_number_masked == f"991001{'*' * 8}{NUMBER[-4:]}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM registry_person p WHERE id = %s", [person.pk])
        stored = cursor.fetchone()[0]
    assert NUMBER not in stored
    entries = journal.entries_of(persons.stream_of(person))
    assert [(e.act, NUMBER in json.dumps([e.facts, e.words])) for e in entries] == [("person.recorded", False)]


def test_a_ciphertext_moved_to_another_row_does_not_open(world: Demo) -> None:
    one, two = recorded(), persons.record(by=BY, name="王测试", sex="M", born_on=BORN, id_number=OTHER)
    Person.objects.filter(pk=two.pk).update(id_number_sealed=one.id_number_sealed)
    with pytest.raises(secrecy.Unreadable):
        Person.objects.get(pk=two.pk).id_number()
    assert Person.objects.get(pk=one.pk).id_number() == NUMBER


def test_the_same_number_is_sealed_differently_each_time_and_found_the_same() -> None:
    one, two = (secrecy.seal(NUMBER, context="person:A") for _ in range(2))
    assert one != two
    assert secrecy.unseal(one, context="person:A") == secrecy.unseal(two, context="person:A") == NUMBER
    assert secrecy.blind_index(NUMBER) == secrecy.blind_index(f" {NUMBER.lower()} ")
    assert secrecy.blind_index(NUMBER) != secrecy.blind_index(OTHER)


def test_a_changed_ciphertext_does_not_open() -> None:
    sealed = secrecy.seal(NUMBER, context="person:A")
    name, _, body = sealed.partition(":")
    flipped = body[:-8] + ("A" if body[-8] != "A" else "B") + body[-7:]
    for broken in (f"{name}:{flipped}", f"{name}:{body[:12]}", f"{name}:", f"{name}:{body[:-1]}", body, ""):
        with pytest.raises(secrecy.Unreadable):
            secrecy.unseal(broken, context="person:A")


def test_an_unknown_key_is_not_invented() -> None:
    """A ciphertext names its key; a name that is unknown here opens nothing and makes no file."""
    from pathlib import Path

    from django.conf import settings

    sealed = secrecy.seal(NUMBER, context="person:A").replace("personal-1", "personal-99")
    with pytest.raises(secrecy.Unreadable):
        secrecy.unseal(sealed, context="person:A")
    assert not (Path(settings.VAR_DIR) / "keys" / "personal-99").exists()


def test_masking_never_shows_the_birth_date() -> None:
    assert secrecy.masked(NUMBER) == "991001********" + NUMBER[-4:]
    assert secrecy.masked("1234") == "****"
    assert secrecy.masked("") == ""


@pytest.mark.parametrize(
    ("number", "born_on", "field"),
    [(WRONG, BORN, "id_number"), (NUMBER, BORN + dt.timedelta(days=1), "born_on"), ("123", BORN, "id_number")],
)
def test_a_wrong_number_is_refused(world: Demo, number: str, born_on: dt.date, field: str) -> None:
    before = (Person.objects.count(), Entry.objects.count())
    with pytest.raises(Refused) as refused:
        persons.record(by=BY, name="李测试", sex="M", born_on=born_on, id_number=number)
    assert refused.value.field == field
    assert (Person.objects.count(), Entry.objects.count()) == before


def test_a_number_belongs_to_one_person(world: Demo) -> None:
    first = recorded()
    before = (Person.objects.count(), Entry.objects.count())
    with pytest.raises(Refused) as refused:
        recorded(id_number=f" {NUMBER} ")
    assert refused.value.field == "id_number"
    copy = persons.drafted(name="张测试", sex="F", born_on=BORN, id_number=NUMBER)
    with pytest.raises(IntegrityError, match="one_person_per_id_number"), transaction.atomic():
        copy.save(force_insert=True)
    assert (Person.objects.count(), Entry.objects.count()) == before
    assert Person.objects.get(id_number_index=secrecy.blind_index(NUMBER)) == first


def test_people_without_a_number_do_not_collide(world: Demo) -> None:
    made = [persons.record(by=BY, name="无号", sex="F", born_on=BORN) for _ in range(2)]
    assert [person.id_number() for person in made] == ["", ""]


def test_an_account_is_closed_never_deleted(world: Demo) -> None:
    user = persons.open_account(recorded(), by=BY, username="li-ceshi")
    assert not user.has_usable_password()
    persons.close_account(user, by=BY, reason="调离")
    assert User.objects.get(pk=user.pk).is_active is False
    acts = [e.act for e in journal.entries_of(persons.stream_of(user.person))]
    assert acts == ["person.recorded", "account.opened", "account.closed"]


def test_a_user_name_is_taken_once(world: Demo) -> None:
    person = recorded()
    before = (User.objects.count(), Entry.objects.count())
    with pytest.raises(Refused) as refused:
        persons.open_account(person, by=BY, username="qh0101-secretary")
    assert refused.value.field == "username"
    assert (User.objects.count(), Entry.objects.count()) == before


def test_a_person_has_one_account(world: Demo) -> None:
    person = recorded()
    persons.open_account(person, by=BY, username="li-ceshi")
    before = (User.objects.count(), Entry.objects.count())
    with pytest.raises(Refused) as refused:
        persons.open_account(person, by=BY, username="li-ceshi-2")
    assert refused.value.field == "person"
    assert (User.objects.count(), Entry.objects.count()) == before


def test_nobody_is_above_the_posts(world: Demo) -> None:
    with pytest.raises(IntegrityError, match="nobody_is_above_the_posts"), transaction.atomic():
        User.objects.create(username="root", is_superuser=True)


def test_a_person_with_an_account_is_not_deleted(world: Demo) -> None:
    person = world.holder("QH0101", "secretary").person
    with pytest.raises(ProtectedError):
        person.delete()

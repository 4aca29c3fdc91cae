"""Recording persons and their accounts (人员与账号)."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import journal
from audit.journal import Actor, Stream
from registry import identity, names, secrecy
from registry.models import Person, User
from registry.refusals import Refused


def stream_of(person: Person) -> Stream:
    """The person's stream in the journal."""
    return Stream("person", person.public_id)


def drafted(*, name: str, sex: str, born_on: dt.date, id_number: str = "", **details: str) -> Person:
    """A person ready to be saved: keys computed, ID number sealed; Refused if the number is wrong."""
    person = Person(name=name, sex=sex, born_on=born_on, **details)
    person.name_sort, person.name_grams = names.sort_key(name), names.bigrams(name)
    if id_number:
        number = id_number.strip().upper()
        if not identity.is_valid(number):
            raise Refused(_("This is not a valid ID number; check the 18 characters."), field="id_number")
        if identity.birth_date(number) != born_on:
            raise Refused(_("The birth date does not match the ID number."), field="born_on")
        person.id_number_sealed = secrecy.seal(number, context=f"person:{person.public_id}")
        person.id_number_index = secrecy.blind_index(number)
        person.id_number_masked = secrecy.masked(number)
    return person


def by_id_number(number: str) -> Person | None:
    """The person with an ID number (按公民身份号码查找), found by the blind index; None if nobody has it."""
    return Person.objects.filter(id_number_index=secrecy.blind_index(number)).first() if number else None


@transaction.atomic
def record(*, by: Actor, name: str, sex: str, born_on: dt.date, id_number: str = "", **details: str) -> Person:
    """Record a person (登记人员); Refused if the ID number is wrong or belongs to somebody already."""
    person = drafted(name=name, sex=sex, born_on=born_on, id_number=id_number, **details)
    if person.id_number_index and Person.objects.filter(id_number_index=person.id_number_index).exists():
        raise Refused(_("A person with this ID number is recorded already."), field="id_number")
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        if "one_person_per_id_number" not in str(error):
            raise
        raise Refused(_("A person with this ID number is recorded already."), field="id_number") from error
    journal.write(stream_of(person), "person.recorded", by=by, words={"name": name})
    return person


@transaction.atomic
def open_account(person: Person, *, by: Actor, username: str, password: str | None = None) -> User:
    """Give a person an account (开通账号); without a password it can only be entered by another way of sign-in.

    Refused if the person has one already, or the name belongs to somebody else.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if User.objects.filter(person=person).exists():
        raise Refused(_("This person has an account already."), field="person")
    if User.objects.filter(username=username).exists():
        raise Refused(_("This user name is taken."), field="username")
    user = User(username=username, person=person)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:  # another person was given the name at the same moment
        raise Refused(_("This user name is taken."), field="username") from error
    journal.write(stream_of(person), "account.opened", by=by, facts={"user": user.pk})
    return user


@transaction.atomic
def set_email(user: User, email: str, *, by: Actor) -> bool:
    """Note the e-mail address of an account (登记邮箱), empty for none; False if it stays as it is, Refused if it is none.

    The address is personal: the journal keeps it among the words, not among the facts.
    """
    email = email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise Refused(_("This is not an e-mail address."), field="email") from error
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if locked.email == email:
        return False
    before, locked.email = locked.email, email
    locked.save(update_fields=["email"])
    stream = stream_of(locked.person) if locked.person else Stream("user", str(locked.pk))
    words = {"email": email, "before": before}
    journal.write(stream, "account.email_changed", by=by, facts={"user": locked.pk}, words=words)
    return True


@transaction.atomic
def close_account(user: User, *, by: Actor, reason: str) -> None:
    """Deactivate an account (停用账号); it is never deleted, its decisions stay."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    stream = stream_of(locked.person) if locked.person else Stream("user", str(locked.pk))
    journal.write(stream, "account.closed", by=by, facts={"user": locked.pk}, words={"reason": reason})

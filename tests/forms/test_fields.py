"""Fields accept what people write and say what to write instead."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from config.demo.building import Demo
from forms.fields import DayField, MonthField, OrganisationSearchField, TelephoneField, YesNoField
from registry.models import Organisation


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "typed", ["2026-11-24", "2026/11/24", "2026.11.24", "20261124", "2026年11月24日", " 2026-11-24 "]
)
def test_a_day_in_the_ways_people_write_it(typed: str) -> None:
    assert DayField().clean(typed) == dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-02-30", "There is no such day: 2026-02-30."),
        ("24.11.26", "Write the day like 2026-11-24."),
        ("soon", "Write the day like 2026-11-24."),
    ],
)
def test_a_day_that_is_none(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DayField().clean(typed)
    assert refused.value.messages == [sentence]


@pytest.mark.parametrize("typed", ["2026-11", "2026年11月", "2026/11", "2026.11"])
def test_a_month(typed: str) -> None:
    assert MonthField().clean(typed) == dt.date(2026, 11, 1)


@pytest.mark.parametrize("typed", ["2026-13", "11-2026", "November"])
def test_a_month_that_is_none(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        MonthField().clean(typed)
    assert refused.value.messages == ["Write the month like 2026-11."]


@pytest.mark.parametrize("typed", ["13800001111", "0855-1234567", "0855 123 4567 转 6", "138××××1111"])
def test_a_telephone_number(typed: str) -> None:
    assert TelephoneField().clean(typed) == typed


@pytest.mark.parametrize("typed", ["1234", "call me", "1" * 21])
def test_a_telephone_number_that_is_none(typed: str) -> None:
    with pytest.raises(ValidationError):
        TelephoneField().clean(typed)


def test_yes_and_no_are_answers_and_nothing_is_none() -> None:
    field = YesNoField(required=False)
    assert [field.clean(typed) for typed in ("yes", "no", "")] == [True, False, None]


def test_an_organisation_by_code_by_name_and_by_part_of_its_name(world: Demo) -> None:
    field = OrganisationSearchField()
    field.among = Organisation.objects.all()
    wanted = world.organisations["HK0201"]
    found = [field.clean(typed) for typed in ("HK0201", wanted.name, wanted.public_id, "石板村")]
    assert found == [wanted] * 4


def test_an_ambiguous_name_offers_a_choice_of_at_most_eight(world: Demo) -> None:
    field = OrganisationSearchField()
    field.among = Organisation.objects.filter(level="branch")
    with pytest.raises(ValidationError) as refused:
        field.clean("社区")
    assert refused.value.error_list[0].code == "ambiguous"
    assert [name for _id, name, _parent in field.widget.candidates] == [
        o.name for o in Organisation.objects.filter(level="branch", name__contains="社区").order_by("code")[:8]
    ]


def test_an_unknown_name_offers_nothing(world: Demo) -> None:
    field = OrganisationSearchField()
    field.among = Organisation.objects.all()
    with pytest.raises(ValidationError) as refused:
        field.clean("月球基地支部")
    assert refused.value.messages == ["No organisation of this name was found. Try a part of the name."]
    assert field.widget.candidates == []

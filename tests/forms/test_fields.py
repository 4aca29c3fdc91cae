"""Fields accept what people write and say what to write instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from config.demo.building import Demo
from forms.fields import DayField, MonthField, YesNoField
from forms.kit import Label, Limits, StepForm
from forms.records import OrganisationSearchField
from forms.telephones import TelephoneField
from forms.transfer import Done
from registry.models import Organisation

TODAY = dt.date(2026, 11, 24)


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


@pytest.mark.parametrize("typed", ["2026-13", "11-2026", "November", "0000-01"])
def test_a_month_that_is_none(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        MonthField().clean(typed)
    assert refused.value.messages == ["Write year and month like 2026-11 or 2026年11月."]


def test_a_month_says_what_is_to_be_written_before_anything_is_wrong() -> None:
    assert str(MonthField().help_text) == "Year and month, e.g. 2026-11."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2016-11-23", "This day lies too far back: on or after 2016-11-24. Check the year."),
        ("2016-11-24", None),
        ("2027-11-24", None),
        ("2027-11-25", "This day lies too far ahead: on or before 2027-11-24. Check the year."),
    ],
)
def test_a_day_about_the_matter_at_hand_lies_within_the_span_of_its_step(typed: str, sentence: str | None) -> None:
    field = DayField(near=True)
    field.limited_by(Limits(TODAY, span=(dt.date(2016, 11, 24), dt.date(2027, 11, 24))))
    assert (field.widget.attrs["min"], field.widget.attrs["max"]) == ("2016-11-24", "2027-11-24")
    if sentence is None:
        assert field.clean(typed) == dt.date.fromisoformat(typed)
        return
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [sentence]


def test_a_day_that_is_read_back_or_of_a_life_has_no_span() -> None:
    span = (dt.date(2016, 11, 24), dt.date(2027, 11, 24))
    read_back, of_a_life = DayField(near=True), DayField()
    read_back.limited_by(Limits(TODAY, reading=True, span=span))
    of_a_life.limited_by(Limits(TODAY, span=span))
    assert read_back.clean("1955-03-02") == of_a_life.clean("1955-03-02") == dt.date(1955, 3, 2)


@pytest.mark.parametrize(
    "typed",
    [
        "13800001111", "138 0000 1111", "+86 13800001111", "0855-1234567", "（0855）1234567", "0855 123 4567 转 6", "010-12345678",
        "+86-855-1234567", "021-12345678", "0512-12345678", "0855-1234567分机8001", "400-123-4567", "+852 2123 4567",
        "+1234567", "+123456789012345", "0855-1234567转123456",
    ],
)  # fmt: skip
def test_a_telephone_number(typed: str) -> None:
    assert TelephoneField().clean(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "1234", "call me", "1" * 21, "138××××1111", "1380000111", "138000011112", "12800001111", "1234567", "12345678",
        "010-1234567", "0855-123456", "0855-123456789", "0000-1234567", "13800001111转1", "+86 1234567",
        "+123456", "+1234567890123456", "0855-1234567转1234567", "855-1234567",
    ],
)  # fmt: skip
def test_a_telephone_number_that_is_none(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TelephoneField().clean(typed)
    assert refused.value.messages == [
        "Write a mobile number of 11 digits, or a landline with its area code, e.g. 13800001111 or 0855-1234567."
    ]


def test_a_number_that_was_taken_once_is_read_back() -> None:
    field = TelephoneField()
    field.limited_by(Limits(TODAY, reading=True))
    assert field.clean("138××××1111") == "138××××1111"


class Remark(StepForm):
    """A question with a longest answer, one that is needed in some cases, and one that nobody needs to answer."""

    outcomes = Done
    needed_when: ClassVar[Mapping[str, Label]] = {"why": "needed to refuse"}
    text = forms.CharField(label="Text", max_length=5)
    why = forms.CharField(label="Why", required=False)
    note = forms.CharField(label="Note", required=False)


def test_what_is_too_long_is_not_cut_off_by_the_browser_but_said_with_both_lengths() -> None:
    form = Remark({"text": "一二三四五六七"}, limits=Limits(TODAY))
    assert form.errors["text"] == ["At most 5 characters; these are 7. Nothing was cut off: shorten it."]
    page = form["text"].as_field_group()
    assert "maxlength" not in page
    assert 'value="一二三四五六七"' in page


def test_a_question_says_when_it_is_needed_or_that_it_never_is() -> None:
    form = Remark(limits=Limits(TODAY))
    said = {name: form[name].as_field_group() for name in form.fields}
    assert "(needed to refuse)" in said["why"]
    assert "optional" not in said["why"]
    assert "(optional)" in said["note"]
    assert "opt-mark" not in said["text"]


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


@pytest.mark.parametrize(
    "called", ["石板村党支部", "中共石板村支部", "石板村支委会", "中国共产党河口县龙山镇石板村支部委员会", "hk0201"]
)
def test_an_organisation_by_what_people_call_it(world: Demo, called: str) -> None:
    field = OrganisationSearchField()
    field.among = Organisation.objects.all()
    if not called.startswith("中国共产党"):
        assert field.clean(called) == world.organisations["HK0201"]
        return
    # More than the register has: likely enough to be offered, not to be taken.
    assert offered(field, called) == ("similar", ["HK0201"])


@pytest.mark.parametrize("typed", ["shibancun", "Shi Ban Cun", "shibancun dangzhibu", "sbc", "lszsbc"])
def test_an_organisation_in_pinyin_is_offered(world: Demo, typed: str) -> None:
    field = OrganisationSearchField()
    field.among = Organisation.objects.all()
    assert offered(field, typed) == ("similar", ["HK0201"])


def test_the_sort_of_organisation_that_is_named_tells_places_of_one_name_apart(world: Demo) -> None:
    field = OrganisationSearchField()
    field.among = Organisation.objects.all()
    assert field.clean("青石镇党委").code == "QH02"  # type: ignore[union-attr]
    assert field.clean("中共青石镇中心学校党总支").code == "QH0290"  # type: ignore[union-attr]


def test_an_organisation_that_is_barred_is_refused_with_its_reason_and_never_offered(world: Demo) -> None:
    field, own = OrganisationSearchField(), world.organisations["QH0101"]
    field.among, field.barred = Organisation.objects.all(), {own.pk: "It is his own."}
    for typed in (own.name, own.public_id, "锦江社区"):
        with pytest.raises(ValidationError) as refused:
            field.clean(typed)
        assert refused.value.messages == ["It is his own."]
    assert "QH0101" not in offered(field, "玉屏街道社区")[1]


def offered(field: OrganisationSearchField, typed: str) -> tuple[str | None, list[str]]:
    """The code of the refusal, and the codes of what is offered instead."""
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    ids = [public_id for public_id, _name, _parent in field.widget.candidates]
    codes = dict(Organisation.objects.values_list("public_id", "code"))
    return refused.value.error_list[0].code, [codes[one] for one in ids]


def test_what_says_too_little_of_a_place_offers_nothing(world: Demo) -> None:
    field = OrganisationSearchField()
    field.among = Organisation.objects.all()
    assert [offered(field, typed) for typed in ("sb", "板党委")] == [("unknown", [])] * 2
    assert len(offered(field, "月球龙山镇")[1]) > 1
    field.most = 1
    assert offered(field, "月球龙山镇") == ("unknown", [])


def test_an_unknown_name_offers_nothing(world: Demo) -> None:
    field = OrganisationSearchField()
    field.among = Organisation.objects.all()
    with pytest.raises(ValidationError) as refused:
        field.clean("月球基地村支部")
    assert refused.value.messages == ["No organisation of this name was found. Try a part of the name."]
    assert field.widget.candidates == []
    # What all of them are called tells none of them from the others.
    with pytest.raises(ValidationError):
        field.clean("月球的支部委员")
    assert field.widget.candidates == []

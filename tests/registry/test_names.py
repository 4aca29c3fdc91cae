"""Names sort by pinyin with tones and are found by pairs of characters, with an index and no extension."""

from __future__ import annotations

import pytest

from config.demo.building import Demo
from registry import names
from registry.models import Person


def test_names_sort_by_syllable_then_tone() -> None:
    given = ["林涛", "李伟", "李敏", "刘䶮", "利民", "黎明", "安娜", "阿木"]
    assert sorted(given, key=names.sort_key) == ["阿木", "安娜", "黎明", "李敏", "李伟", "利民", "林涛", "刘䶮"]


def test_every_li_stands_before_every_lin() -> None:
    assert sorted(["林安", "李自"], key=names.sort_key) == ["李自", "林安"]


def test_a_sort_key_fits_its_column() -> None:
    assert len(names.sort_key("阿" * 500)) == 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("李明", ["李", "明", "李明"]),
        ("李 明", ["李", "明", "李明"]),
        ("明明", ["明", "明明"]),
        ("李", ["李"]),
        ("", []),
        ("A级", ["a", "级", "a级"]),
    ],
)
def test_bigrams(text: str, expected: list[str]) -> None:
    assert names.bigrams(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("李", ["李"]), ("李明华", ["李明", "明华"]), (" ", []), ("", [])])
def test_search_terms(text: str, expected: list[str]) -> None:
    assert names.search_terms(text) == expected


def test_a_part_of_a_name_finds_it_and_nothing_else(world: Demo) -> None:
    """What shares the characters but not the pair is not found."""
    from audit import journal
    from registry import persons

    made = {
        name: persons.record(by=journal.system("test"), name=name, sex="M", born_on=world.day)
        for name in ("欧阳建华", "欧阳华建", "建欧")
    }

    def found(text: str) -> set[str]:
        hits = Person.objects.filter(
            pk__in=[p.pk for p in made.values()], name_grams__contains=names.search_terms(text)
        )
        return set(hits.values_list("name", flat=True))

    assert found("建华") == {"欧阳建华"}
    assert found("欧阳") == {"欧阳建华", "欧阳华建"}
    assert found("欧") == {"欧阳建华", "欧阳华建", "建欧"}
    assert found("阳华建") == {"欧阳华建"}
    assert found("华欧") == set()


def test_rare_characters_and_middle_dots_are_found(world: Demo) -> None:
    for text in ("扎西", "·多", "吉次仁"):
        hits = Person.objects.filter(name_grams__contains=names.search_terms(text))
        assert set(hits.values_list("name", flat=True)) <= {"扎西·多吉次仁"}


@pytest.mark.parametrize(
    ("name", "place", "sort"),
    [
        ("中共龙山镇石板村支部委员会", "龙山镇石板村", "branch"),
        ("石板村党支部", "石板村", "branch"),
        ("石板村支委会", "石板村", "branch"),
        ("石板村党支部委", "石板村", "branch"),
        ("中共青石镇中心学校总支部委员会", "青石镇中心学校", "general_branch"),
        ("青石镇中心学校党总支", "青石镇中心学校", "general_branch"),
        ("中国共产党清河县玉屏街道工作委员会", "清河县玉屏街道", "committee"),
        ("玉屏街道党工委", "玉屏街道", "committee"),
        ("中共云岭州委员会", "云岭州", "committee"),
        ("云岭州委", "云岭州", "committee"),
        ("石板村", "石板村", ""),
        ("党支部", "", "branch"),
    ],
)
def test_the_place_in_the_name_of_an_organisation_and_its_sort(name: str, place: str, sort: str) -> None:
    assert names.parted(name) == (place, sort)


def test_the_key_in_pinyin_has_the_place_and_its_first_letters() -> None:
    assert names.pinyin_key("中共龙山镇石板村支部委员会") == "longshanzhenshibancun lszsbc"


@pytest.mark.parametrize(
    ("typed", "term"), [("Shi Ban Cun", "shibancun"), ("shibancundangzhibu", "shibancun"), ("石ban", ""), ("QH01", "")]
)
def test_what_is_typed_in_pinyin(typed: str, term: str) -> None:
    assert names.pinyin_terms(typed) == term

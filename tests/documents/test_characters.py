"""Which text may be printed, and how a refusal names what is wrong."""

from __future__ import annotations

import pytest
from django.utils import translation

from documents import characters


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("name", ["王玥", "刘䶮", "周𬭎㛃", "阿卜杜热合曼·阿卜杜克热木", "沙马 Alu", "陞", "𬱖"])
def test_names_print(name: str) -> None:
    assert characters.problems(name, limit=24) == []


def test_a_character_without_glyph_is_named_by_place_shape_and_code() -> None:
    assert characters.problems("李某\U0001b09e", limit=24) == ["Character 3 “\U0001b09e” (U+1B09E) has no glyph."]


@pytest.mark.parametrize(
    ("char", "code"),
    [
        ("\u202e", "U+202E"),  # right-to-left override
        ("\u200d", "U+200D"),  # zero-width joiner
        ("\u200b", "U+200B"),  # zero-width space
        ("\ufeff", "U+FEFF"),  # byte order mark
        ("\u00ad", "U+00AD"),  # soft hyphen, which the fonts map
        ("\u2028", "U+2028"),  # line separator
        ("\x00", "U+0000"),
        ("\x1b", "U+001B"),
        ("\t", "U+0009"),
        ("\n", "U+000A"),  # a line break where one line is allowed
        ("\ud800", "U+D800"),  # lone surrogate
        ("\ue000", "U+E000"),  # private use
        ("\u0378", "U+0378"),  # unassigned
    ],
)
def test_what_is_no_printable_character_is_refused_without_being_shown(char: str, code: str) -> None:
    assert characters.problems(f"张{char}三", limit=24) == [f"Character 2 ({code}) is invisible or not a character."]


@pytest.mark.parametrize("char", ["😀", "\u0301", "\ufe00", "한", "س"])
def test_what_no_font_draws_is_refused(char: str) -> None:
    assert characters.problems(f"张{char}三", limit=24)[0].startswith("Character 2 “")


def test_at_most_five_characters_are_named() -> None:
    assert len(characters.problems("\u200d" * 300, limit=300)) == 5


def test_the_length_is_told() -> None:
    assert characters.problems("中" * 24, limit=24) == []
    assert characters.problems("中" * 25, limit=24) == ["At most 24 characters fit; this has 25."]


def test_lines_are_counted_and_their_breaks_are_no_characters() -> None:
    assert characters.problems("一\n二\n三", limit=3, lines=3) == []
    assert characters.problems("一\n二\n三\n", limit=3, lines=3) == ["At most 3 lines fit."]


def test_text_must_be_composed() -> None:
    assert characters.problems("e\u0301", limit=5)[0] == "The text is not in composed form (Unicode NFC)."

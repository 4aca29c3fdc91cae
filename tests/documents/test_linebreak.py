"""Lines of the character grid: full, and with no mark where none may stand."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from documents.linebreak import NO_END, NO_START, Line, Measure, atoms_of, break_lines

GRID = Measure(size=10.0, tracking=0.0, width=100.0, advances={ord(digit): 500 for digit in "0123456789abc"})
HANZI = "天地玄黄宇宙洪荒日月盈昃辰宿列张"


def texts(lines: list[Line]) -> list[str]:
    """The lines as plain text."""
    return ["".join(line.atoms) for line in lines]


def test_a_full_line_takes_as_many_characters_as_the_grid_has() -> None:
    assert texts(break_lines(HANZI, GRID, indent=0)) == [HANZI[:10], HANZI[10:]]


def test_the_first_line_is_indented() -> None:
    assert texts(break_lines(HANZI, GRID, indent=20)) == [HANZI[:8], HANZI[8:]]


def test_a_mark_without_room_takes_a_character_with_it_and_the_line_is_spread() -> None:
    first, second = break_lines(HANZI[:10] + "，" + HANZI[10:], GRID, indent=0)
    assert (first.atoms, first.squeezed) == (tuple(HANZI[:9]), frozenset())
    assert round(first.gap, 2) == round(10 / 8, 2)
    assert second.atoms[:2] == (HANZI[9], "，")


def test_a_mark_is_pulled_in_where_squeezing_two_makes_room() -> None:
    text = "天地，玄黄宇宙洪荒日，月盈"
    first, second = break_lines(text, GRID, indent=0)
    assert texts([first, second]) == ["天地，玄黄宇宙洪荒日，", "月盈"]
    assert first.squeezed == {2, 10}


def test_a_mark_that_cannot_be_squeezed_goes_to_the_next_line_with_a_character() -> None:
    first, second = break_lines(HANZI[:10] + "·" + HANZI[10:], GRID, indent=0)
    assert (first.atoms, second.atoms[:2]) == (tuple(HANZI[:9]), (HANZI[9], "·"))


def test_an_opening_mark_does_not_end_a_line() -> None:
    first, second = break_lines(HANZI[:9] + "（" + HANZI[9:], GRID, indent=0)
    assert texts([first]) == [HANZI[:9]]
    assert second.atoms[0] == "（"


def test_digits_stay_together() -> None:
    assert atoms_of("自2026年11月a-1起") == ["自", "2026", "年", "11", "月", "a-1", "起"]
    assert texts(break_lines(HANZI[:8] + "20261124" + HANZI[8:], GRID, indent=0))[0] == HANZI[:8]


def test_an_endless_run_is_cut() -> None:
    assert [len(atom) for atom in atoms_of("7" * 45)] == [20, 20, 5]


def test_a_run_longer_than_a_line_is_cut_where_the_line_ends() -> None:
    narrow = Measure(size=10.0, tracking=0.0, width=40.0, advances=GRID.advances)
    assert texts(break_lines("天" + "1234567890" * 2, narrow, indent=0)) == ["天", "12345678", "90123456", "7890"]
    assert texts(break_lines("12345678", narrow, indent=0)) == ["12345678"]
    assert texts(break_lines("123456789", narrow, indent=0)) == ["12345678", "9"]


def test_a_run_as_long_as_a_line_is_one_piece() -> None:
    narrow = Measure(size=10.0, tracking=0.0, width=40.0, advances={**GRID.advances, ord("+"): 500})
    assert texts(break_lines("+12345678", narrow, indent=0)) == ["+", "12345678"]


def test_a_run_is_cut_down_to_its_characters_even_where_one_is_too_wide() -> None:
    for width in (5.0, 4.0):
        narrow = Measure(size=10.0, tracking=0.0, width=width, advances=GRID.advances)
        assert texts(break_lines("123", narrow, indent=0)) == ["1", "2", "3"]


def test_what_is_too_wide_still_gets_a_line() -> None:
    narrow = Measure(size=10.0, tracking=0.0, width=5.0, advances={})
    assert texts(break_lines("天地", narrow, indent=0)) == ["天", "地"]


@given(st.text(alphabet=HANZI + "，。、；（）“”《》0123456789abc·", max_size=200), st.sampled_from([0.0, 20.0]))
def test_no_character_is_lost_and_no_line_is_too_long(text: str, indent: float) -> None:
    lines = break_lines(text, GRID, indent=indent)
    assert "".join(texts(lines)) == text
    for number, line in enumerate(lines):
        room = GRID.width + 0.01 - (indent if number == 0 else 0)
        length = GRID.length("".join(line.atoms)) - len(line.squeezed) * 5 + line.gap * (sum(map(len, line.atoms)) - 1)
        assert len(line.atoms) == 1 or length <= room + 1e-6


@given(st.text(alphabet=HANZI + "，（", min_size=1, max_size=120).filter(lambda text: "，，" not in text))
def test_marks_keep_off_the_wrong_ends(text: str) -> None:
    lines = break_lines(text, GRID, indent=0)
    for before, after in pairwise(lines):
        alone = len(before.atoms) == 1
        assert alone or after.atoms[0] not in NO_START
        assert alone or before.atoms[-1] not in NO_END

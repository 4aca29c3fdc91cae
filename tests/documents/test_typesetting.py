"""Numerals, dates, titles, signatures, and the escaping of everything a person entered."""

from __future__ import annotations

import pytest

from documents import typesetting
from documents.typefaces import Role


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "零"),
        (7, "柒"),
        (10, "壹拾"),
        (11, "壹拾壹"),
        (30, "叁拾"),
        (90, "玖拾"),
        (99, "玖拾玖"),
        (100, "壹佰"),
        (104, "壹佰零肆"),
        (110, "壹佰壹拾"),
        (999, "玖佰玖拾玖"),
    ],
)
def test_capital_numerals(value: int, written: str) -> None:
    assert typesetting.capital(value) == written


@pytest.mark.parametrize("value", [-1, 1000])
def test_capital_numerals_end_at_999(value: int) -> None:
    with pytest.raises(ValueError, match="no capital numeral"):
        typesetting.capital(value)


def test_years_are_written_digit_by_digit() -> None:
    assert typesetting.capital_digits(2026) == "贰零贰陆"


def test_dates_have_no_leading_zeros() -> None:
    assert typesetting.chinese_date("2026-01-05") == "2026年1月5日"


def test_a_serial_across_the_seam() -> None:
    assert typesetting.seam_figures("2026-QS-0012") == "二〇二六-QS-〇〇一二"


def test_a_rare_character_names_its_font_and_text_is_escaped() -> None:
    assert typesetting.glyphs("刘䶮<b>&", Role.KAITI) == '刘<span class="rare KaiTiRare">䶮</span>&lt;b&gt;&amp;'


def test_a_paragraph_is_escaped_too() -> None:
    html = typesetting.paragraph('<img src="http://a/">', Role.FANGSONG, typesetting.grid(Role.FANGSONG), indent=2)
    assert html == "&lt;img src=&quot;http://a/&quot;&gt;"


def test_full_lines_of_the_grid_hold_28_characters() -> None:
    html = typesetting.paragraph("国" * 57, Role.FANGSONG, typesetting.grid(Role.FANGSONG), indent=0)
    assert [len(line) for line in html.split("\n")] == [28, 28, 1]


def test_squeezed_marks_lose_half_a_character() -> None:
    html = typesetting.paragraph("国，" + "国" * 26 + "。国", Role.FANGSONG, typesetting.grid(Role.FANGSONG), indent=0)
    first, second = html.split("\n")
    assert first.count("letter-spacing:-8.2085pt") == 2
    assert second == "国"


def test_a_squeezed_opening_mark_moves_to_the_character_before_it() -> None:
    html = typesetting.paragraph("国（" + "国" * 26 + "！", Role.FANGSONG, typesetting.grid(Role.FANGSONG), indent=0)
    assert "\n" not in html


def test_a_short_issuer_fills_one_line_of_the_red_head_and_a_long_one_two() -> None:
    short = typesetting.issuer_mark("中共沙河县委文件")
    assert (short.lines, short.points, short.scale) == (("中共沙河县委文件",), 36.0, 1.0)
    long = typesetting.issuer_mark("中共红河哈尼族彝族自治州沙河县青石镇中心学校支部委员会文件")
    assert long.lines == ("中共红河哈尼族彝族自治州沙河县", "青石镇中心学校支部委员会文件")
    assert long.points == 30.0


def test_a_longer_issuer_is_set_smaller_before_it_is_set_narrower() -> None:
    assert (typesetting.issuer_mark("甲" * 13).points, typesetting.issuer_mark("甲" * 13).scale) == (34.0, 1.0)
    assert (typesetting.issuer_mark("甲" * 18).points, typesetting.issuer_mark("甲" * 18).scale) == (34.0, 0.7226)


def test_a_name_without_any_cue_is_halved() -> None:
    assert typesetting.issuer_mark("甲" * 30).lines == ("甲" * 15, "甲" * 15)


def test_with_a_seal_the_date_ends_four_characters_from_the_right() -> None:
    made = typesetting.signature("中共沙河县委", "2026年11月24日", sealed=True)
    (issuer_left, _issuer), (day_left, day) = made.rows
    day_right = day_left / typesetting.ZI_MM + typesetting._zi(day)
    assert day_right == pytest.approx(24)
    middle = made.seal + typesetting.SEAL_MM / 2
    assert issuer_left / typesetting.ZI_MM + 3 == pytest.approx(middle / typesetting.ZI_MM)


def test_without_a_seal_the_issuer_ends_two_characters_from_the_right() -> None:
    (left, issuer), (day_left, day) = typesetting.signature("中共沙河县青石镇委员会", "2026年1月2日", sealed=False).rows
    assert left / typesetting.ZI_MM + len(issuer) == pytest.approx(26)
    assert day_left / typesetting.ZI_MM == pytest.approx(left / typesetting.ZI_MM + 2)
    assert day == "2026年1月2日"


def test_a_long_issuer_signs_in_two_lines() -> None:
    made = typesetting.signature(
        "中共红河哈尼族彝族自治州沙河县青石镇中心学校支部委员会", "2026年11月24日", sealed=True
    )
    assert [text for _left, text in made.rows] == [
        "中共红河哈尼族彝族自治州",
        "沙河县青石镇中心学校支部委员会",
        "2026年11月24日",
    ]
    assert min(left for left, _text in made.rows) >= 0


def test_one_enclosure_has_no_number_and_several_stand_below_each_other() -> None:
    (one,) = typesetting.annexes(["调查核实报告"])
    assert (one.text, one.first) == (
        '<span class="FangSong">附件：</span>调查核实报告',
        pytest.approx(2 * typesetting.ZI_MM),
    )
    first, second = typesetting.annexes(["调查核实报告", "谈话记录"])
    assert ("1. </span>调查核实报告" in first.text, "2. </span>谈话记录" in second.text) == (True, True)
    assert first.left == pytest.approx(second.left, abs=0.01)


def test_lines_of_a_roll_are_aligned_after_its_label() -> None:
    made = typesetting.hung("马建国、" * 12, head="出席：", role=Role.HEITI, left=2.0)
    lines = made.text.split("\n")
    assert [len(line) for line in lines[1:-1]] == [23] * (len(lines) - 2)
    assert made.left - made.first == pytest.approx(3 * typesetting.ZI_MM)


def test_those_who_signed_stand_below_each_other_and_a_name_too_long_for_the_line_on_its_own() -> None:
    rows = typesetting.undersigned("调查组成员：", ["赵志强", "钟敏"], "2026年11月24日")
    (left, first), (under, second), (_day_left, day) = rows
    assert (first, second, day) == ("调查组成员：赵志强", "钟敏", "2026年11月24日")
    assert under - left == pytest.approx(6 * typesetting.ZI_MM)
    long = typesetting.undersigned("调查组成员：", ["阿" * 24], "2026年11月24日")
    assert [text for _left, text in long] == ["调查组成员：", "阿" * 24, "2026年11月24日"]
    assert min(left for left, _text in long) >= 0


def test_a_signature_stamp_ends_four_characters_from_the_right_with_the_post_two_before_it() -> None:
    (left, signed), (day_left, day) = typesetting.stamped_name("书　记", "马建国", "2026年11月24日")
    assert signed == "书　记　　马建国"
    assert left / typesetting.ZI_MM + 8 == pytest.approx(24)
    assert day_left / typesetting.ZI_MM + typesetting._zi(day) == pytest.approx(24)

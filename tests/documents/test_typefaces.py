"""The fonts: every character of the national table prints in every role, and mixing fonts moves nothing."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from documents import typefaces
from documents.typefaces import Role

ROOT = typefaces.SOURCE.parent.parent


def standard_table() -> str:
    """The 8105 characters of 通用规范汉字表."""
    lines = (typefaces.SOURCE / "standard-8105.txt").read_text(encoding="utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


def test_the_table_has_8105_different_characters_in_three_levels() -> None:
    table = standard_table()
    assert len(table) == len(set(table)) == 8105
    assert [table[place] for place in (0, 3499, 3500, 6499, 6500, 8104)] == list("一矗乂齉亍蠼")


@pytest.mark.parametrize("role", Role)
def test_every_role_draws_the_whole_table_and_gb2312(role: Role) -> None:
    gb2312 = {
        bytes((high, low)).decode("gb2312", errors="ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
    } - {""}
    wanted = set(standard_table()) | gb2312 | set("，。、；：？！（）《》〔〕“”‘’—…·×℃①０Ａ") | {"\u3007", "\uff05"}
    assert sorted(char for char in wanted if ord(char) not in typefaces.covered(role)) == []


def test_names_of_the_old_register_print_too() -> None:
    assert {char for char in "陞峯囍甯邨喆堃" if ord(char) not in typefaces.printable()} == set()


def test_a_rare_character_comes_from_the_font_that_fills_the_gap() -> None:
    assert typefaces.face_for("中", Role.KAITI) == "GW KaiTi"
    assert typefaces.face_for("䶮", Role.KAITI) == "GW KaiTi Rare"
    assert typefaces.face_for("䶮", Role.XIAOBIAOSONG) == "GW XiaoBiaoSong Rare"
    assert typefaces.face_for("綠", Role.FANGSONG) == "GW SongTi"
    assert typefaces.face_for("\U0001b09e", Role.FANGSONG) is None


def test_all_fonts_have_outlines_and_the_same_height() -> None:
    for path in sorted(typefaces.ready().glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            assert (font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap) == (880, -120, 0)
            glyf, cmap = font["glyf"], font.getBestCmap()
            blank = [code for code, name in cmap.items() if code > 0x3000 and not glyf[name].numberOfContours]
            assert blank in ([], [0x3000])


def test_no_font_carries_a_reserved_name() -> None:
    for path in typefaces.ready().glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            names = [record.toUnicode() for record in font["name"].names if record.nameID in (1, 3, 4, 6, 16)]
        assert all("GW" in name for name in names)


def test_the_files_are_those_of_the_manifest() -> None:
    listed = {name: entry["sha256"] for name, entry in typefaces.manifest().items()}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in typefaces.SOURCE.glob("*.woff2")}
    assert listed == found


def test_unpacking_fills_a_folder_of_its_own_once(tmp_path: Path) -> None:
    folder = typefaces._unpacked(tmp_path)
    stamp = (folder / "fonts.conf").stat().st_mtime_ns
    assert typefaces._unpacked(tmp_path) == folder
    assert (folder / "fonts.conf").stat().st_mtime_ns == stamp
    assert len(list(folder.glob("*.ttf"))) == len(typefaces.manifest())


def test_a_changed_font_file_is_not_unpacked(tmp_path: Path) -> None:
    packed = tmp_path / "GWKaiTi.woff2"
    packed.write_bytes(b"something else")
    with pytest.raises(ValueError, match="not the file named in the font manifest"):
        typefaces._unpack(packed, tmp_path / "GWKaiTi.ttf", "0" * 64)


def test_two_processes_unpack_once_and_see_the_same_whole_folder(tmp_path: Path) -> None:
    code = "import sys, pathlib; from documents import typefaces; print(typefaces.ready(pathlib.Path(sys.argv[1])))"
    command = [sys.executable, "-c", code, str(tmp_path)]
    two = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) for _ in "ab"]
    folders = {process.communicate()[0].strip() for process in two}
    assert len(folders) == 1
    folder = Path(folders.pop())
    assert sorted(path.name for path in folder.parent.iterdir()) == [folder.name, "lock"]
    assert {path.name for path in folder.glob("*.ttf")} == {
        name.replace(".woff2", ".ttf") for name in typefaces.manifest()
    }
    assert "<dir>" + str(folder) + "</dir>" in (folder / "fonts.conf").read_text()

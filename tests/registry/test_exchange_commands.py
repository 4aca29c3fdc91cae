"""The commands import_register and export_register."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from audit.models import Access, Entry
from config.demo.building import Demo
from registry.identity import is_valid
from registry.models import User
from tests.registry.exchange_files import held, lines_of, member, xlsx


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def run(capsys: pytest.CaptureFixture[str], *arguments: Any, **options: Any) -> tuple[int, str, str]:
    code = 0
    try:
        call_command(*arguments, **options)
    except SystemExit as left:
        code = int(left.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_imports_and_reports_as_json(
    world: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(xlsx(党员=[member()]).getvalue())
    before = held()
    code, out, _ = run(capsys, "import_register", path, "--dry-run", "--json")
    dry = json.loads(out)
    assert (code, dry["ok"], dry["import"], held()) == (0, True, None, before)
    user = User.objects.filter(is_active=True).first()
    assert user is not None
    code, out, err = run(capsys, "import_register", path, "--json", "--progress", "--user", user.username)
    report = json.loads(out)
    assert (code, report["ok"], report["rows"]["members"]["new"], report["rows_digest"]) == (
        0,
        True,
        1,
        dry["rows_digest"],
    )
    assert err == f"\r[{'#' * 40}] 100% 2/2\n"
    entry = Entry.objects.get(stream_kind="import", stream_id=report["import"])
    assert (entry.actor_kind, entry.actor_id) == ("user", str(user.pk))


def test_the_command_fails_with_the_mistakes_and_writes_nothing(
    world: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(xlsx(党员=[member(公民身份号码="", 性别="?") for _ in range(60)]).getvalue())
    before = held()
    code, out, _ = run(capsys, "import_register", path)
    assert (code, held()) == (1, before)
    assert out.splitlines()[1] == "members: 60 rows, 0 new, 0 unchanged, 60 with mistakes"
    assert out.splitlines()[3:] == [
        *(f"  党员 row {n} 性别: Write one of: 男、女." for n in range(2, 52)), "  ... 60 mistakes in all", "Nothing was imported.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import_register", "/nowhere/名册.xlsx"], "/nowhere/名册.xlsx: No such file or directory"),
        (["export_register", "/nowhere/登记.xlsx"], "/nowhere/登记.xlsx: No such file or directory"),
        (["export_register", "登记.xlsx", "--under", "XX"], "There is no organisation with code XX."),
    ],
)
def test_the_commands_say_what_is_missing(
    world: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError) as refused:
        call_command(*arguments)
    assert str(refused.value) == words


def test_an_unknown_user_imports_nothing(world: Demo, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(党员=[member()]).getvalue())
    with pytest.raises(CommandError, match=r"There is no active user nobody\."):
        call_command("import_register", path, "--user", "nobody")


def test_an_export_by_command_is_logged_and_for_its_owner_only(
    world: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "登记.xlsx"
    run(
        capsys,
        "export_register",
        path,
        "--kind",
        "members",
        "--under",
        "QH01",
        "--with-id-numbers",
        "--purpose",
        "迁移",
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    numbers = [line[4] for line in lines_of(path.read_bytes())["党员"][1:]]
    assert {is_valid(number) for number in numbers} == {True}
    access = Access.objects.latest("pk")
    assert (access.kind, access.object_id, access.what, access.purpose) == (
        "register",
        "QH01",
        "export with ID numbers",
        "迁移",
    )

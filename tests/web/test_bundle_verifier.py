"""The verifier of a bundle runs in a Python without anything, and finds whatever was changed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config.demo import driving
from config.demo.building import Demo
from registry.models import Role
from tests.desk import the_turn
from tests.web.bundled import bytes_of, files_of, keep_in, made
from tests.workflows.parts import attached
from web.bundles import verify
from web.models import Bundle
from workflows.processes.transfer.walks import WALKS


@pytest.fixture
def bundle(world: Demo, blank_papers: None, tmp_path: Path, settings: Any) -> Bundle:
    keep_in(tmp_path / "kept", settings)
    case = driving.until(driving.begin("transfer", WALKS["closed"]), "examine")
    attached(case, driving.actor_for(the_turn(case)))
    return made(world.holder("YL", Role.AUDITOR), case)


@pytest.fixture
def folder(bundle: Bundle, tmp_path: Path) -> Path:
    """The bundle unpacked."""
    for name, content in files_of(bundle).items():
        place = tmp_path / "bag" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return tmp_path / "bag"


def run(*arguments: str | Path) -> tuple[int, str]:
    """A Python that knows no package and no folder of ours."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_it_says_in_plain_sentences_that_everything_fits(bundle: Bundle, folder: Path) -> None:
    code, said = run(folder / "verify.py")
    assert (code, said.splitlines()[-1]) == (0, "核验通过：各文件与清单、目录、日志相符。")
    assert bundle.seal in said
    zipped = folder.parent / "bundle.zip"
    zipped.write_bytes(bytes_of(bundle))
    code, said = run(folder / "verify.py", zipped, "--english")
    assert (code, said.splitlines()[-1]) == (0, "Everything fits: files, manifests, index and journals.")


def test_what_is_no_bundle_is_said(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other.zip").write_bytes(b"PK")
    (tmp_path / "empty").mkdir()
    for other in ("other.zip", "empty", "nowhere"):
        assert run(folder / "verify.py", tmp_path / other, "--english")[0] == 2, other
    for name, before, after in (
        ("bagit.txt", "BagIt-Version: 1.0", "BagIt-Version: 0.97"),
        ("data/index.json", verify.FORMAT, "guicheng-bundle-2"),
        ("manifest-sha256.txt", "  data", " \n data"),
    ):
        content = (folder / name).read_text("utf-8")
        (folder / name).write_text(content.replace(before, after), "utf-8")
        assert verify.main([str(folder)]) == 2, name
        (folder / name).write_text(content, "utf-8")
    assert verify.main([str(folder)]) == 0


def test_what_was_missing_when_it_was_made_is_no_fault_and_is_said(folder: Path) -> None:
    assert [said for said in verify.verify(folder)[1] if said[0] == "missing"] == []

    def lost(case: Any) -> None:
        case["missing"] = [{"kind": "D-TR-3", "title": "党费证明"}]
        case["papers"][0].update(state="damaged")
        (folder / "data" / case["papers"][0].pop("file")).unlink()

    _index(lost)(folder)
    title = json.loads((folder / "data/index.json").read_text("utf-8"))["cases"][0]["papers"][0]["title"]
    sealed_anew(folder)
    faults, remarks = verify.verify(folder)
    assert (faults, [said[2] for said in remarks if said[0] == "missing"]) == ([], ["党费证明", title])


def test_only_what_python_leaves_beside_it_is_passed_over(folder: Path) -> None:
    for place, faults in (
        ("__pycache__/verify.pyc", []),
        ("data/__pycache__/paper.pdf", [("added", "data/__pycache__/paper.pdf"), ("oxum",), ("index_unknown", "data/__pycache__/paper.pdf")]),
    ):  # fmt: skip
        (folder / place).parent.mkdir()
        (folder / place).write_bytes(b"x")
        assert verify.verify(folder)[0] == faults


@pytest.mark.parametrize(
    ("root", "writing"),
    [("", pytest.warns(UserWarning, match="Duplicate name")), ("other/", nullcontext())],
    ids=["twice", "in a second folder"],
)
def test_a_second_file_of_one_path_is_found(
    bundle: Bundle, tmp_path: Path, root: str, writing: AbstractContextManager[Any]
) -> None:
    zipped = tmp_path / "bundle.zip"
    zipped.write_bytes(bytes_of(bundle))
    with zipfile.ZipFile(zipped, "a") as found:
        first = found.namelist()[0]
        with writing:
            found.writestr(root + first.partition("/")[2] if root else first, found.read(first))
    assert verify.verify(zipped)[0] == [("twice", first.partition("/")[2])]


def of_a_case(folder: Path, name: str) -> Path:
    return next(folder.glob(f"data/cases/*/{name}"))


def sealed_anew(folder: Path) -> None:
    """Whoever changes a bundle can make its manifests anew."""

    def manifest(name: str, paths: list[Path]) -> None:
        lines = [
            f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in sorted(paths)
        ]
        (folder / name).write_text("".join(lines), "utf-8")

    payload = [path for path in folder.rglob("data/**/*") if path.is_file()]
    manifest("manifest-sha256.txt", payload)
    info = (folder / "bag-info.txt").read_text("utf-8").splitlines()
    oxum = f"Payload-Oxum: {sum(path.stat().st_size for path in payload)}.{len(payload)}"
    (folder / "bag-info.txt").write_text("\n".join([*info[:-1], oxum]) + "\n", "utf-8")
    manifest("tagmanifest-sha256.txt", [p for p in folder.iterdir() if p.is_file() and "tagmanifest" not in p.name])


def _journal(change: Callable[[list[Any]], Any]) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        place = of_a_case(folder, "journal.jsonl")
        entries = [json.loads(line) for line in place.read_text("utf-8").splitlines()]
        change(entries)
        place.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries), "utf-8")

    return changed


def _index(change: Callable[[Any], Any]) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        place = folder / "data/index.json"
        index = json.loads(place.read_text("utf-8"))
        change(index["cases"][0])
        place.write_text(json.dumps(index, ensure_ascii=False), "utf-8")

    return changed


def _rewritten(entries: list[Any]) -> None:
    """The newest entry, with a leaf that fits it."""
    entries[-1].update(act="case.other")
    entries[-1].update(leaf=verify.leaf_of(entries[-1]))


def _other(kind: str) -> Callable[[Path], None]:
    """Another file in the place of a paper or an attachment, and the index made to fit."""

    def changed(folder: Path) -> None:
        of_a_case(folder, f"{kind}/*.pdf").write_bytes(b"%PDF-1.7 other")
        digest = hashlib.sha256(b"%PDF-1.7 other").hexdigest()
        _index(lambda case: case[kind][0].update(sha256=digest))(folder)

    return changed


CHANGES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a paper": (lambda at: of_a_case(at, "papers/*.pdf").write_bytes(b"%PDF"), "index_digest"),
    "a paper with its index": (_other("papers"), "other"),
    "an attachment with its index": (_other("attachments"), "other"),
    "an attachment taken from the index too": (_index(lambda case: case["attachments"].clear()), "unlisted"),
    "an attachment nobody attached": (
        _index(lambda case: case["attachments"].append({**case["attachments"][0], "id": "X"})), "unknown"
    ),
    "no paper": (lambda at: of_a_case(at, "papers/*.pdf").unlink(), "index_absent"),
    "a paper taken from the index too": (_index(lambda case: case["papers"].pop(0)), "unlisted"),
    "one more": (lambda at: (at / "data/more.txt").write_text("x"), "index_unknown"),
    "an entry": (_journal(lambda entries: entries[1].update(act="case.other")), "leaf"),
    "an entry less": (_journal(lambda entries: entries.pop(1)), "gap"),
    "the newest less": (_journal(lambda entries: entries.pop()), "head"),
    "the newest written anew": (_journal(_rewritten), "head"),
    "two entries in the other order": (_journal(lambda entries: entries.reverse()), "chain"),
    "another case": (_journal(lambda entries: entries[0].update(stream=["case", "X"])), "stream"),
    "no line": (lambda at: of_a_case(at, "journal.jsonl").write_text("{\n"), "line"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_found_by_the_manifest_and_without_it(folder: Path, change: str) -> None:
    make, fault = CHANGES[change]
    make(folder)
    found = {said[0] for said in verify.verify(folder)[0]}
    assert found & {"changed", "absent", "added"}
    sealed_anew(folder)
    found = {said[0] for said in verify.verify(folder)[0]}
    assert fault in found
    assert not found & {"changed", "absent", "added", "oxum"}
    assert verify.main([str(folder)]) == 1


def test_a_changed_seal_and_a_wrong_count_are_found(folder: Path) -> None:
    info = folder / "bag-info.txt"
    info.write_text(info.read_text("utf-8").replace("Payload-Oxum: ", "Payload-Oxum: 1"), "utf-8")
    assert verify.verify(folder)[0] == [("changed", "bag-info.txt"), ("oxum",)]


def test_the_house_verifies_the_words_of_an_extract_too(folder: Path) -> None:
    extract, said = of_a_case(folder, "journal.jsonl"), StringIO()
    call_command("verify_journal", extract=extract, json=True, stdout=said)
    assert json.loads(said.getvalue())["ok"] is True
    _journal(lambda entries: entries[0]["words"].update(actor="别人"))(folder)
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_journal", extract=extract, json=True, stdout=said)
    assert [fault["fault"] for fault in json.loads(said.getvalue())["faults"]] == ["the words were changed"]
    extract.write_text("[]\n")
    with pytest.raises(CommandError):
        call_command("verify_journal", extract=extract)


def test_the_zip_unpacks_into_one_folder(bundle: Bundle, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "kept" / bundle.place) as found:
        assert found.testzip() is None
        assert {name.partition("/")[0] for name in found.namelist()} == {bundle.public_id}


def test_an_attachment_of_the_time_before_digests_were_noted_is_listed_and_no_fault(folder: Path) -> None:
    (case,) = json.loads((folder / "data/index.json").read_text("utf-8"))["cases"]
    (file,) = case["attachments"]
    assert list(verify.of_files(case, dict.fromkeys(f["id"] for f in [*case["papers"], file]))) == []
    assert list(verify.of_files(case, {f["id"]: f["sha256"] for f in case["papers"]})) == [
        ("unknown", case["number"], file["title"])
    ]


@pytest.mark.parametrize(
    ("listed", "known", "faults"),
    [
        ({"id": "F", "title": "f"}, {}, []),  # a number without a file: not made yet, or lost
        ({"id": "F", "title": "f", "sha256": "a"}, {}, [("unknown", "1", "f")]),
        ({"id": "F", "title": "f", "number": "2", "sha256": "a"}, {"F": "b"}, [("other", "1", "2")]),
        ({"id": "F", "title": "f", "sha256": "a"}, {"F": "a", "G": None}, [("unlisted", "1", "G")]),
    ],
)
def test_files_beside_what_the_journal_knows(listed: Any, known: Any, faults: list[Any]) -> None:
    assert list(verify.of_files({"number": "1", "papers": [listed], "attachments": []}, known)) == faults

#!/usr/bin/env python3
"""Verifies a bundle (核验移交包) with nothing but Python 3.9 or later: no network, no other package.

    python3 verify.py            the unpacked bundle this file lies in
    python3 verify.py FILE.zip   or a folder: a bundle that lies elsewhere; better with a copy of this file from another source
    python3 verify.py --english  says it in English

Exit code: 0 everything fits, 1 something does not, 2 this is no bundle. What it cannot find out is said at the end.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FORMAT = "guicheng-bundle-1"
GENESIS = "0" * 64
# The acts by which a file comes into a case, and under which name the entry has it. Entries of attachments had no digest once.
KEPT = {"paper.issued": "paper", "file.attached": "attachment"}
SAID: dict[str, tuple[str, str]] = {
    "no_bundle": ("这不是移交包：{0}", "This is no bundle: {0}"),
    "absent": ("清单所列文件缺失：{0}", "A file of the manifest is missing: {0}"),
    "changed": ("文件内容已被改动：{0}", "A file was changed: {0}"),
    "added": ("清单以外的文件：{0}", "A file that no manifest lists: {0}"),
    "twice": ("同一路径有两个文件：{0}", "Two files of one path: {0}"),
    "oxum": ("文件的数量或字节数与 bag-info.txt 不符", "Number or bytes of the files differ from bag-info.txt"),
    "index_absent": ("目录所列文件缺失：{0}（{1}）", "A file of the index is missing: {0} ({1})"),
    "index_digest": ("文件与目录所记摘要不符：{0}（{1}）", "A file differs from its digest in the index: {0} ({1})"),
    "index_unknown": ("目录未列的文件：{0}", "A file that the index does not list: {0}"),
    "line": ("{0} 日志第{1}行无法读取", "{0}: line {1} of the journal cannot be read"),
    "gap": ("{0} 日志第{1}条之前缺少条目", "{0}: an entry is missing before entry {1} of the journal"),
    "chain": ("{0} 日志第{1}条与前一条不衔接", "{0}: entry {1} of the journal does not continue the one before"),
    "leaf": ("{0} 日志第{1}条已被改动", "{0}: entry {1} of the journal was changed"),
    "stream": ("{0} 日志第{1}条属于另一办件", "{0}: entry {1} of the journal belongs to another case"),
    "head": ("{0} 日志末条与目录所记不符", "{0}: the journal does not end where the index says"),
    "unlisted": ("{0} 日志记有文件{1}，目录未列", "{0}: the journal knows of file {1}, the index does not"),
    "other": ("{0} 文件{1}不是日志所记的那一份", "{0}: file {1} is not the one the journal knows of"),
    "unknown": ("{0} 文件{1}在日志中没有制发或上传记录", "{0}: the journal knows nothing of file {1}"),
    "missing": ("缺件（制包时即缺）：{0}　{1}", "Missing when the bundle was made: {0} {1}"),
    "counted": ("共{0}件办件、{1}份文书、{2}个附件、{3}条日志", "{0} cases, {1} papers, {2} attachments, {3} journal entries"),
    "good": ("核验通过：各文件与清单、目录、日志相符。", "Everything fits: files, manifests, index and journals."),
    "bad": ("核验未通过：以上{0}处不符。", "Something does not fit: {0} faults above."),
    "seal": ("封签（tagmanifest-sha256.txt 的摘要），请与制包单位核对：\n  {0}", "Seal (digest of tagmanifest-sha256.txt), to be compared with the sender's:\n  {0}"),
    "limits": ("单凭本包无法查明：整包是否被重做（核对封签可知）；日志中的文字说明是否被改动（须由制包单位以 verify_journal --extract 核验）。",
               "Not to be found out from the bundle alone: whether all of it was made anew (compare the seal); whether words in a journal were changed (the sender's verify_journal --extract tells)."),
}  # fmt: skip


class NoBundle(Exception):
    """What was given is no bundle; the message says why."""


class Files:
    """The files of a bundle, in a folder or a ZIP, by their paths in it."""

    def __init__(self, place: Path) -> None:
        self._zip = None if place.is_dir() else zipfile.ZipFile(place)
        there: list[tuple[str, Any]]
        if self._zip is None:
            there = [(path.relative_to(place).as_posix(), path) for path in place.rglob("*") if path.is_file()]
        else:
            there = [(name.partition("/")[2], name) for name in self._zip.namelist() if not name.endswith("/")]
        self._names = dict(there)
        # Of two files of one path in a ZIP only one is verified, and a program that unpacks it may take the other.
        self.twice = sorted(path for path, n in Counter(path for path, _place in there).items() if n > 1)

    def names(self) -> list[str]:
        """Every path, but for what Python leaves beside this program."""
        return sorted(name for name in self._names if not name.startswith("__pycache__/"))

    def read(self, name: str) -> bytes:
        """The content of a file; NoBundle if there is none."""
        if name not in self._names:
            raise NoBundle(name)
        place = self._names[name]
        return place.read_bytes() if self._zip is None else self._zip.read(place)

    def digest(self, name: str) -> str:
        """The SHA-256 of a file; empty if there is none."""
        return hashlib.sha256(self.read(name)).hexdigest() if name in self._names else ""


Fault = tuple[Any, ...]


def of_manifest(files: Files, manifest: str) -> dict[str, str]:
    """Digests by path; NoBundle for a manifest that cannot be read."""
    found = {}
    for line in files.read(manifest).decode("utf-8").splitlines():
        match = re.fullmatch(r"([0-9a-f]{64}) +(.+)", line)
        if match is None:
            raise NoBundle(manifest)
        found[match[2]] = match[1]
    return found


def of_bag(files: Files) -> Iterator[Fault]:
    """What does not fit the manifests (RFC 8493)."""
    if b"BagIt-Version: 1.0" not in files.read("bagit.txt"):
        raise NoBundle("bagit.txt")
    payload, tags = of_manifest(files, "manifest-sha256.txt"), of_manifest(files, "tagmanifest-sha256.txt")
    for name, digest in sorted({**payload, **tags}.items()):
        found = files.digest(name)
        if found != digest:
            yield ("changed" if found else "absent", name)
    listed = {**payload, **tags, "tagmanifest-sha256.txt": ""}
    yield from (("added", name) for name in files.names() if name not in listed)
    yield from (("twice", name) for name in files.twice)
    there = [name for name in files.names() if name.startswith("data/")]
    oxum = f"Payload-Oxum: {sum(len(files.read(name)) for name in there)}.{len(there)}"
    if oxum not in files.read("bag-info.txt").decode("utf-8").splitlines():
        yield ("oxum",)


def of_index(files: Files, index: Any) -> Iterator[Fault]:
    """What does not fit the index: files it lists, and files it does not."""
    known = {"data/index.json", "data/index.html"}
    for case in index["cases"]:
        known.add("data/" + case["journal"]["file"])
        for file in case["papers"] + case["attachments"]:
            if "file" in file:
                place = "data/" + file["file"]
                known.add(place)
                found = files.digest(place)
                if found != file["sha256"]:
                    yield ("index_digest" if found else "index_absent", file["title"], file["file"])
    yield from (("index_unknown", name) for name in files.names() if name.startswith("data/") and name not in known)


def leaf_of(entry: Any) -> str:
    """The leaf of a journal entry, computed anew."""
    names = ("stream", "sequence", "at", "act", "actor", "article", "facts", "previous")
    content = {**{name: entry[name] for name in names}, "words": entry["words_digest"]}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"\0" + canonical.encode("utf-8")).hexdigest()


def of_journal(files: Files, case: Any) -> Iterator[Fault]:
    """What is wrong with the journal of a case, and with its files by what the journal knows of them."""
    number, previous, known, n = case["number"], GENESIS, {}, 0
    for n, line in enumerate(lines_of(files, case), 1):
        try:
            entry = json.loads(line)
            checks = (
                ("gap", entry["sequence"] == n), ("chain", entry["previous"] == previous),
                ("leaf", entry["leaf"] == leaf_of(entry)), ("stream", entry["stream"] == ["case", case["reference"]]),
            )  # fmt: skip
            if kept := KEPT.get(entry["act"]):
                known[entry["facts"][kept]] = entry["facts"].get("sha256")
        except (ValueError, KeyError, TypeError):
            yield ("line", number, n)
            return
        yield from ((fault, number, n) for fault, holds in checks if not holds)
        previous = entry["leaf"]
    if (n, previous) != (case["journal"]["entries"], case["journal"]["head"]):
        yield ("head", number)
    yield from of_files(case, known)


def of_files(case: Any, known: dict[str, str | None]) -> Iterator[Fault]:
    """Papers and attachments that the journal of the case knows otherwise, or not, or that the index does not list."""
    listed = {file["id"]: file for file in case["papers"] + case["attachments"]}
    yield from (("unlisted", case["number"], file) for file in known if file not in listed)
    for name, file in listed.items():
        said = file.get("number") or file["title"]
        if "sha256" in file and name not in known:
            yield ("unknown", case["number"], said)
        elif "sha256" in file and (known[name] or file["sha256"]) != file["sha256"]:
            yield ("other", case["number"], said)


def lines_of(files: Files, case: Any) -> list[bytes]:
    """The lines of a case's journal; none if it is not there."""
    place = "data/" + case["journal"]["file"]
    return files.read(place).splitlines() if files.digest(place) else []


def gaps_of(index: Any) -> Iterator[Fault]:
    """What was missing when the bundle was made: no fault of the bundle."""
    for case in index["cases"]:
        yield from (("missing", case["number"], kind["title"]) for kind in case["missing"])
        damaged = [file for file in case["papers"] + case["attachments"] if file.get("state") == "damaged"]
        yield from (("missing", case["number"], file["title"]) for file in damaged)


def index_of(files: Files) -> Any:
    """The index; NoBundle if it is of another format or cannot be read."""
    try:
        index = json.loads(files.read("data/index.json"))
        if index["format"] != FORMAT:
            raise NoBundle(index["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise NoBundle("data/index.json") from error
    return index


def counted(files: Files, index: Any) -> Fault:
    """How much was verified."""
    cases = index["cases"]
    papers = sum(len([paper for paper in case["papers"] if "file" in paper]) for case in cases)
    attached = sum(len([file for file in case["attachments"] if "file" in file]) for case in cases)
    return ("counted", len(cases), papers, attached, sum(len(lines_of(files, case)) for case in cases))


def verify(place: Path) -> tuple[list[Fault], list[Fault]]:
    """All faults of a bundle, and what else is to be said; NoBundle if it is none."""
    files = Files(place)
    index = index_of(files)
    faults = [*of_bag(files), *of_index(files, index)]
    for case in index["cases"]:
        faults += of_journal(files, case)
    seal = files.digest("tagmanifest-sha256.txt")
    return faults, [*gaps_of(index), counted(files, index), ("seal", seal), ("limits",)]


def main(arguments: list[str]) -> int:
    """Verify and report; the exit code."""
    parser = argparse.ArgumentParser(description="核验移交包 / verify a bundle")
    parser.add_argument("place", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--english", action="store_true")
    options = parser.parse_args(arguments)

    def say(words: str, *values: Any) -> None:
        sys.stdout.write(SAID[words][options.english].format(*values) + "\n")

    try:
        faults, remarks = verify(options.place)
    except (NoBundle, OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        say("no_bundle", error)
        return 2
    for fault in faults + remarks:
        say(*fault)
    say("bad", len(faults)) if faults else say("good")
    return 1 if faults else 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))

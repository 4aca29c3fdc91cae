"""Import a whole prefecture and say what it cost, as one JSON object.

``python -m bench.import_bench --members 100000 --format shared`` makes a file as Excel would (strings in a shared
table; ``inline`` as openpyxl writes them), then measures, each in a process of its own against an empty embedded
server: examining it, importing it, importing it again (all unchanged), and exporting the register.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from config.cluster import Cluster
from config.demo.people import Inventor

ROOT = Path(__file__).resolve().parent.parent
PER_BRANCH, PER_COMMITTEE, PER_COUNTY = 25, 20, 20
HEADINGS = {
    "组织": ["编码", "名称", "简称", "代字", "层级", "上级编码", "有审批权限", "地址", "电话", "邮编", "成立日期"],
    "党员": ["姓名", "性别", "民族", "出生日期", "公民身份号码", "联系电话", "所在组织编码", "党籍", "入党日期", "转正日期", "党费交至", "到本组织日期"],
    "职务": ["组织编码", "职责", "职务名称", "任职人身份证号", "任职开始", "代理"],
}  # fmt: skip
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Book = dict[str, list[list[str]]]


def prefecture(members: int) -> Book:
    """Rows of a prefecture with so many members, the same ones every time."""
    book: Book = {name: [titles] for name, titles in HEADINGS.items()}
    book["组织"].append(
        ["P", "中共某州委员会", "某州委", "某组", "州委", "", "是", "州府路1号", "0855-2200000", "556000", "1956-07-01"]
    )
    dice, inventor = random.Random(7), Inventor(7)
    for number in range(-(-members // PER_BRANCH)):
        code = _branch(book, number)
        people = [_member(inventor, dice, code) for _ in range(min(PER_BRANCH, members - number * PER_BRANCH))]
        book["党员"] += people
        for role, holder in zip(("书记", "组织委员"), people, strict=False):
            book["职务"].append([code, role, f"支部{role}", holder[4], "2024-03-01", "否"])
    return book


def _branch(book: Book, number: int) -> str:
    committee, rest = divmod(number, PER_COMMITTEE)
    county, rest_of_county = divmod(committee, PER_COUNTY)
    if rest == 0 and rest_of_county == 0:
        book["组织"].append(_organisation(f"X{county:02d}", "县委", "P", "是"))
    if rest == 0:
        book["组织"].append(_organisation(f"C{committee:04d}", "基层党委", f"X{county:02d}", "是"))
    book["组织"].append(_organisation(f"B{number:05d}", "党支部", f"C{committee:04d}", "否"))
    return f"B{number:05d}"


def _organisation(code: str, level: str, parent: str, approves: str) -> list[str]:
    name = f"中共某州第{code}号组织"
    return [
        code,
        name,
        name[2:],
        "某",
        level,
        parent,
        approves,
        f"{code}路{len(code)}号",
        "0855-2200001",
        "556000",
        "1983-05-01",
    ]


def _member(inventor: Inventor, dice: random.Random, home: str) -> list[str]:
    who = inventor.person(youngest=24, oldest=66, year=2026)
    joined = dt.date(dice.randint(who.born_on.year + 19, 2025), 7, 1)
    since = max(joined, dt.date(dice.randint(2015, 2025), 3, 1))
    return [
        who.name, "男" if who.sex == "M" else "女", who.ethnic_group, str(who.born_on), who.id_number, who.telephone, home,
        "正式党员", str(joined), str(joined.replace(year=joined.year + 1)), "2026-10", str(since),
    ]  # fmt: skip


def write_inline(book: Book, path: Path) -> None:
    """As openpyxl writes: each string in its cell."""
    workbook = Workbook(write_only=True)
    for name, rows in book.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)


def write_shared(book: Book, path: Path) -> None:
    """As Excel writes: each string once, in a table."""
    strings: dict[str, int] = {}
    relation = f"{_REL}/"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, rows in enumerate(book.values(), start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                part.writelines(piece.encode() for piece in _sheet(rows, strings))
        table = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_NS}">{table}</sst>')
        sheets = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(book, start=1))
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_NS}" xmlns:r="{_REL}"><sheets>{sheets}</sheets></workbook>'
        )
        links = "".join(
            f'<Relationship Id="rId{i}" Type="{relation}worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in range(1, len(book) + 1)
        )
        links += f'<Relationship Id="rId99" Type="{relation}sharedStrings" Target="sharedStrings.xml"/>'
        archive.writestr(
            "xl/_rels/workbook.xml.rels", _package("relationships", f"<Relationships>{links}</Relationships>")
        )
        root = f'<Relationships><Relationship Id="rId1" Type="{relation}officeDocument" Target="xl/workbook.xml"/></Relationships>'
        archive.writestr("_rels/.rels", _package("relationships", root))
        archive.writestr("[Content_Types].xml", _package("content-types", _types(len(book))))


def _package(kind: str, xml: str) -> str:
    return xml.replace(">", f' xmlns="http://schemas.openxmlformats.org/package/2006/{kind}">', 1)


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = {f"/xl/worksheets/sheet{n}.xml": "worksheet" for n in range(1, sheets + 1)}
    parts |= {"/xl/workbook.xml": "sheet.main", "/xl/sharedStrings.xml": "sharedStrings"}
    overrides = "".join(f'<Override PartName="{n}" ContentType="{kind}{t}+xml"/>' for n, t in parts.items())
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return f'<Types><Default Extension="rels" ContentType="{relations}"/>{overrides}</Types>'


def _sheet(rows: list[list[str]], strings: dict[str, int]) -> Iterator[str]:
    yield f'<worksheet xmlns="{_NS}"><sheetData>'
    letters = [get_column_letter(n) for n in range(1, 20)]
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{letter}{number}" t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'
            for letter, text in zip(letters, row, strict=False)
            if text
        )
        yield f'<row r="{number}">{cells}</row>'
    yield "</sheetData></worksheet>"


def make(members: int, form: str, path: Path) -> None:
    """Make the file to import."""
    (write_shared if form == "shared" else write_inline)(prefecture(members), path)


def measured(arguments: list[str], environment: dict[str, str]) -> dict[str, object]:
    """Run one manage.py command; its seconds, peak memory and what it printed."""
    started = time.monotonic()
    command = [sys.executable, "manage.py", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{arguments[0]} failed: {said[-2000:]}")
    seconds = round(time.monotonic() - started, 1)
    found = {
        "seconds": seconds,
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak_mb": used.ru_maxrss // 1024,
    }
    return {**found, "rows": json.loads(said)["rows"]} if said.startswith("{") else found


def main() -> None:
    """Make the file, start an empty server, measure, print, tidy up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--format", choices=["shared", "inline"], default="shared")
    options = parser.parse_args()
    place = ROOT / "var" / "bench-import"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    path, again = place / "prefecture.xlsx", place / "again.xlsx"
    # In a process of its own: a child's peak memory counts what its parent held when it was started.
    maker = multiprocessing.Process(target=make, args=(options.members, options.format, path))
    maker.start()
    maker.join()
    cluster = Cluster(place)
    cluster.join()
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"VAR_DIR": str(place)}
    try:
        measured(["migrate", "-v0"], environment)
        result = {
            "members": options.members,
            "format": options.format,
            "file_mb": round(path.stat().st_size / 1e6, 1),
            "examine": measured(["import_register", str(path), "--dry-run", "--json"], environment),
            "import": measured(["import_register", str(path), "--json"], environment),
            "import_again": measured(["import_register", str(path), "--json"], environment),
            "export": measured(["export_register", str(again), "--with-id-numbers"], environment),
        }
    finally:
        cluster.leave()
        shutil.rmtree(cluster.data, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()

"""``python -m documents.gallery [--out DIR] [CODE ...]``: papers as PDF and PNG with an index to read (样张).

Writes one folder for each kind (D-DS-9, D-DS-10a ...); a code may end in ``*``. What is there from the same facts,
template and code is not made again. Each is measured anew, and what is beyond its tolerance stands below it in the index.
"""

from __future__ import annotations

import argparse
import base64
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from fnmatch import fnmatch
from html import escape
from pathlib import Path

from django.conf import settings

from documents import builds, figures, kinds, pages, press
from documents.gallery import measures, specimens
from documents.gallery.samples import SAID
from documents.kinds import PaperKind

CREATED = "2026-11-24T09:30:00+08:00"
SCALE = 1.4  # pixels for each point
STYLE = (
    "body{font:14px sans-serif;margin:2em}ul{columns:4}img{width:290px;border:1px solid #999;margin:4px;vertical-align:top}"
    "figure{display:inline-block;vertical-align:top;margin:0 1em 1em 0;background:#f3f3f3}figcaption{padding:4px}"
)


def composed(kind: PaperKind, said: specimens.Facts) -> bytes:
    """A specimen as PDF, sealed and with its code where the kind wants that; errors as ``press.compose``."""
    seal = base64.b64encode(figures.sample_seal()).decode() if kind.sealed else ""
    check = str(SAID["verify_url"]) if kind.carries_code else ""
    return press.compose(press.Job(kind.code, said, specimens.number_of(kind), CREATED, seal=seal, check=check))


def made(kind: PaperKind, shape: str, folder: Path) -> list[Path]:
    """One specimen as PDF and its pages as PNG, measured; returns the pages."""
    said = specimens.SHAPES[shape](kind)
    target, stamp = folder / kind.code / f"{shape}.pdf", f"{kinds.digest(kind, said)} {builds.own_code()}"
    mark = target.with_suffix(".digest")
    if not (mark.exists() and mark.read_text() == stamp):
        target.parent.mkdir(parents=True, exist_ok=True)
        for old in target.parent.glob(f"{shape}-*.png"):
            old.unlink()
        content = composed(kind, said)
        target.write_bytes(content)
        for place, page in enumerate(pages.page_images(content, scale=SCALE), start=1):
            target.with_name(f"{shape}-{place}.png").write_bytes(page)
        mark.write_text(stamp)
    measures.keep(measures.measured(target.read_bytes()), target.with_suffix(".json"))
    return sorted(target.parent.glob(f"{shape}-*.png"))


def _kind(code: str, folder: Path) -> tuple[str, str]:
    """All specimens of a kind: its code, and what went wrong."""
    kind = kinds.kind_of(code)
    for shape in specimens.SHAPES:
        try:
            made(kind, shape, folder)
        except press.DoesNotFit as error:
            return code, f"{shape}: {error.field} does not fit"
        except (press.Faulty, KeyError, ValueError) as error:
            return code, f"{shape}: {error!r}"[:300]
    return code, ""


def index(folder: Path, chosen: Sequence[PaperKind]) -> None:
    """The page that shows all of them (目录页), with a list of contents and what was measured."""
    contents = "".join(f'<li><a href="#{kind.code}">{kind.code} {escape(kind.title)}</a></li>' for kind in chosen)
    sections = "".join(_section(folder, kind) for kind in chosen)
    head = f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>样张</title><style>{STYLE}</style>'
    (folder / "index.html").write_text(
        f"{head}<h1>样张</h1><p>{measures.total(outcomes(folder, chosen))}</p><ul>{contents}</ul>{sections}",
        encoding="utf-8",
    )


def outcomes(folder: Path, chosen: Sequence[PaperKind]) -> list[measures.Outcome]:
    """What was measured of each specimen."""
    return [measures.kept(folder / kind.code / f"{shape}.json") for kind in chosen for shape in specimens.SHAPES]


def _section(folder: Path, kind: PaperKind) -> str:
    """A kind and its specimens side by side."""
    about = f"{kind.official_kind}；{'、'.join(kind.issuer)} → {'、'.join(kind.addressee) or '存档'}"
    figures_of = ""
    for shape in specimens.SHAPES:
        shown = sorted((folder / kind.code).glob(f"{shape}-*.png"), key=lambda path: (len(path.name), path.name))
        images = "".join(f'<img loading="lazy" src="{kind.code}/{one.name}" alt="{shape}">' for one in shown)
        off = measures.kept(folder / kind.code / f"{shape}.json").deviations
        caption = f'<a href="{kind.code}/{shape}.pdf">{shape}</a>' + "".join(f"<br><b>{escape(one)}</b>" for one in off)
        figures_of += f"<figure><figcaption>{caption}</figcaption>{images}</figure>"
    return f'<section id="{kind.code}"><h2>{kind.code} {escape(kind.title)}</h2><p>{about}</p>{figures_of}</section>'


def main(arguments: list[str]) -> int:
    """Make them with two processes; returns how many kinds could not be made and figures are not kept."""
    parser = argparse.ArgumentParser(prog="documents.gallery", description=__doc__)
    parser.add_argument("codes", nargs="*", default=["*"])
    parser.add_argument("--out", type=Path, default=Path("gallery"))
    options = parser.parse_args(arguments)
    chosen = [code for code in sorted(kinds.all_kinds()) if any(fnmatch(code, one) for one in options.codes)]
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(_kind, chosen, [options.out] * len(chosen)))
    failed = [f"{code} {error}\n" for code, error in results if error]
    there = [kind for code, kind in sorted(kinds.all_kinds().items()) if (options.out / code).exists()]
    index(options.out, there)
    measured = outcomes(options.out, there)
    sys.stdout.write(f"{len(chosen) - len(failed)} kinds in {options.out}/index.html\n{''.join(failed)}")
    sys.stdout.write(f"{measures.total(measured)}\n")
    return len(failed) + sum(len(one.deviations) for one in measured)


if __name__ == "__main__":
    settings.configure(USE_I18N=False, VAR_DIR=Path("var").resolve())
    sys.exit(min(1, main(sys.argv[1:])))

"""Who is measured: each sets the letter at a place of the list, as a PDF with the fonts of the product.

Every contestant runs in a process of its own, where it is asked for letters one by one: what one of them keeps, patches
or leaves behind is nothing to another.
"""

from __future__ import annotations

import base64
import shutil
import sys
from collections.abc import Callable, Mapping
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from bench.papers import letters
from documents import figures, kinds, markup, press, reuse, typefaces, typesetting

HERE = Path(__file__).resolve().parent
SITE = HERE.parent.parent / "var" / "bench" / "site"
Sets = Callable[[int], bytes]


def job_of(place: int) -> press.Job:
    """A letter as the product's own job."""
    sealed = base64.b64encode(letters.seal()).decode()
    return press.Job(
        letters.CODE, letters.facts_of(place), letters.number_of(place), letters.CREATED.isoformat(), seal=sealed
    )


def ours(_folder: Path) -> Sets:
    """The press of the product: PDF/A-3a, tagged, facts attached, nothing overflowing."""
    press.ready(typefaces.ready().parent.parent)
    return lambda place: press.compose(job_of(place))


def naive(_folder: Path) -> Sets:
    """Stock WeasyPrint on the same HTML, as its manual shows it: the fonts as they lie here, named in the style sheet."""
    return _naive({entry["family"]: typefaces.SOURCE / name for name, entry in typefaces.manifest().items()})


def naive_plain(_folder: Path) -> Sets:
    """The same with fonts that somebody has unpacked."""
    return _naive({entry["family"]: typefaces.file_of(entry["family"]) for entry in typefaces.manifest().values()})


def _naive(fonts: Mapping[str, Path]) -> Sets:
    """Fonts and style sheet are read for each letter."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    kind = kinds.kind_of(letters.CODE)
    faces = "".join(
        f'@font-face{{font-family:"{family}";src:url("{path.as_uri()}")}}' for family, path in fonts.items()
    )

    press._typesetter()  # puts our parts in their places, which are set aside for each letter

    def made(place: int) -> bytes:
        with reuse.set_aside():
            job, configuration = job_of(place), FontConfiguration()
            rules = "".join((kinds.STYLES / name).read_text("utf-8") for name in kind.styles)
            sheet = weasyprint.CSS(string=faces + rules, font_config=configuration)
            page = weasyprint.HTML(string=press._html(kind, job, job.number))
            attached = press._facts_of(kind, job, job.number)
            pdf: bytes = page.write_pdf(
                stylesheets=[sheet], font_config=configuration, attachments=[attached], pdf_variant=press.VARIANT
            )
        return pdf

    return made


def typst(folder: Path) -> Sets:
    """typst, its compiler kept from letter to letter: PDF/A-3a, tagged, facts attached."""
    import typst as peer

    shutil.copy(HERE / "letter.typ", folder)
    (folder / "seal.png").write_bytes(letters.seal())
    compiler = peer.Compiler(str(folder / "letter.typ"), font_paths=[str(typefaces.ready())], ignore_system_fonts=True)

    def made(place: int) -> bytes:
        inputs = {
            "letter": kinds.canonical(shown(place)).decode(),
            "attached": kinds.canonical(letters.facts_of(place)).decode(),
        }
        pdf: bytes = compiler.compile(sys_inputs=inputs, pdf_standards=["a-3a"], timestamp=letters.CREATED)
        return pdf

    return made


def shown(place: int) -> dict[str, Any]:
    """The facts of a letter as they are printed, for contestants with templates of their own."""
    said, number = letters.facts_of(place), letters.number_of(place)
    return said | {
        "number": number, "seam": typesetting.seam_figures(number), "day": typesetting.chinese_date(said["date"]),
        "nation": said["ethnic"].removesuffix("族"), "year": typesetting.capital_digits(said["paid_year"]),
        "month": typesetting.capital(said["paid_month"]), "valid": typesetting.capital(said["days"]),
        "code": markup.check_code(said["verify_url"]), "qr": list(_png(figures.qr_code(said["verify_url"]))),
    }  # fmt: skip


def _png(uri: str) -> bytes:
    return base64.b64decode(uri.partition(",")[2])


def reportlab(_folder: Path) -> Sets:
    """reportlab, its fonts read once: lines drawn at places by hand, no tags, no PDF/A, nothing attached."""
    from bench.papers import byhand

    def made(place: int) -> bytes:
        said = shown(place)
        return byhand.draw(said, bytes(said["qr"]))

    return made


ALL: Mapping[str, Callable[[Path], Sets]] = {
    "ours": ours, "typst": typst, "reportlab": reportlab, "naive": naive, "naive_plain": naive_plain,
}  # fmt: skip
PEERS = ("typst", "reportlab")


def missing() -> list[str]:
    """Peers that are not installed."""
    return [name for name in PEERS if PathFinder.find_spec(name, [str(SITE), *sys.path]) is None]

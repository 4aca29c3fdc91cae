"""Papers before validators: what each is shown, and that a fault, a silence and a validator that is not there are told apart."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pikepdf
import pytest

from documents import pages
from documents.kinds import kind_of
from documents.validating import __main__ as validating
from documents.validating import files, oxide, preflight, reading, structure
from documents.validating.files import ISSUED, VARIANTS, Specimen, specimen, squeezed
from documents.validating.verdict import Verdict

CODE = "D-TR-10"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
# The schemas that PDF/A knows by itself (ISO 19005-3, 6.6.2.3.1), as far as ours go.
PREDEFINED = {"http://www.aiim.org/pdfa/ns/id/", "http://ns.adobe.com/pdf/1.3/", "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/"}  # fmt: skip
REPORT = """<preflights count="2">
<preflight name="D-A-1.pdf"><isValid type="PDF/A1-b">true</isValid></preflight>
<preflight name="D-A-2.pdf"><isValid type="PDF/A1-b">false</isValid>
<errors count="1"><error count="1"><code>7.3</code><details>Error on MetaData</details></error></errors></preflight>
</preflights>"""


@pytest.fixture(scope="module")
def one() -> Specimen:
    """The shortest paper in every variant."""
    return specimen(kind_of(CODE))


def test_every_variant_says_which_it_is(one: Specimen) -> None:
    said = {}
    for variant, content in one.files.items():
        with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
            said[variant] = (metadata.pdfa_status, len(pdf.attachments))
    levels = {variant: variant.removeprefix("pdf/a-").upper() for variant in VARIANTS}
    assert said == {variant: (level, int(level.startswith("3"))) for variant, level in levels.items()}


def test_every_schema_of_the_metadata_is_known_or_described(one: Specimen) -> None:
    with pikepdf.open(io.BytesIO(one.issued)) as pdf:
        root = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
    described = {said.text for said in root.iter("{http://www.aiim.org/pdfa/ns/schema#}namespaceURI")}
    used = {element.tag.partition("}")[0][1:] for block in root.iter(f"{RDF}Description") for element in block}
    assert (
        used - PREDEFINED - {"http://www.aiim.org/pdfa/ns/extension/"}
        == described
        == {"http://www.aiim.org/pdfua/ns/id/"}
    )


def test_an_issued_file_is_sound(one: Specimen) -> None:
    assert structure.checked(one) == Verdict(valid=True)


def test_what_an_archive_would_miss_is_named(one: Specimen) -> None:
    other = replace(one, files={ISSUED: one.files["pdf/a-2b"]})
    faults = ["it calls itself PDF/A-2B", *(f"{name} is missing" for name in ("/MarkInfo", "/StructTreeRoot", "/AF")), "attached are []"]  # fmt: skip
    assert structure.checked(other) == Verdict.of(faults)


def test_the_text_is_read_as_it_was_written(one: Specimen) -> None:
    assert one.text.startswith("扫码核验")
    assert kind_of(CODE).title in one.text
    assert reading.by_pdfium(one) == Verdict(valid=True)


def test_what_is_struck_out_is_read_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "VARIANTS", (ISSUED,))
    struck = specimen(kind_of("D-TR-2"))
    assert "划去" in pages.page_text(struck.issued)
    assert reading.by_pdfium(struck) == Verdict(valid=True)


def test_words_in_another_order_are_shown(one: Specimen) -> None:
    said = replace(one, text="甲乙丙")
    assert reading.compared(said, "甲丙乙") == Verdict.of(["written “”, read “丙”", "written “丙”, read “”"])


def test_the_head_of_a_table_may_be_read_again(one: Specimen) -> None:
    said = replace(one, text="序号甲一乙二", heads=frozenset(["序号"]))
    assert reading.compared(said, "序号甲一序号乙二") == Verdict(valid=True)
    assert reading.compared(said, "序号甲一甲一乙二") == Verdict.of(["written “”, read “甲一”"])


def test_page_numbers_are_no_text() -> None:
    assert squeezed("甲 乙\n— 12 —\n第 1 页 共 2 页丙") == "甲乙丙"


def test_preflight_is_read() -> None:
    assert preflight._verdicts(REPORT) == {"D-A-1": Verdict(valid=True), "D-A-2": Verdict.of(["7.3 Error on MetaData"])}


@pytest.mark.parametrize(
    ("java", "wanted"), [(None, "default-jre-headless"), ("/bin/java", "libpdfbox2-java libactivation-java")]
)
def test_preflight_says_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, java: str | None, wanted: str
) -> None:
    monkeypatch.setattr(preflight, "PLACES", (tmp_path,))
    monkeypatch.setattr(preflight, "shutil", SimpleNamespace(which=lambda _name: java))
    said = preflight.ask({})
    assert isinstance(said, str)
    assert f"apt-get install {wanted}" in said


def test_a_peer_that_is_not_installed_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oxide.importlib.util, "find_spec", lambda _name: None)
    assert oxide.library(tmp_path / "nowhere") is None


def test_pdf_oxide_is_asked_for_each_part_and_for_its_text(one: Specimen) -> None:
    asked: list[str] = []

    class Opened:
        def __enter__(self) -> Opened:
            return self

        def __exit__(self, *_error: object) -> None: ...

        def validate_pdf_a(self, level: str) -> dict[str, list[str]]:
            asked.append(level)
            return {"errors": ["no"] if level == "2u" else []}

        def validate_pdf_ua(self) -> dict[str, list[str]]:
            return {"errors": []}

        def page_count(self) -> int:
            return 2

        def extract_text(self, place: int) -> str:
            return "甲乙"[place] + " "

    peer = SimpleNamespace(PdfDocument=SimpleNamespace(from_bytes=lambda _content: Opened()))
    assert oxide.archival(peer, one) == Verdict.of(["2u: no"])
    assert asked == [variant.removeprefix("pdf/a-") for variant in VARIANTS]
    assert (oxide.accessible(peer, one), oxide.text_of(peer, b"")) == (Verdict(valid=True), "甲乙")


def test_the_report_tells_a_silence_from_a_fault() -> None:
    found = validating.report(
        ["D-A-1"], {"qpdf": {"D-A-1": Verdict(valid=True)}, "other": {}, "preflight 1b": "needs Java"}
    )
    assert found == {
        "pass": False,
        "kinds": {"D-A-1": {"qpdf": {"valid": True}, "other": {"valid": False, "faults": ["no verdict"]}}},
        "not_asked": {"preflight 1b": "needs Java"},
    }


def test_everybody_is_asked(one: Specimen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "ask", lambda files: {code: Verdict(valid=True) for code in files})
    monkeypatch.setattr(oxide, "library", lambda: None)
    found = validating.report([CODE], validating.validated([one]))
    assert (found["pass"], set(found["kinds"][CODE])) == (True, {"preflight 1b", "qpdf", "text by pdfium"})
    assert set(found["not_asked"]) == {"pdf_oxide pdf/a", "pdf_oxide pdf/ua", "text by pdf_oxide"}


def test_each_format_is_there() -> None:
    formats = {kind_of(code).styles[-1] for code in validating.one_of_each_format()}
    assert formats >= {"redhead.css", "letterhead.css", "order.css", "minutes.css", "letter.css", "certificate.css", "sheet.css", "form.css", "list.css"}  # fmt: skip

"""PDFBox Preflight (Apache PDFBox): the strictest validator of PDF/A there is outside a shop, but of PDF/A-1b only.

A Java program of Debian's; ``tools/setup.py validate`` brings it here. It is started once for all files.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from documents.kinds import HERE
from documents.validating.verdict import Asked, Verdict

VARIANT = "pdf/a-1b"
JARS = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
PLACES = (HERE.parent / "var" / "validating" / "usr" / "share" / "java", Path("/usr/share/java"))
SECONDS = 600


def ask(files: Mapping[str, bytes]) -> Asked:
    """Verdicts on files by name."""
    java, place = shutil.which("java"), _place()
    if java is None:
        return "PDFBox Preflight needs Java: apt-get install default-jre-headless"
    if place is None:
        return "PDFBox Preflight needs: apt-get install libpdfbox2-java libactivation-java libjaxb-api-java"
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "files"
        asked.mkdir()
        for name, content in files.items():
            (asked / f"{name}.pdf").write_bytes(content)
        _run(java, place, asked)
        return _verdicts((Path(folder) / "files.preflight.xml").read_text("utf-8"))


def _place() -> Path | None:
    """Where all of its archives lie."""
    return next((place for place in PLACES if all((place / f"{jar}.jar").exists() for jar in JARS)), None)


def _run(java: str, place: Path, folder: Path) -> None:
    archives = ":".join(str(place / f"{jar}.jar") for jar in JARS)
    command = [java, "-cp", archives, "org.apache.pdfbox.preflight.Validator_A1b", "xml", "group", folder.name]
    # It ends with the number of files that are not valid.
    subprocess.run(  # noqa: S603 - Debian's program on files of ours
        command, cwd=folder.parent, check=False, capture_output=True, timeout=SECONDS
    )


def _verdicts(report: str) -> Asked:
    """The verdicts of a report; a file that it could not read at all is not valid either."""
    found = {}
    for said in ElementTree.fromstring(report):  # noqa: S314 - written by the program just run
        faults = [f"{error.findtext('code')} {error.findtext('details')}" for error in said.iter("error")]
        valid = said.findtext("isValid") == "true"
        found[said.get("name", "").removesuffix(".pdf")] = Verdict(valid, tuple(faults))
    return found

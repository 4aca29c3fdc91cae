"""Prepare a fresh machine: virtual environment, packages, Pango, Chromium, translations.

Runs with the machine's own Python (3.11 or later) and nothing else installed:
``python tools/setup.py runtime`` for what the product needs, ``... dev`` for what its tests need besides, ``... bench``
for the peers that a benchmark compares with and for validators, in a folder of their own that nothing else looks into,
``... preflight`` for the validator of PDF/A that Debian has, ``... lighthouse`` for the judge of pages that comes from npm.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

VALIDATING = ROOT / "var" / "validating"
PREFLIGHT_DEBIAN = (
    "libpdfbox2-java", "libfontbox2-java", "libcommons-logging-java", "libactivation-java", "libjaxb-api-java",
)  # fmt: skip
LIGHTHOUSE = ROOT / "var" / "lighthouse"
LIGHTHOUSE_LOCKED = ("package.json", "package-lock.json", ".npmrc")
NODE = 18
PANGO_DEBIAN = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
PANGO_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


def stop(sentence: str) -> NoReturn:
    """Say in one sentence what is missing and end with an error."""
    sys.exit(f"setup: {sentence}")


def make_environment() -> None:
    """Create .venv once with the Python that runs this file."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- this file is run by whatever Python the machine has
        stop(f"Python 3.11 or later is needed; this is {sys.version.split()[0]} (try: make PYTHON=python3.12 ...).")
    if not PYTHON.exists():
        print("setup: creating .venv")
        try:
            venv.create(VENV, with_pip=True)
        except subprocess.CalledProcessError:
            shutil.rmtree(VENV, ignore_errors=True)
            stop("Python's venv module is incomplete; on Debian or Ubuntu: apt-get install python3-venv.")


def install(lock: str, *, into: Path | None = None) -> None:
    """Install a lock file with its hashes, and nothing beside it.

    The list is complete, so nothing is left to resolve: pip would look for ``coverage[toml]`` anew, find a release
    that is newer than the locked one, and refuse it for want of a hash.
    """
    print(f"setup: installing {lock}")
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
        *(["--target", str(into), "--upgrade"] if into else []),
        "-r",
        lock,
    ]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        stop(f"the packages in {lock} could not be installed; see the message above.")


def _apt(*packages: str) -> bool:
    """Install Debian packages as root or through sudo; False where that is impossible."""
    if not shutil.which("apt-get"):
        return False
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"] if shutil.which("sudo") else None
    if prefix is None:
        return False
    command = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    if _quietly(command):
        return True
    _quietly([*prefix, "apt-get", "update"])
    return _quietly(command)


def _quietly(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def _brew(package: str) -> bool:
    """Install a Homebrew formula or cask; False where there is no brew."""
    return bool(shutil.which("brew")) and subprocess.run(["brew", "install", package], check=False).returncode == 0


def need_pango() -> None:
    """Pango and HarfBuzz typeset the papers; they are libraries of the system."""
    if all(ctypes.util.find_library(name) for name in PANGO_LIBRARIES):
        return
    print("setup: installing Pango")
    if not (_apt(*PANGO_DEBIAN) or _brew("pango")):
        stop(
            f"papers need Pango; install it once: apt-get install {' '.join(PANGO_DEBIAN)} (macOS: brew install pango)."
        )


def fetch_preflight() -> None:
    """PDFBox Preflight from Debian's archive, unpacked into a folder: no rights are needed and nothing is installed."""
    VALIDATING.mkdir(parents=True, exist_ok=True)
    print("setup: fetching PDFBox Preflight")
    found = shutil.which("apt-get") and shutil.which("dpkg-deb")
    if not found or subprocess.run(["apt-get", "download", *PREFLIGHT_DEBIAN], cwd=VALIDATING, check=False).returncode:
        print(f"setup: PDFBox Preflight could not be fetched: apt-get install {' '.join(PREFLIGHT_DEBIAN)}")
        return
    for package in VALIDATING.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package.name, "."], cwd=VALIDATING, check=True)


def node_version() -> int:
    """The major version of the machine's node; 0 where there is none."""
    if not (node := shutil.which("node")):
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return int(said.strip().lstrip("v").partition(".")[0] or 0)


def fetch_lighthouse() -> None:
    """Lighthouse with its lock file's hashes, in a folder of its own; no script of a package is run."""
    npm = shutil.which("npm")
    if npm is None or node_version() < NODE:
        stop(f"Lighthouse needs node {NODE} or later and npm; nothing else here does.")
    LIGHTHOUSE.mkdir(parents=True, exist_ok=True)
    for name in LIGHTHOUSE_LOCKED:
        shutil.copyfile(ROOT / "bench" / "ux" / "lighthouse" / name, LIGHTHOUSE / name)
    print("setup: installing Lighthouse")
    if subprocess.run([npm, "ci", "--ignore-scripts", "--silent"], cwd=LIGHTHOUSE, check=False).returncode:
        stop("Lighthouse could not be installed; to see why: cd var/lighthouse && npm ci --ignore-scripts.")


def chromium() -> str | None:
    """The Chromium or Chrome that browser tests use, or None."""
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), mac if os.path.exists(mac) else None)


def need_chromium() -> None:
    """Browser tests run in the system's Chromium."""
    if chromium():
        return
    print("setup: installing Chromium")
    if not (_apt("chromium") or _brew("chromium")) or not chromium():
        stop("browser tests need Chromium; install it once: apt-get install chromium (macOS: brew install chromium).")


FETCHED = {"preflight": fetch_preflight, "lighthouse": fetch_lighthouse}


def main(what: str) -> None:
    """Set up ``runtime``, ``dev``, ``bench``, ``preflight`` or ``lighthouse``."""
    if what in FETCHED:
        FETCHED[what]()
        return
    make_environment()
    if what == "bench":
        install("requirements/bench.txt", into=ROOT / "var" / "bench" / "site")
        return
    if what == "runtime":
        install("requirements/runtime.txt")
        need_pango()
    else:
        install("requirements/dev.txt")
        need_chromium()
    subprocess.run([str(PYTHON), "-m", "tools.messages", "compile"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "runtime")

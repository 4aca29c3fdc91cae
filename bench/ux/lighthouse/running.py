"""Lighthouse run on one page (页面评测), as on a telephone of the middle range, in our Chromium, signed in by a cookie."""

from __future__ import annotations

import json
import shutil
import subprocess

from bench.ux.lighthouse.report import RESPECTS, Report
from config.walk.chromium import with_fonts
from tools.setup import LIGHTHOUSE, NODE, chromium

PACKAGE = LIGHTHOUSE / "node_modules" / "lighthouse"
CHROME = "--headless=new --no-sandbox --disable-gpu"
PATIENCE = 300


def missing() -> str:
    """Why there is no Lighthouse, in one sentence; empty if there is one."""
    if shutil.which("node") and (PACKAGE / "cli" / "index.js").is_file():
        return ""
    return f"left out: Lighthouse is not installed (tools/setup.py lighthouse; it needs node {NODE} or later and npm)"


def version() -> str:
    """The release that is installed."""
    return str(json.loads((PACKAGE / "package.json").read_text("utf-8"))["version"])


def command(address: str, cookies: list[dict[str, str]]) -> list[str]:
    """How it is called; what it finds is told to nobody but us."""
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in cookies)
    return [
        "node", str(PACKAGE / "cli" / "index.js"), address,
        "--output=json", "--quiet", "--no-enable-error-reporting", "--throttling-method=simulate",
        f"--only-categories={','.join(RESPECTS)}",
        f"--chrome-flags={CHROME}",
        f"--extra-headers={json.dumps({'Cookie': cookie})}",
    ]  # fmt: skip


def run(address: str, cookies: list[dict[str, str]]) -> Report:
    """The report of a page; one that says what went wrong where none was written."""
    environment = {**with_fonts(), "CHROME_PATH": chromium() or ""}
    given = command(address, cookies)
    try:
        done = subprocess.run(given, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return _failed("no answer", f"after {PATIENCE} s")
    try:
        report: Report = json.loads(done.stdout)
    except json.JSONDecodeError:
        return _failed(f"exit {done.returncode}", done.stderr.strip()[-500:])
    return report


def _failed(code: str, message: str) -> Report:
    return {"runtimeError": {"code": code, "message": message}}

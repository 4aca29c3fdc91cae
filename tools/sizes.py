"""House sizes: no function over 50 lines, no file over 400 (migrations apart)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FUNCTION, FILE = 50, 400


def offenders() -> list[str]:
    """Every file and function that is too long, with its length."""
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = []
    for path in (ROOT / name for name in listed.split() if "/migrations/" not in name):
        if not path.exists():
            continue
        text = path.read_text("utf-8")
        if text.count("\n") > FILE:
            found.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        functions = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
        long = (f for f in functions if (f.end_lineno or 0) - f.lineno >= FUNCTION)
        found.extend(f"{path.relative_to(ROOT)}:{f.lineno} {f.name}" for f in long)
    return found


if __name__ == "__main__":
    found = offenders()
    print("\n".join(found))
    sys.exit(1 if found else 0)

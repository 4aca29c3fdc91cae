"""Everything that is checked without running a case: format, lint, types, imports, templates, migrations, translations.

``python tools/checks.py`` runs all rows and fails if one does; ``python tools/checks.py types imports`` runs some.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def _templates() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "*.html"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split() if (ROOT / name).exists()]


def rows() -> dict[str, list[str]]:
    """The checks by name, each a command."""
    manage = [sys.executable, "manage.py"]
    return {
        "format": [f"{BIN}/ruff", "format", "--check", "."],
        "lint": [f"{BIN}/ruff", "check", "."],
        "imports": [f"{BIN}/lint-imports", "--no-cache"],
        "types": [f"{BIN}/mypy", "."],
        "templates": [f"{BIN}/djade", "--check", *_templates()],
        "html": [f"{BIN}/djlint", "--lint", "--quiet", *_templates()],
        "system": [*manage, "check", "--fail-level", "WARNING"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "translations": [sys.executable, "-m", "tools.messages", "check"],
        "sizes": [sys.executable, "-m", "tools.sizes"],
    }


def main(wanted: list[str]) -> None:
    """Run the rows and report each on one line; exit 1 if any failed."""
    failed = []
    environment = {**os.environ, "PYTHONWARNINGS": "default", "DJANGO_SETTINGS_MODULE": "config.settings"}
    for name, command in rows().items():
        if wanted and name not in wanted:
            continue
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
        print(f"check {name}: {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout[-6000:], done.stderr[-6000:], sep="\n")
    if failed:
        sys.exit(f"checks failed: {', '.join(failed)}")


if __name__ == "__main__":
    main(sys.argv[1:])

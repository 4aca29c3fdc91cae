"""Write requirements/*.txt anew from requirements/*.in, with hashes and without an index address."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# Peers in benchmarks and validators use these too; they get the product's own.
SHARED = ("asgiref", "django", "lxml", "pillow", "sqlparse", "tzdata")
HERE = Path(__file__).resolve().parent.parent / "requirements"


def main() -> None:
    """Resolve the lists for every platform and Python from 3.11 on."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    for name in ("runtime", "dev", "bench"):
        command = [
            sys.executable, "-m", "uv", "pip", "compile", f"{name}.in", "-o", f"{name}.txt", "--universal",
            "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header",
            *(f"--no-emit-package={shared}" for shared in (SHARED if name == "bench" else ())), *sys.argv[1:],
        ]  # fmt: skip
        subprocess.run(command, cwd=HERE, check=True)


if __name__ == "__main__":
    main()

"""``python -m bench.mutate [PROCESS ...] [--all] [--json]``: does anything notice when a thing is taken away?

Who notices is asked in this order: the system check, the soundness checker, the tests that write the regulation down a
second time, the walks. Exit code 1 if a mutant survives that ``docs/mutants.md`` does not explain.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EXPLAINED = ROOT / "docs" / "mutants.md"
TESTS = {"written down": ["tests/processes", "-k", "obligations"], "walks": ["tests/processes", "-k", "walks"]}


def noticed_at_once(mutant: Any) -> str:
    """Who notices without running a test: ``system check``, ``checker: property``, or nobody."""
    from workflows.engine import checks
    from workflows.engine.soundness import proving

    left_out = mutant.name.split(":")[1] if mutant.sort == "step" else ""
    with mutant.alive():
        if list(checks.faults_of(mutant.process)):
            return "system check"
        # That nothing leads to a step that was left out is the mutation itself.
        found = [v for v in proving.faults(mutant.process) if (v.kind, v.node) != ("dead", left_out)]
        return f"checker: {found[0].kind}" if found else ""


def noticed_by(group: str, mutant: Any) -> str:
    """The test of a group that fails for a mutant; empty if none does."""
    environment = {**os.environ, "MUTANT": mutant.name, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", "pytest", *TESTS[group], "-n", "0", "-x", "-p", "bench.mutate.plugin"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    failed = [line.split(" ")[1] for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    return f"{group}: {failed[0]}" if done.returncode else ""


def campaign(names: list[str], *, tests: bool = True) -> dict[str, Any]:
    """Every mutant of some processes, and who noticed it."""
    from bench.mutate import mutants
    from workflows.engine import catalogue

    made = [m for name in names or sorted(catalogue.processes()) for m in mutants.mutants_of(catalogue.process(name))]
    noticed = {mutant.name: noticed_at_once(mutant) for mutant in made}
    for group in TESTS if tests else ():
        left = [mutant for mutant in made if not noticed[mutant.name]]
        # The walks share a database, so they run one after another.
        with ThreadPoolExecutor(1 if group == "walks" else os.cpu_count()) as pool:
            found = pool.map(partial(noticed_by, group), left)
            noticed |= {mutant.name: by for mutant, by in zip(left, found, strict=True)}
    return summary(made, noticed)


def summary(made: list[Any], noticed: dict[str, str]) -> dict[str, Any]:
    """The campaign in figures, and each mutant with who noticed it."""
    explained = EXPLAINED.read_text("utf-8") if EXPLAINED.exists() else ""
    survivors = [name for name, by in noticed.items() if not by]
    return {
        "mutants": len(made),
        "sorts": dict(Counter(mutant.sort for mutant in made)),
        "noticed_by": dict(Counter(by.split(": tests")[0] for by in noticed.values() if by)),
        "survivors": survivors,
        "unexplained": [name for name in survivors if f"`{name}`" not in explained],
        "each": noticed,
    }


def main() -> None:
    """Run the campaign and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutate")
    parser.add_argument("process", nargs="*")
    parser.add_argument("--no-tests", action="store_true", help="ask the checks only")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    result = campaign(options.process, tests=not options.no_tests)
    print(json.dumps(result, ensure_ascii=False, indent=1))
    sys.exit(1 if result["unexplained"] else 0)


if __name__ == "__main__":
    main()

"""Every row of the matrix of races, many times, as one JSON object; exit code 1 if anything unlawful happened.

``python -m bench.races --trials 40`` starts an empty embedded server of its own and lets two processes meet. For each
row first the control, the same code without its locks against a database without its constraints: harm must show there,
or the row proves nothing. Then the real code: it must end as the row says, and nothing may ever be stuck or doubled.
``--only WORDS`` runs the rows whose title contains the words; ``--table FILE`` prints a result again as a table.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "var" / "races"
# How many trials more a control may have that has done no harm so far: two that are not equally fast seldom meet.
PATIENCE = 33


def prepared() -> Any:
    """A fresh server with the tables of the product; its cluster."""
    from config.cluster import Cluster

    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    cluster = Cluster(PLACE, fast=True)
    cluster.join()
    cluster.create_database("races")
    os.environ |= {"DATABASE_URL": cluster.url("races"), "VAR_DIR": str(PLACE)}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    connection.close()
    return cluster


def measured(arena: Any, race: Any, trials: int) -> dict[str, Any]:
    """One row: its control, its trials, and whether all is well."""
    from tests.races import trials as running

    started, control = time.monotonic(), None
    if race.needs_control:
        arena.enter(free=True)
        control = running.run(arena, race, trials)
        if not control.harms:
            control.join(running.run(arena, race, PATIENCE, until_harm=True))
    arena.enter(free=False)
    real = running.run(arena, race, trials)
    unlawful = race.unexcused(real.faults)
    ok = not unlawful and (control is None or control.harms > 0)
    known = race.known_fault.sentence if race.known_fault else None
    return {
        "row": race.title, "situation": race.situation,
        "lawful": [f"{end.one} / {end.other} -> {end.stands or '-'}" for end in race.ends],
        "harmless": race.harmless or None, "control": control.as_json() if control else None,
        "result": real.as_json(), "unlawful": unlawful, "known_fault": known,
        "known_fault_shows": bool(real.harms) if known else None,
        "ok": ok, "seconds": round(time.monotonic() - started, 1),
    }  # fmt: skip


def campaign(trials: int, only: str) -> dict[str, Any]:
    """All rows; what could not be run at all is an error of its row."""
    from tests.races import matrix
    from tests.races.arena import Arena

    arena, rows = Arena.of("races"), []
    try:
        for race in (race for race in matrix.rows() if only in race.title):
            try:
                row = measured(arena, race, trials)
            except RuntimeError as error:
                row = {"row": race.title, "ok": False, "error": str(error)}
            rows.append(row)
            print(line(row), file=sys.stderr, flush=True)
    finally:
        arena.close()
    apart = [{"pair": sorted(pair), "why": row.why} for row in matrix.APART for pair in row.pairs]
    return {
        "trials": trials,
        "cores": os.cpu_count(),
        "ok": all(row["ok"] for row in rows),
        "rows": rows,
        "apart": apart,
    }


def line(row: dict[str, Any]) -> str:
    """A row in one line, for whoever watches."""
    if "error" in row:
        return f"FAILED {row['row']}: {row['error'][:300]}"
    control = f"{row['control']['harms']}/{row['control']['trials']}" if row["control"] else "not needed"
    word = "ok" if row["ok"] else "FAILED"
    known = " (known fault)" if row["known_fault_shows"] else ""
    return f"{word:6} {row['row']}: control {control}, {row['result']['ends']}{known} {row['unlawful'] or ''}"


def table(result: dict[str, Any]) -> str:
    """The result as the table of docs/races.md."""
    lines = ["| pair | lawful ends | harms in the control | ends met |", "|---|---|---|---|"]
    for row in result["rows"]:
        control = row["control"]
        harms = f"{control['harms']} of {control['trials']}" if control else "not needed"
        met = "<br>".join(f"{times} x {end}" for end, times in row["result"]["ends"].items())
        known = (
            f"<br>known fault: {row['result']['harms']} of {row['result']['trials']}"
            if row["known_fault_shows"]
            else ""
        )
        lines.append(f"| {row['row']} | {'<br>'.join(row['lawful'])} | {harms} | {met}{known} |")
    return "\n".join(lines)


def main() -> None:
    """Run, print, tidy up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=int(os.environ.get("TRIALS", "40")))
    parser.add_argument("--only", default="")
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    if options.table:
        print(table(json.loads(options.table.read_text("utf-8"))))
        return
    cluster = prepared()
    try:
        result = campaign(options.trials, options.only)
    finally:
        cluster.leave()
        shutil.rmtree(cluster.data, ignore_errors=True)
        shutil.rmtree(PLACE, ignore_errors=True)
    print(json.dumps(result, ensure_ascii=False, indent=1))
    sys.exit(0 if result["ok"] else 1)


if __name__ == "__main__":
    main()

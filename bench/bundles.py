"""``python -m bench.bundles``: a bundle of the demo before the ``bagit`` package of the Library of Congress, as one JSON object.

A case is driven to its end with real papers, asked for and made as the worker makes it; then the unpacked bag is
validated by a program that knows nothing of ours, once as it is and once with a byte changed. Exit code 1 if the first is
not valid or the second is.
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from bench.own_server import own_server, say

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "var" / "bench" / "site"


def made(folder: Path) -> Path:
    """A bundle with one closed case, unpacked in a folder; the root of the bag."""
    from audit import clock
    from bench.ux.measuring import DAY, SEED
    from config.demo import building, driving
    from config.walk.database import own_database, own_files
    from registry.access import viewer_of
    from registry.models import Role
    from web.bundles import asking, making, taking
    from workflows.engine.walks import walks_of

    with own_database(), own_files(), clock.travelling(DAY):
        auditor = building.build(DAY, SEED).holder("YL", Role.AUDITOR)
        case = driving.to_the_end(driving.begin("transfer", walks_of("transfer")["closed"]))
        viewer = viewer_of(auditor, clock.today())
        bundle = asking.ask(viewer, [case.reference], purpose="核对移交包格式", key="bench-bundles")
        making.make(bundle.pk)
        _bundle, file = taking.taken(viewer, bundle.public_id)
        with file, zipfile.ZipFile(file) as found:
            found.extractall(folder)
    return next(folder.iterdir())


def judged(bag: Path) -> dict[str, Any]:
    """What the package says of a bag: valid or not, and why."""
    sys.path.append(str(SITE))  # last: what the product pins comes first
    bagit = import_module("bagit")
    try:
        bagit.Bag(str(bag)).validate()
    except bagit.BagError as error:
        return {"valid": False, "said": str(error)[:200]}
    return {"valid": True}


def validated() -> dict[str, Any]:
    """A bag as it is made, and with a paper changed."""
    with tempfile.TemporaryDirectory() as place:
        bag = made(Path(place))
        papers = sorted(bag.glob("data/cases/*/papers/*.pdf"))
        as_made = judged(bag)
        papers[0].write_bytes(papers[0].read_bytes()[:-1] + b"#")
        changed = judged(bag)
    holds = as_made["valid"] and not changed["valid"]
    return {"papers": len(papers), "as made": as_made, "one byte changed": changed, "pass": holds}


if __name__ == "__main__":
    if PathFinder.find_spec("bagit", [str(SITE), *sys.path]) is None:
        sys.exit("The bagit package is not installed: make validate does it.")
    say("a bundle before the bagit package")
    with own_server(ROOT / "var" / "bundles-bench", "guicheng_bundles", DEMO="1"):
        import django

        django.setup()
        found = validated()
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.exit(0 if found["pass"] else 1)

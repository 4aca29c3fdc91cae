"""The product's settings, with the benchmark's courses; and joeflow, where ``make bench-engine`` has installed it."""

import sys
from importlib.util import find_spec

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, INSTALLED_APPS

EXTRAS = BASE_DIR / "var" / "bench" / "site"
if EXTRAS.is_dir() and str(EXTRAS) not in sys.path:
    sys.path.append(str(EXTRAS))  # last: what the product pins comes first

JOEFLOW = find_spec("joeflow") is not None
INSTALLED_APPS = [*INSTALLED_APPS, "bench.engine", *(["joeflow", "bench.engine.joe"] if JOEFLOW else [])]

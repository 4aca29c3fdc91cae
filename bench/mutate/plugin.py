"""A pytest plugin that runs the tests against a mutant: ``-p bench.mutate.plugin`` with MUTANT=name in the environment."""

from __future__ import annotations

import os
from contextlib import ExitStack

_ALIVE = ExitStack()


def pytest_sessionstart() -> None:
    """Take the thing away before the first test is collected."""
    from bench.mutate import mutants

    _ALIVE.enter_context(mutants.find(os.environ["MUTANT"]).alive())


def pytest_sessionfinish() -> None:
    """Give it back."""
    _ALIVE.close()

"""How much is tried at random: a little in the suite, always the same; HYPOTHESIS_PROFILE=long tries much more, anew each time."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


def tried(examples: int, long: int, *, steps: int = 50) -> settings:
    """So many examples in the suite, so many in the long profile; a machine of states goes so many steps in the suite."""
    more = (Phase.shrink, Phase.explain) if LONG else ()
    return settings(
        max_examples=long if LONG else examples,
        stateful_step_count=50 if LONG else steps,
        derandomize=not LONG,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate, *more),
        suppress_health_check=list(HealthCheck),
    )

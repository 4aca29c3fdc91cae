"""What is entered in the registers (登记): that the demand was served."""

from __future__ import annotations

from typing import Any

from workflows.engine.models import Case
from workflows.families.disposal.effects import served_at
from workflows.processes.reminder import rules


def served(case: Case, by: Any) -> None:
    """That the demand reached him is in the register."""
    served_at(case, by, "serve", article=rules.CONSTITUTION_9)

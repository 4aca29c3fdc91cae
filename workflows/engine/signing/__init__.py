"""The algebra of the multi-person step (会签规则): what a history of signatures comes to.

Pure: no clock, no query, no Django. A history is a tuple of events, the first of which is ``Opened``; ``state_of`` says
who may sign now, what is counted and what it comes to, or refuses an event that cannot be (``Illegal``). The database
keeps the history and asks here; nothing about a round is decided anywhere else.
"""

from workflows.engine.signing.absences import absences
from workflows.engine.signing.events import (
    Absence,
    Added,
    Answer,
    Back,
    Event,
    Fault,
    Illegal,
    Left,
    Opened,
    Place,
    Removed,
    Result,
    Signed,
    TakenBack,
)
from workflows.engine.signing.rules import ALL, ANY, MORE_THAN_HALF, Rule, at_least, more_than, signatures
from workflows.engine.signing.states import State, state_of

__all__ = [
    "ALL", "ANY", "MORE_THAN_HALF", "Absence", "Added", "Answer", "Back", "Event", "Fault", "Illegal", "Left", "Opened",
    "Place", "Removed", "Result", "Rule", "Signed", "State", "TakenBack", "absences", "at_least", "more_than",
    "signatures", "state_of",
]  # fmt: skip

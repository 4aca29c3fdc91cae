"""What can happen in a round of signatures (会签事项), and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.engine.signing.rules import Rule


class Answer(StrEnum):
    """What a signer says (签署意见)."""

    AGREE = "agree"
    DISAGREE = "disagree"
    RETURN = "return"


class Result(StrEnum):
    """What a round comes to (会签结果). ``TOO_FEW``: fewer can sign than must be heard; nobody's silence passes it."""

    OPEN = "open"
    AGREED = "agreed"
    REFUSED = "refused"
    RETURNED = "returned"
    TOO_FEW = "too_few"


class Absence(StrEnum):
    """Why a seat does not count (不计入基数的原因): taken off, stands aside, nobody there, its holder signs elsewhere."""

    REMOVED = "removed"
    ASIDE = "aside"
    VACANT = "vacant"
    DOUBLE = "double"


class Place(StrEnum):
    """Where an added seat signs (加签位置): before whoever added it, after him, or at the same time."""

    BEFORE = "before"
    AFTER = "after"
    PARALLEL = "parallel"


class Fault(StrEnum):
    """Why an event cannot be (不合法的原因)."""

    NOT_OPENED = "not_opened"
    OVER = "over"
    UNKNOWN = "unknown"
    ON_ROLL = "on_roll"
    LEFT = "left"
    SIGNED = "signed"
    NOT_SIGNED = "not_signed"
    WAITS = "waits"
    SAME_PERSON = "same_person"
    LAST = "last"
    FOLLOWED = "followed"


class Illegal(Exception):
    """An event that cannot happen in this state."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Opened:
    """A round begins (开启会签) with its seats in order; ``in_order``: each waits for all before it."""

    roll: tuple[int, ...]
    rule: Rule
    in_order: bool = False


@dataclass(frozen=True)
class Signed:
    """A person gives his opinion for a seat (签署), be it as a proxy in place of its holder, ``acting_for``."""

    seat: int
    person: int
    answer: Answer
    acting_for: int | None = None

    @property
    def heads(self) -> frozenset[int]:
        """Who has had his say by it: whoever signed, and in whose place."""
        return frozenset({self.person} if self.acting_for is None else {self.person, self.acting_for})


@dataclass(frozen=True)
class TakenBack:
    """The opinion of a seat is undone within its hold (撤销签署)."""

    seat: int


@dataclass(frozen=True)
class Added:
    """A seat is added (加签) by one that may sign now; ``by`` None: by whoever sent the case here, at the end."""

    seat: int
    by: int | None = None
    place: Place = Place.PARALLEL


@dataclass(frozen=True)
class Removed:
    """A seat is taken off (减签) before it has signed."""

    seat: int


@dataclass(frozen=True)
class Left:
    """A seat stops counting by facts (退出): recusal, vacancy, or its holder has signed for another seat."""

    seat: int
    why: Absence


@dataclass(frozen=True)
class Back:
    """A seat that had stopped counting by facts counts again (恢复)."""

    seat: int


Event = Opened | Signed | TakenBack | Added | Removed | Left | Back

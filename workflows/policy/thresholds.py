"""Thresholds (门槛): the part of a base that must be reached or exceeded, in whole numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Op(StrEnum):
    """How a part is met (比较方式): 半数以上 includes the half itself, 超过半数 does not."""

    GE = "ge"
    GT = "gt"


class Base(StrEnum):
    """Of whom the part is taken (基数): all who are entitled to be there (应到会), or who came (实到会)."""

    ENTITLED = "entitled"
    PRESENT = "present"


@dataclass(frozen=True)
class Threshold:
    """A threshold (门槛): at least (``ge``) or more than (``gt``) ``part/of`` of a base; ValueError where nothing could meet it."""

    part: int
    of: int
    op: Op
    base: Base

    def __post_init__(self) -> None:
        if not 0 < self.part <= self.of or (self.op is Op.GT and self.part == self.of):
            raise ValueError(f"no threshold: {self}")

    def reached(self, count: int, base: int) -> bool:
        """Whether so many of a base are enough; multiplied crosswise, so that nothing is rounded."""
        if self.op is Op.GT:
            return count * self.of > self.part * base
        return count * self.of >= self.part * base

    def least(self, base: int) -> int:
        """The fewest of a base that are enough."""
        whole, rest = divmod(self.part * base, self.of)
        return whole + 1 if self.op is Op.GT or rest else whole

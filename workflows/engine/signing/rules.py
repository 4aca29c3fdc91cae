"""How many must agree (通过规则), in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Rule:
    """How many must agree (通过规则), in whole numbers: ``number`` of them, or a part ``part/of`` of the base.

    ``strictly``: more than the part, so that a tie never passes. ``least`` is how many seats must count at all; below
    that the round is not decided by those who are left.
    """

    part: int = 1
    of: int = 1
    strictly: bool = False
    least: int = 1
    number: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.of or self.of == 0 or self.least < max(1, self.number):
            raise ValueError(f"no rule of signing: {self}")
        if (self.part == self.of) if self.strictly else (self.part == 0 and not self.number):
            raise ValueError(f"a rule that always or never passes: {self}")

    def needed(self, base: int) -> int:
        """How many of a base must agree."""
        if self.number:
            return self.number
        whole, rest = divmod(self.part * base, self.of)
        return whole + 1 if self.strictly or rest else whole

    def among(self, least: int) -> Rule:
        """The same, if at least so many seats count."""
        return replace(self, least=max(least, self.number))


def more_than(part: int, of: int) -> Rule:
    """More than a part of those who count."""
    return Rule(part, of, strictly=True)


def at_least(part: int, of: int) -> Rule:
    """At least a part of those who count."""
    return Rule(part, of)


def signatures(number: int) -> Rule:
    """A number of signatures, however many could sign; fewer seats than that decide nothing."""
    return Rule(0, 1, least=number, number=number)


ALL, ANY, MORE_THAN_HALF = at_least(1, 1), more_than(0, 1), more_than(1, 2)

"""The words the matrix is written in: who does what, in which situation, and what is lawful afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

DID, NOTHING = "did", "nothing"
CONFLICT, DENIED, REFUSED = "Conflict", "PermissionDenied", "Refused"


@dataclass(frozen=True)
class Deed:
    """One call of a write function: by its name in ``writes``, with names of what is known of the situation."""

    function: str
    call: str
    known: dict[str, str]
    given: dict[str, Any] = field(default_factory=dict)
    skew: float = 0.0

    def at(self, seconds: float) -> Deed:
        """The same by a clock that is so many seconds off: another machine, or the moment before and after a hold."""
        return replace(self, skew=seconds)

    def with_(self, **given: Any) -> Deed:
        """The same with more arguments."""
        return replace(self, given={**self.given, **given})

    @property
    def on_a_page(self) -> Deed:
        """The same through the page of it, where there is one."""
        return replace(self, call=f"{self.call}_page") if self.call in ("decide", "recall", "withdraw") else self


def open_case(by: str) -> Deed:
    """Ask for a transfer of the member."""
    return Deed("open_case", "open_case", {"user": by, "member": "member", "home": "home", "to": "to"})


def decide(by: str, turn: str) -> Deed:
    """Decide a turn in the ordinary way."""
    return Deed("decide", "decide", {"user": by, "turn": turn})


def recall(by: str, step: str) -> Deed:
    """Take back the decision of a step."""
    return Deed("recall", "recall", {"user": by, "decision": f"{step}_decision"})


def withdraw(by: str) -> Deed:
    """Call the case off."""
    return Deed("withdraw", "withdraw", {"user": by, "case": "case"})


LAPSE = Deed("lapse", "sweep", {})


def job(function: str, name: str) -> Deed:
    """Work off a job: an ``issue``, an ``effect`` or an ``outcome``."""
    return Deed(function, "run_job", {"task": f"{name}_job"})


def save_task_draft(by: str, turn: str) -> Deed:
    """Keep answers to a turn for later."""
    return Deed("save_task_draft", "save_task_draft", {"user": by, "turn": turn})


def save_draft(by: str) -> Deed:
    """Keep the answers of a request for later."""
    return Deed("save_draft", "save_draft", {"user": by, "home": "home"})


def end_term(who: str) -> Deed:
    """The holder of a post left yesterday."""
    return Deed("end_appointment", "end_appointment", {"appointment": f"{who}_term"})


def appoint(who: str, post: str) -> Deed:
    """Somebody holds a post from today on."""
    return Deed("appoint", "appoint", {"user": who, "post": f"{post}_post"})


def open_account(username: str) -> Deed:
    """Give the newcomer an account."""
    return Deed("open_account", "open_account", {"person": "newcomer"}, {"username": username})


def close_account(who: str) -> Deed:
    """Somebody may not sign in any more."""
    return Deed("close_account", "close_account", {"user": who})


@dataclass(frozen=True)
class End:
    """One lawful end: how each fared, and where the cases about the member then stand."""

    one: str
    other: str
    stands: str


@dataclass(frozen=True)
class KnownFault:
    """What the product does wrong today, and the faults that are excused by it; any other one still counts."""

    sentence: str
    excuses: tuple[str, ...]

    def excuse(self, fault: str) -> bool:
        """True if a fault is one of those that are known."""
        return any(mark in fault for mark in self.excuses)


@dataclass(frozen=True)
class Race:
    """Two deeds that can meet.

    ``same``: both are answered with one result. ``in_time``: the first must not be committed after the second was.
    ``tells_who``: the loser is told who was faster. ``harmless``: why no lock is needed, so that no control is run.
    ``known_fault``: what the product does wrong today; it is reported and fails nothing.
    """

    situation: str
    one: Deed
    other: Deed
    ends: tuple[End, ...]
    note: str = ""
    same: bool = False
    in_time: bool = False
    tells_who: bool = False
    pages: bool = False
    on_a_page: bool = False
    harmless: str = ""
    known_fault: KnownFault | None = None

    @property
    def pair(self) -> frozenset[str]:
        """The two write functions."""
        return frozenset((self.one.function, self.other.function))

    @property
    def needs_control(self) -> bool:
        """False where no lock is needed, and on pages: there the control is that of the same row called directly."""
        return not self.harmless and not self.on_a_page

    @property
    def title(self) -> str:
        """The name of the row."""
        return f"{self.one.function} / {self.other.function}" + (f": {self.note}" if self.note else "")

    def unexcused(self, faults: Iterable[str]) -> list[str]:
        """The faults that no known fault explains."""
        return [fault for fault in faults if self.known_fault is None or not self.known_fault.excuse(fault)]

    @property
    def on_pages(self) -> Race:
        """The same race between two browsers."""
        note = f"{self.note}, on pages" if self.note else "on pages"
        return replace(self, one=self.one.on_a_page, other=self.other.on_a_page, note=note, pages=False, on_a_page=True)


@dataclass(frozen=True)
class Apart:
    """Two functions that never meet on one task or case, and why."""

    one: str
    others: tuple[str, ...]
    why: str

    @property
    def pairs(self) -> list[frozenset[str]]:
        """The pairs that are kept apart."""
        return [frozenset((self.one, other)) for other in self.others]


def one_wins(if_one: str, if_other: str = "", *, loser: str = CONFLICT) -> tuple[End, ...]:
    """Exactly one does it; where the case stands if it was the one or the other."""
    return End(DID, loser, if_one), End(loser, DID, if_other or if_one)


def both(stands: str) -> tuple[End, ...]:
    """Both do it, and it stands the same whoever was first."""
    return (End(DID, DID, stands),)

"""Running a row of the matrix: trials in the arena, and what was wrong with each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.races.arena import Arena
from tests.races.words import DID, NOTHING, Deed, Race

# How far the first is ahead of the second, trial by trial: both orders must come about, and the same moment first.
AHEAD = (0.0, -0.1, 0.1, 0.02, -0.02, 0.25, -0.25, 0.0)
# Without locks the harm is in meeting, so they are kept closer.
CLOSE = (0.0, 0.03, -0.03, 0.06, -0.06, 0.1, -0.1, 0.2, -0.2, 0.4, -0.4)


@dataclass
class Trial:
    """One trial: how each fared, where the cases stand, and every fault."""

    one: str
    other: str
    stands: str
    faults: list[str]

    @property
    def end(self) -> str:
        """The end in one line."""
        return f"{self.one} / {self.other} -> {self.stands or '-'}"


@dataclass
class Result:
    """The trials of a row, counted."""

    trials: int = 0
    harms: int = 0
    first: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    def add(self, trial: Trial) -> None:
        """Count one trial in."""
        self.trials += 1
        self.ends[trial.end] += 1
        self.faults.update(trial.faults)
        if trial.faults:
            self.harms += 1
            self.first = self.first or self.trials

    def join(self, later: Result) -> None:
        """Count in what came later."""
        if later.first and not self.first:
            self.first = self.trials + later.first
        self.trials, self.harms = self.trials + later.trials, self.harms + later.harms
        self.ends.update(later.ends)
        self.faults.update(later.faults)

    def as_json(self) -> dict[str, Any]:
        """What is written down of them."""
        return {
            "trials": self.trials, "harms": self.harms, "first_harm": self.first or None,
            "ends": dict(self.ends.most_common()), "faults": dict(self.faults.most_common()),
        }  # fmt: skip


def run(arena: Arena, race: Race, trials: int, *, until_harm: bool = False) -> Result:
    """Let two rivals meet so many times where the arena stands, or until the first harm."""
    result = Result()
    steps = CLOSE if arena.free else AHEAD
    for number in range(trials):
        result.add(run_once(arena, race, steps[number % len(steps)]))
        if until_harm and result.harms:
            break
    return result


def run_once(arena: Arena, race: Race, ahead: float) -> Trial:
    """One trial: the situation is put back, both act, everything is asked."""
    known = arena.set_up(race.situation)
    for rival, deed in zip(arena.rivals, (race.one, race.other), strict=True):
        if deed.call.endswith("_page"):
            rival.do("sign_in", user=known[deed.known["user"]])
    answers = arena.race(_order(race.one, known), _order(race.other, known), ahead=ahead)
    found = arena.do("outcome", member=known["member"], offset=offset(known, 2))
    trial = Trial(_fared(answers[0]), _fared(answers[1]), found["stands"], list(found["faults"]))
    trial.faults += _unlawful(arena, race, known, answers, trial)
    return trial


def _order(deed: Deed, known: dict[str, Any]) -> dict[str, Any]:
    arguments = {name: known[of] for name, of in deed.known.items()}
    return {"deed": deed.call, "offset": offset(known, deed.skew), **arguments, **deed.given}


def offset(known: dict[str, Any], skew: float = 0.0) -> float:
    """How far the clock of a rival must be ahead of ours to show the moment of the situation."""
    moment = dt.datetime.fromisoformat(known["moment"]) + dt.timedelta(seconds=skew)
    return (moment - dt.datetime.now(dt.UTC)).total_seconds()


def _fared(answer: dict[str, Any]) -> str:
    if "raised" in answer:
        return answer["raised"]
    return NOTHING if answer["did"].get("nothing") else DID


def _unlawful(
    arena: Arena, race: Race, known: dict[str, Any], answers: list[dict[str, Any]], trial: Trial
) -> list[str]:
    """What the row does not allow."""
    faults = [f"a deadlock or a wait too long: {answer['waited']}" for answer in answers if answer.get("waited")]
    if (trial.one, trial.other, trial.stands) not in {(end.one, end.other, end.stands) for end in race.ends}:
        said = "; ".join(answer["said"][:300] for answer in answers if "raised" in answer)
        faults.append(f"unlawful end: {trial.end}" + (f" ({said})" if trial.one == trial.other else ""))
    if trial.one == trial.other == DID:
        if race.same and answers[0]["did"].get("result") != answers[1]["did"].get("result"):
            faults.append("one command, two answers")
        if race.in_time and answers[1]["committing"] < answers[0]["committing"]:
            faults.append(f"{race.one.function} was committed after {race.other.function}")
    elif race.tells_who and not arena.free:
        winner = race.one if trial.one == DID else race.other
        (name,) = arena.do("names", users=[known[winner.known["user"]]])["names"]
        faults += [f"the loser was not told who: {a['said'][:200]}" for a in answers if name not in a.get("said", name)]
    return faults

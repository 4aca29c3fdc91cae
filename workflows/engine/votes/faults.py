"""What cannot be so in the numbers of a meeting (数字有误), each at the field it is wrong at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop

from workflows.engine.sentences import Sentence, say


class Wrong(StrEnum):
    """What is wrong (错误类型)."""

    NEGATIVE = "negative"
    NOBODY_ENTITLED = "nobody_entitled"
    MORE_PRESENT_THAN_ENTITLED = "more_present_than_entitled"
    MORE_ASIDE_THAN_PRESENT = "more_aside_than_present"
    MORE_VOTES_THAN_VOTERS = "more_votes_than_voters"
    MORE_OPINIONS_THAN_ABSENT = "more_opinions_than_absent"
    NO_SEATS = "no_seats"
    MORE_ISSUED_THAN_PRESENT = "more_issued_than_present"
    MORE_VOID_THAN_COLLECTED = "more_void_than_collected"
    NAMED_TWICE = "named_twice"
    MORE_MARKS_THAN_BALLOTS = "more_marks_than_ballots"
    MORE_CHOSEN_THAN_SEATS = "more_chosen_than_seats"
    MORE_WRITTEN_IN_THAN_REJECTED = "more_written_in_than_rejected"
    NO_WRITE_INS = "no_write_ins"
    ONLY_CHOSEN = "only_chosen"
    NOT_REDUCIBLE = "not_reducible"
    TOO_FEW_CANDIDATES = "too_few_candidates"
    NOT_EQUAL_NUMBER = "not_equal_number"
    TELLER_IS_CANDIDATE = "teller_is_candidate"
    TELLER_IS_NO_ELECTOR = "teller_is_no_elector"
    NO_TELLERS = "no_tellers"


SAID: dict[Wrong, str] = {
    Wrong.NEGATIVE: gettext_noop("A number of people or votes cannot be below zero."),
    Wrong.NOBODY_ENTITLED: gettext_noop("Nobody would be entitled to vote."),
    Wrong.MORE_PRESENT_THAN_ENTITLED: gettext_noop("Present: %(found)s, but entitled: %(most)s."),
    Wrong.MORE_ASIDE_THAN_PRESENT: gettext_noop(
        "Present without voting here: %(found)s, but present in all: %(most)s."
    ),
    Wrong.MORE_VOTES_THAN_VOTERS: gettext_noop("Votes: %(found)s, but present who could vote: %(most)s."),
    Wrong.MORE_OPINIONS_THAN_ABSENT: gettext_noop(
        "Written opinions: %(found)s, but absent: %(most)s; whoever is present votes himself."
    ),
    Wrong.NO_SEATS: gettext_noop("At least one seat has to be filled."),
    Wrong.MORE_ISSUED_THAN_PRESENT: gettext_noop(
        "Ballots handed out: %(found)s, but electors present: %(most)s; nobody votes for another."
    ),
    Wrong.MORE_VOID_THAN_COLLECTED: gettext_noop("Void ballots: %(found)s, but collected: %(most)s."),
    Wrong.NAMED_TWICE: gettext_noop("This name stands here twice."),
    Wrong.MORE_MARKS_THAN_BALLOTS: gettext_noop("Marks for this name: %(found)s, but valid ballots: %(most)s."),
    Wrong.MORE_CHOSEN_THAN_SEATS: gettext_noop(
        "Votes in favour in all: %(found)s; the valid ballots hold %(most)s at most for these seats."
    ),
    Wrong.MORE_WRITTEN_IN_THAN_REJECTED: gettext_noop(
        "Names written in: %(found)s, but rejections: %(most)s; only who rejects may write in another."
    ),
    Wrong.NO_WRITE_INS: gettext_noop("Nobody can be written in here."),
    Wrong.ONLY_CHOSEN: gettext_noop("Whoever was written in has votes in favour only; he stands in no row of his own."),
    Wrong.NOT_REDUCIBLE: gettext_noop(
        "Fewer seats can be filled only if some are elected and few are left; left are %(found)s."
    ),
    Wrong.TOO_FEW_CANDIDATES: gettext_noop(
        "Candidates: %(found)s; for these seats there have to be at least %(least)s."
    ),
    Wrong.NOT_EQUAL_NUMBER: gettext_noop("Candidates: %(found)s; there have to be as many as seats, %(least)s."),
    Wrong.TELLER_IS_CANDIDATE: gettext_noop("A candidate neither scrutinises nor counts."),
    Wrong.TELLER_IS_NO_ELECTOR: gettext_noop("Only an elector who is present scrutinises or counts."),
    Wrong.NO_TELLERS: gettext_noop("Somebody has to scrutinise and count."),
}


@dataclass(frozen=True)
class Fault:
    """One number or name that cannot be (一处错误); ``found`` was written, ``most`` or ``least`` is the limit."""

    field: str
    wrong: Wrong
    found: int = 0
    most: int = 0
    least: int = 0

    @property
    def sentence(self) -> Sentence:
        """The fault in words."""
        return say(SAID[self.wrong], found=self.found, most=self.most, least=self.least)


class Impossible(ValueError):
    """Numbers that cannot be were to be judged (数字不成立)."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.wrong}" for fault in faults))
        self.faults = faults


def over(fields: Iterable[tuple[str, int]], most: int, wrong: Wrong) -> tuple[Fault, ...]:
    """A fault at the first of several fields by which their sum goes over a limit."""
    total, crossed = 0, ""
    for name, number in fields:
        total += number
        if total > most and not crossed:
            crossed = name
    return (Fault(crossed, wrong, found=total, most=most),) if crossed else ()

"""The rules of an arrival (组织关系接收规则): pure functions over its facts. No clock, no query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _n

from registry.calendar import add_months, first_of_month
from workflows.engine.sentences import say
from workflows.engine.words import Guard, Verdict, Weight
from workflows.policy.terms import Pack

REGULATION = "党员教育管理工作条例第25条"
LETTER_FORM = "组通字〔2006〕45号"
LETTER_OPINION = "中组发〔2004〕10号"
ADMISSION = "发展党员工作细则第34条"
CONSTITUTION = "党章第4条"
CONSTITUTION_BRANCH = "党章第8条"
HOUSE = "产品约定"


@dataclass(frozen=True)
class Facts:
    """What the rules of an arrival look at (事实), gathered once."""

    today: dt.date
    pack: Pack
    person: str
    committee: str
    may_accept: bool
    on_our_roll: str
    struck_off: bool
    known_otherwise: bool
    away_since: dt.date | None
    other_case: str
    issued_on: dt.date
    valid_until: dt.date
    expired: bool
    confirmed: bool
    dues_paid_until: dt.date
    file_doubt: bool
    accepted_on: dt.date | None


def _ok(msgid: str, source: str, **params: object) -> Verdict:
    return Verdict(Weight.OK, say(msgid, **params), say(source))


def _no(msgid: str, source: str, **params: object) -> Verdict:
    return Verdict(Weight.BLOCK, say(msgid, **params), say(source))


def _doubt(msgid: str, source: str, **params: object) -> Verdict:
    return Verdict(Weight.DOUBT, say(msgid, **params), say(source))


ROLL, DUES, CASES, LETTER, TREE, FILE = (
    _n("roll"), _n("dues"), _n("cases"), _n("letter"), _n("organisations"), _n("file"),
)  # fmt: skip


def may_accept(facts: Facts) -> Verdict:
    """Only a committee with authority accepts (R-TR-01, 02); under the older levels the county's or a higher one."""
    if not facts.may_accept:
        msgid = _n(
            "%(committee)s has no authority to accept a letter from outside; pass it on to the one above that has."
        )
        return _no(msgid, TREE, committee=facts.committee)
    return _ok(_n("%(committee)s has the authority to accept."), TREE, committee=facts.committee)


def not_on_our_roll(facts: Facts) -> Verdict:
    """Nobody is on two rolls: who is on one of ours moves by a transfer."""
    if facts.on_our_roll:
        msgid = _n("%(person)s is on the roll of %(organisation)s: ask there for a transfer instead.")
        return _no(msgid, ROLL, person=facts.person, organisation=facts.on_our_roll)
    if facts.struck_off:
        return _no(_n("The register says that %(person)s is no longer a member."), ROLL, person=facts.person)
    return _ok(_n("%(person)s is on no roll of ours."), ROLL, person=facts.person)


def agrees_with_register(facts: Facts) -> Verdict:
    """Whoever was here before has the name, birth date and standing the register knows."""
    if facts.known_otherwise:
        msgid = _n(
            "The register has another name, birth date or standing for this ID number; correct what is wrong first."
        )
        return _no(msgid, ROLL)
    return _ok(_n("Nothing in the register says otherwise."), ROLL)


def home_can_change(facts: Facts) -> Verdict:
    """A member changes home at most once a day."""
    if facts.away_since is not None and facts.away_since >= facts.today:
        return _no(_n("The member has moved away only today; accept from tomorrow on."), ROLL)
    return _ok(_n("Until accepted the member stays with the sender."), ROLL)


def only_case(facts: Facts) -> Verdict:
    """One person is taken in once: no second committee is at it."""
    if facts.other_case:
        return _no(_n("Another case about the same person is open: %(number)s."), CASES, number=facts.other_case)
    return _ok(_n("No other case about this person is open."), CASES)


def letter_was_in_time(facts: Facts) -> Verdict:
    """A letter presented within its validity; an expired one is to be confirmed or given back (handbook E1)."""
    if facts.expired:
        return _doubt(_n("The letter was valid until %(day)s; it was presented later."), LETTER, day=facts.valid_until)
    return _ok(_n("The letter was presented in time; it is valid until %(day)s."), LETTER, day=facts.valid_until)


def letter_holds(facts: Facts) -> Verdict:
    """An expired letter is accepted only where the sender confirms it."""
    if facts.expired and not facts.confirmed:
        msgid = _n("The letter expired on %(day)s and the sender has not confirmed it: it can only be given back.")
        return _no(msgid, LETTER, day=facts.valid_until)
    if facts.expired:
        return _ok(_n("The letter expired on %(day)s; the sender has confirmed it."), LETTER, day=facts.valid_until)
    return letter_was_in_time(facts)


def dues_are_clear(facts: Facts) -> Verdict:
    """Dues are paid up to the month the pack asks for, counted back from the month of the letter."""
    months_before = facts.pack.transfer.dues_clear_months_before.value
    needed = first_of_month(add_months(first_of_month(facts.issued_on), -months_before))
    if facts.dues_paid_until < needed:
        msgid = _n("By the letter dues are paid only up to %(paid)s; up to %(needed)s was to be paid.")
        return _doubt(msgid, DUES, paid=f"{facts.dues_paid_until:%Y-%m}", needed=f"{needed:%Y-%m}")
    return _ok(_n("Dues are paid up to %(paid)s."), DUES, paid=f"{facts.dues_paid_until:%Y-%m}")


def file_is_clear(facts: Facts) -> Verdict:
    """Where the file was asked for it has to agree with the letter."""
    if facts.file_doubt:
        return _no(_n("The member's file leaves doubts; they have to be cleared first."), FILE)
    return _ok(_n("Nothing in the member's file speaks against it."), FILE)


MUST_MAY_ACCEPT = Guard("may_accept", REGULATION, may_accept, ("done", "agree"))
MUST_BE_ON_NO_ROLL = Guard("not_on_our_roll", REGULATION, not_on_our_roll, ("done", "pass", "agree"))
MUST_AGREE = Guard("agrees_with_register", REGULATION, agrees_with_register, ("done", "pass", "agree"))
MUST_BE_MOVABLE = Guard("home_can_change", REGULATION, home_can_change, ("agree",))
MUST_BE_ALONE = Guard("only_case", HOUSE, only_case, ("done", "agree"))
MUST_HOLD = Guard("letter_holds", LETTER_OPINION, letter_holds, ("agree",))
MUST_HAVE_CLEAR_FILE = Guard("file_is_clear", REGULATION, file_is_clear, ("pass", "agree"))
SHOWS_VALIDITY = Guard("letter_was_in_time", LETTER_OPINION, letter_was_in_time, ())
SHOWS_DUES = Guard("dues_are_clear", LETTER_FORM, dues_are_clear, ())

# What the facts may be besides what their types say, for the soundness checker: months paid around the letter's.
DOMAINS = {"dues_paid_until": tuple(dt.date(2026, month, 1) for month in range(8, 13))}


def day_of_acceptance(facts: Facts) -> dt.date:
    """The day the committee took the member in: the receipt's month runs from it."""
    return facts.accepted_on or facts.today

"""The rules of a transfer (组织关系转接规则): pure functions over its facts. No clock, no query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry.calendar import add_months, first_of_month
from workflows.engine.sentences import Sentence, say
from workflows.engine.words import Guard, Question, Verdict, Weight
from workflows.policy.terms import Pack

REGULATION = "党员教育管理工作条例第25条"
LETTER_FORM = "组通字〔2006〕45号"
LETTER_OPINION = "中组发〔2004〕10号"
ADMISSION = "发展党员工作细则第34条"
CONSTITUTION = "党章第4条"
CONSTITUTION_BRANCH = "党章第8条"
CONSTITUTION_LEAVING = "党章第9条"
HOUSE = "产品约定"
ONE = dt.timedelta(days=1)


@dataclass(frozen=True)
class Facts:
    """What the rules of a transfer look at (事实), gathered once."""

    today: dt.date
    pack: Pack
    member: str
    on_the_roll: bool
    probationary: bool
    home_since: dt.date | None
    at_home_here: bool
    dues_paid_until: dt.date | None
    open_cases: tuple[str, ...]
    live_letter: str
    target_is_home: bool
    target_outside: bool
    target_dissolved: bool
    branch_named: bool
    internal: bool
    has_general_branch: bool
    opened_by_subject: bool
    away_months: int | None
    online: bool
    issued_on: dt.date | None
    valid_until: dt.date | None
    accepted_on: dt.date | None
    wants_letter: bool


def _ok(msgid: str, source: str, **params: object) -> Verdict:
    return Verdict(Weight.OK, say(msgid, **params), say(source))


def _no(msgid: str, source: str, **params: object) -> Verdict:
    return Verdict(Weight.BLOCK, say(msgid, **params), say(source))


def _doubt(msgid: str, source: str, **params: object) -> Verdict:
    return Verdict(Weight.DOUBT, say(msgid, **params), say(source))


ROLL, DUES, CASES, LETTERS, TREE = _n("roll"), _n("dues"), _n("cases"), _n("register of letters"), _n("organisations")


def on_the_roll(facts: Facts) -> Verdict:
    """Only a member on the roll of this very branch can be moved away from it."""
    if not facts.on_the_roll:
        return _no(_n("%(member)s is not on the roll; there is no relationship to move."), ROLL, member=facts.member)
    if not facts.at_home_here:
        return _no(_n("%(member)s does not belong to this branch today."), ROLL, member=facts.member)
    return _ok(_n("%(member)s is on the roll of this branch."), ROLL, member=facts.member)


def dues_are_clear(facts: Facts) -> Verdict:
    """Dues are paid up to the month the pack asks for, counted back from the month of the letter (R-LT-02)."""
    months_before = facts.pack.transfer.dues_clear_months_before.value
    needed = first_of_month(add_months(first_of_month(facts.today), -months_before))
    if facts.dues_paid_until is None:
        return _no(_n("It is not recorded up to which month dues are paid."), DUES)
    if facts.dues_paid_until < needed:
        return _no(
            _n("Dues are paid up to %(paid)s; collect up to %(needed)s first."),
            DUES,
            paid=f"{facts.dues_paid_until:%Y-%m}",
            needed=f"{needed:%Y-%m}",
        )
    return _ok(_n("Dues are paid up to %(paid)s."), DUES, paid=f"{facts.dues_paid_until:%Y-%m}")


def no_open_case(facts: Facts) -> Verdict:
    """An open disposal or appeal is finished first, where the pack says so."""
    if not facts.open_cases:
        return _ok(_n("No other case about the member is open."), CASES)
    names = "、".join(facts.open_cases)
    if facts.pack.transfer.open_case_blocks.value:
        return _no(_n("Another case is open and has to be finished first: %(cases)s."), CASES, cases=names)
    return _doubt(_n("Another case is open: %(cases)s."), CASES, cases=names)


def no_live_letter(facts: Facts) -> Verdict:
    """Never two live letters about one member."""
    if facts.live_letter:
        return _no(_n("Letter %(number)s is still on its way."), LETTERS, number=facts.live_letter)
    return _ok(_n("No other letter is on its way."), LETTERS)


def target_can_receive(facts: Facts) -> Verdict:
    """The target exists, is another organisation, and inside one committee it is a branch."""
    if facts.target_is_home:
        return _no(_n("The member belongs to this organisation already; choose another one."), TREE)
    if facts.target_dissolved:
        return _no(_n("The receiving organisation is dissolved."), TREE)
    if facts.internal and not facts.branch_named:
        return _no(_n("Inside one committee, name the branch the member joins."), TREE)
    return _ok(_n("The receiving organisation is on the register."), TREE)


def duty_to_transfer(facts: Facts) -> Verdict:
    """Going away makes a transfer due from the pack's number of months on; before, a certificate letter serves."""
    terms = facts.pack.transfer
    months = terms.away_months.value
    if facts.away_months is None:
        return _ok(_n("A change of job or residence needs no waiting."), ROLL)
    enough = facts.away_months > months if terms.away_months_op.value == "gt" else facts.away_months >= months
    if not enough:
        return _doubt(
            _n("Away for %(months)s months: the rule in force asks for %(needed)s; a certificate letter may serve."),
            ROLL,
            months=facts.away_months,
            needed=months,
        )
    return _ok(_n("Away for %(months)s months: the relationship has to move."), ROLL, months=facts.away_months)


def home_can_change(facts: Facts) -> Verdict:
    """A member changes home at most once a day: the old one keeps the day before."""
    if facts.home_since is not None and facts.home_since >= facts.today:
        return _no(_n("The member has belonged to the present branch only since today; accept from tomorrow on."), ROLL)
    return _ok(_n("The member stays on the sender's roll until accepted."), ROLL)


def letter_is_valid(facts: Facts) -> Verdict:
    """A letter presented within its validity."""
    if facts.valid_until is None:
        return _ok(_n("No letter is needed."), LETTERS)
    return _ok(_n("The letter is valid until %(day)s."), LETTERS, day=facts.valid_until)


def letter_is_out_of_date(facts: Facts) -> Verdict:
    """Only after its last day is a letter out of date (R-LT-04)."""
    if facts.valid_until is None or facts.today <= facts.valid_until:
        return _no(_n("The letter is valid until %(day)s; wait for what comes back."), LETTERS, day=facts.valid_until)
    return _ok(_n("The letter was valid until %(day)s."), LETTERS, day=facts.valid_until)


def new_letter_is_asked_for(facts: Facts) -> Verdict:
    """A letter lost or out of date is issued anew when the member asks and the branch certifies why (E1, E2)."""
    if not facts.wants_letter:
        return _no(_n("Nobody asks for a new letter: the member has given the transfer up."), LETTERS)
    return _ok(_n("A new letter is asked for, or the receiver has said what to correct."), LETTERS)


def not_out_of_hand(facts: Facts) -> Verdict:
    """Whoever lets a letter lie for months may count as having left by himself: for a person to look at (Constitution 9)."""
    months = facts.pack.transfer.out_of_hand_months.value
    if facts.issued_on is not None and add_months(facts.issued_on, months) <= facts.today:
        return _doubt(
            _n("The letter was issued on %(day)s, %(months)s months ago or more: has the member taken part in the life of a branch, paid dues, done assigned work since?"),
            LETTERS, day=facts.issued_on, months=months,
        )  # fmt: skip
    return _ok(_n("The letter was issued on %(day)s."), LETTERS, day=facts.issued_on)


def on_probation(facts: Facts) -> Verdict:
    """Only the probation of somebody on probation can be refused recognition (rules on admission 34)."""
    if not facts.probationary:
        return _no(_n("%(member)s is a full member."), ROLL, member=facts.member)
    return _ok(_n("%(member)s is on probation."), ROLL, member=facts.member)


MUST_BE_ON_ROLL = Guard("on_the_roll", REGULATION, on_the_roll, ("done", "pass", "agree", "accept", "receipt"))
MUST_HAVE_PAID = Guard("dues_clear", LETTER_FORM, dues_are_clear, ("pass", "agree"))
MUST_HAVE_NO_OPEN_CASE = Guard("no_open_case", HOUSE, no_open_case, ("pass", "agree"))
MUST_HAVE_NO_LETTER = Guard("no_live_letter", HOUSE, no_live_letter, ("agree",))
MUST_BE_RECEIVABLE = Guard("target_can_receive", REGULATION, target_can_receive, ("done", "pass", "agree"))
SHOULD_BE_DUE = Guard("duty_to_transfer", REGULATION, duty_to_transfer, ())
MUST_BE_MOVABLE = Guard("home_can_change", REGULATION, home_can_change, ("accept", "agree"))
SHOWS_VALIDITY = Guard("letter_is_valid", LETTER_OPINION, letter_is_valid, ())
MUST_BE_PAST = Guard("letter_out_of_date", LETTER_OPINION, letter_is_out_of_date, ("expired",))
MUST_BE_ASKED_FOR = Guard("new_letter_asked", LETTER_OPINION, new_letter_is_asked_for, ("reissue",))
SHOULD_BE_IN_HAND = Guard("out_of_hand", CONSTITUTION_LEAVING, not_out_of_hand, ())
MUST_BE_ON_PROBATION = Guard("on_probation", ADMISSION, on_probation, ("not_recognised", "agree"))

BY_THE_MEMBER = Question(
    "by_the_member", _("Requested by the member himself?"), CONSTITUTION, lambda f: f.opened_by_subject
)
HAS_GENERAL_BRANCH = Question(
    "has_general_branch", _("Is there a general branch above?"), ADMISSION, lambda f: f.has_general_branch
)
IS_INTERNAL = Question(
    "internal", _("Inside one committee?"), REGULATION, lambda f: f.internal, settled_by=("start", "amend")
)
IS_ONLINE = Question(
    "online", _("Through the system?"), "党员教育管理工作条例第37条", lambda f: f.online, settled_by=("examine",)
)
IS_OUTSIDE = Question(
    "outside", _("To an organisation outside?"), REGULATION, lambda f: f.target_outside, settled_by=("start", "amend")
)
ON_PROBATION = Question(
    "on_probation", _("Is the member on probation?"), ADMISSION, lambda f: f.probationary, settled_by=("examine",)
)

# What the facts may be besides what their types say, for the soundness checker: months paid around those asked for.
DOMAINS = {
    "dues_paid_until": (None, *(dt.date(2026, month, 1) for month in range(8, 13))),
}


def last_valid_day(facts: Facts) -> dt.date:
    """The last day on which the letter can be presented."""
    if facts.valid_until is None:
        raise ValueError("there is no letter yet")
    return facts.valid_until


def day_of_escalation(facts: Facts) -> dt.date:
    """From when on the county is told of a letter that nobody handed in: some days after the day after its last day."""
    return last_valid_day(facts) + ONE + dt.timedelta(days=facts.pack.transfer.pocket_escalate_days.value)


def day_of_acceptance(facts: Facts) -> dt.date:
    """The day the receiver took the member in: the receipt's month runs from it."""
    return facts.accepted_on or facts.today


__all__ = ["Facts", "Sentence"]

"""The rules of a member certificate letter (党员证明信规则): pure functions over its facts. No clock, no query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry.calendar import add_months, first_of_month
from workflows.engine.sentences import say
from workflows.engine.words import Guard, Question, Verdict, Weight
from workflows.policy.terms import Pack, TransferTerms

REGULATION = "党员教育管理工作条例第25条"
LOST_CONTACT = "党员教育管理工作条例第24条"
OPINION = "中组发〔2004〕10号"
LETTER_FORM = "组通字〔2006〕45号"
ADMISSION = "发展党员工作细则第34条"
CONSTITUTION = "党章第4条"
LIFE = "党章第8条"
HOUSE = "产品约定"

ONE = dt.timedelta(days=1)


@dataclass(frozen=True)
class Facts:
    """What the rules of a stay look at (事实), gathered once.

    ``until_on`` is the last day that is asked for, ``last_day`` the one up to which a certificate counts or would count.
    """

    today: dt.date
    pack: Pack
    member: str
    on_the_roll: bool
    at_home_here: bool
    dues_paid_until: dt.date | None
    open_cases: tuple[str, ...]
    live_letter: str
    other_certificate: str
    host_is_home: bool
    host_dissolved: bool
    host_on_register: bool
    fixed_place: bool
    has_general_branch: bool
    opened_by_subject: bool
    from_on: dt.date
    until_on: dt.date
    last_day: dt.date
    extended: bool


ROLL, DUES, CASES, LETTERS, TREE = _n("roll"), _n("dues"), _n("cases"), _n("register of letters"), _n("organisations")
REQUESTED = _n("the request")


def _verdict(weight: Weight, msgid: str, source: str, **params: object) -> Verdict:
    return Verdict(weight, say(msgid, **params), say(source))


def _ok(msgid: str, source: str, **params: object) -> Verdict:
    return _verdict(Weight.OK, msgid, source, **params)


def _no(msgid: str, source: str, **params: object) -> Verdict:
    return _verdict(Weight.BLOCK, msgid, source, **params)


def _doubt(msgid: str, source: str, **params: object) -> Verdict:
    return _verdict(Weight.DOUBT, msgid, source, **params)


def on_the_roll(facts: Facts) -> Verdict:
    """Only whoever belongs to this very branch gets a certificate from it."""
    if not facts.on_the_roll:
        return _no(_n("%(member)s is not on the roll; there is no membership to certify."), ROLL, member=facts.member)
    if not facts.at_home_here:
        return _no(_n("%(member)s does not belong to this branch today."), ROLL, member=facts.member)
    return _ok(_n("%(member)s is on the roll of this branch."), ROLL, member=facts.member)


def dues_are_clear(facts: Facts) -> Verdict:
    """Dues are paid up to the month the pack asks for, as before a transfer."""
    months_before = facts.pack.transfer.dues_clear_months_before.value
    needed = first_of_month(add_months(first_of_month(facts.today), -months_before))
    if facts.dues_paid_until is None:
        return _no(_n("It is not recorded up to which month dues are paid."), DUES)
    paid = f"{facts.dues_paid_until:%Y-%m}"
    if facts.dues_paid_until < needed:
        needed_month = f"{needed:%Y-%m}"
        return _no(_n("Dues are paid up to %(paid)s; collect up to %(needed)s first."), DUES, paid=paid, needed=needed_month)  # fmt: skip
    return _ok(_n("Dues are paid up to %(paid)s."), DUES, paid=paid)


def makes_transfer_due(facts: Facts) -> bool:
    """True for a stay so long that the relationship has to move: first and last day are both counted."""
    return facts.until_on > last_short_day(facts.from_on, terms=facts.pack.transfer)


def last_short_day(first: dt.date, *, terms: TransferTerms) -> dt.date:
    """The last day of the longest stay from a day on that makes no transfer due: he is home again the day after."""
    full = add_months(first, terms.away_months.value)
    return full - ONE if terms.away_months_op.value == "gt" else full - 2 * ONE


def stay_is_short(facts: Facts) -> Verdict:
    """A certificate is for a stay below the length from which a transfer is due, extensions counted in."""
    months, strict = facts.pack.transfer.away_months.value, facts.pack.transfer.away_months_op.value == "gt"
    if makes_transfer_due(facts):
        sentence = _n("From %(first)s until %(last)s is more than %(months)s months: ask for a transfer instead.")
        if not strict:
            sentence = _n("From %(first)s until %(last)s is %(months)s months or more: ask for a transfer instead.")
        return _no(sentence, REQUESTED, first=facts.from_on, last=facts.until_on, months=months)
    return _ok(
        _n("From %(first)s until %(last)s no transfer is due."), REQUESTED, first=facts.from_on, last=facts.until_on
    )


def credential_is_needed(facts: Facts) -> Verdict:
    """For a short trip without any need to prove membership no credential is wanted."""
    months = facts.pack.stay.without_letter_months.value
    if facts.until_on + ONE <= add_months(facts.from_on, months):
        return _doubt(
            _n("Away for no more than %(months)s months: a certificate is needed only to prove membership there."),
            REQUESTED,
            months=months,
        )
    return _ok(_n("Away for more than %(months)s months: a certificate is needed."), REQUESTED, months=months)


def place_is_certain(facts: Facts) -> Verdict:
    """Where place or time are uncertain the card of a floating member serves."""
    if not facts.fixed_place:
        return _doubt(_n("There is no fixed place: the card of a floating member may serve better."), REQUESTED)
    return _ok(_n("There is a fixed place."), REQUESTED)


def stay_not_over(facts: Facts) -> Verdict:
    """No certificate for days that have passed."""
    if facts.until_on < facts.today:
        return _no(_n("The last day, %(day)s, has passed."), REQUESTED, day=facts.until_on)
    return _ok(_n("The last day, %(day)s, has not passed."), REQUESTED, day=facts.until_on)


def no_open_case(facts: Facts) -> Verdict:
    """Another open case about the member should be known to whoever decides."""
    if not facts.open_cases:
        return _ok(_n("No other case about the member is open."), CASES)
    return _doubt(_n("Another case is open: %(cases)s."), CASES, cases="、".join(facts.open_cases))


def no_live_letter(facts: Facts) -> Verdict:
    """Whoever is on his way to another organisation gets no certificate from this one."""
    if facts.live_letter:
        return _no(_n("Letter %(number)s is still on its way."), LETTERS, number=facts.live_letter)
    return _ok(_n("No letter is on its way."), LETTERS)


def no_other_certificate(facts: Facts) -> Verdict:
    """Never two certificates for one day."""
    if facts.other_certificate:
        return _no(_n("Certificate %(number)s counts on some of these days."), LETTERS, number=facts.other_certificate)
    return _ok(_n("No other certificate counts on these days."), LETTERS)


def host_is_elsewhere(facts: Facts) -> Verdict:
    """The organisation there is another one, and is not dissolved."""
    if facts.host_is_home:
        return _no(_n("The member belongs to this organisation already; choose another one."), TREE)
    if facts.host_dissolved:
        return _no(_n("The organisation there is dissolved."), TREE)
    if not facts.host_on_register:
        return _ok(_n("The organisation there is not on the register: its name is printed as written."), TREE)
    return _ok(_n("The organisation there is on the register."), TREE)


def not_extended_before(facts: Facts) -> Verdict:
    """A stay is extended once; what becomes longer still is a matter for a transfer or a new request."""
    if facts.extended:
        return _no(_n("The stay was extended once already."), LETTERS)
    return _ok(_n("The stay was not extended so far."), LETTERS)


MUST_BE_ON_ROLL = Guard("on_the_roll", LIFE, on_the_roll, ("done", "pass", "agree"))
MUST_HAVE_PAID = Guard("dues_clear", LETTER_FORM, dues_are_clear, ("pass", "agree"))
MUST_BE_SHORT = Guard("stay_is_short", OPINION, stay_is_short, ("done", "pass", "agree", "extend"))
MUST_BE_AHEAD = Guard("stay_not_over", HOUSE, stay_not_over, ("done", "agree", "extend"))
MUST_BE_ELSEWHERE = Guard("host_is_elsewhere", OPINION, host_is_elsewhere, ("done", "pass", "agree"))
MUST_HAVE_NO_LETTER = Guard("no_live_letter", HOUSE, no_live_letter, ("done", "agree"))
MUST_HAVE_NO_CERTIFICATE = Guard("no_other_certificate", HOUSE, no_other_certificate, ("done", "agree"))
MUST_BE_FIRST_EXTENSION = Guard("not_extended_before", HOUSE, not_extended_before, ("extend",))
SHOULD_BE_NEEDED = Guard("credential_is_needed", OPINION, credential_is_needed, ())
SHOULD_BE_CERTAIN = Guard("place_is_certain", OPINION, place_is_certain, ())
SHOULD_HAVE_NO_CASE = Guard("no_open_case", HOUSE, no_open_case, ())

BY_THE_MEMBER = Question(
    "by_the_member", _("Requested by the member himself?"), CONSTITUTION, lambda f: f.opened_by_subject
)
HAS_GENERAL_BRANCH = Question(
    "has_general_branch", _("Is there a general branch above?"), ADMISSION, lambda f: f.has_general_branch
)

# What the facts may be besides what their types say, for the soundness checker: months paid around those asked for, last
# days around each length that counts.
DOMAINS = {
    "dues_paid_until": (None, *(dt.date(2026, month, 1) for month in range(8, 13))),
    "from_on": (dt.date(2026, 11, 24),),
    "until_on": (
        dt.date(2026, 11, 23), dt.date(2026, 11, 24), dt.date(2027, 2, 23), dt.date(2027, 2, 24), dt.date(2027, 5, 22),
        dt.date(2027, 5, 23), dt.date(2027, 5, 24),
    ),
}  # fmt: skip


def last_day(facts: Facts) -> dt.date:
    """The last day on which the certificate counts."""
    return facts.last_day

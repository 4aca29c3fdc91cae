"""The ledgers of a branch (支部台账): entered by month for the whole branch, corrected with a reason, never overwritten.

Written by whoever holds the post of secretary, deputy or organisation commissioner of that branch today; read by those above.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import clock, journal
from registry import members, organisations, registrars
from registry.access import Viewer
from registry.ledger_reading import known_in, roll_of
from registry.ledger_rules import Cell, Line, Said, filled, is_over, objection, objections
from registry.models import LedgerEntry, Member, Organisation, Person, Role, User
from registry.models.ledgers import REASON_MOST
from registry.refusals import Conflict, Refused
from registry.rows import read

KEEPERS = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.ORGANISATION_COMMISSIONER)
ARTICLE = "党章第9条；教育管理工作条例第31条（六）"
_TERMS = """
SELECT a.id FROM registry_appointment a
JOIN registry_post p ON p.id = a.post_id
WHERE a.person_id = %s AND a.since <= %s AND (a.until IS NULL OR a.until >= %s)
AND p.organisation_id = %s AND p.role = ANY (%s)
ORDER BY a.id FOR SHARE OF a
"""


def keeps_ledgers(viewer: Viewer, branch: Organisation) -> bool:
    """True for whoever holds a post by which the ledgers of a branch are kept; for pages."""
    return any(place.pk == branch.pk for place in viewer.organisations(*KEEPERS))


@transaction.atomic
def enter_sheet(
    branch: Organisation, month: dt.date, lines: Iterable[Line], *, by: User, idle: Collection[str] = ()
) -> list[LedgerEntry]:
    """Enter the sheet of a month (填报台账): every member of the roll in every ledger, all of it or nothing.

    ``idle`` names the ledgers for which the branch held nothing. What is entered already and said again is left as it is:
    a sheet sent twice is entered once. Raises PermissionDenied, Refused with each objection at its cell.
    """
    _hold_post(by, branch)
    # One sheet of a branch after the other: each sees what the other has entered.
    Organisation.objects.select_for_update(no_key=True).get(pk=branch.pk)
    if not is_over(month, clock.today()):
        raise Refused(_("A month is entered when it is over."), field="month")
    roll = {member.public_id: member for member in roll_of(branch, month)}
    if not roll:
        raise Refused(_("Nobody was on the roll of this branch in that month."), field="month")
    known = known_in(month, roll.values())
    sheet = filled(lines, roll, known, idle)
    errors = objections(sheet, {key: member.person.name for key, member in roll.items()}, known, idle)
    if errors:
        raise Refused(next(iter(errors.values()))[0], field=next(iter(errors)), errors=errors)
    return _written(branch, month, [line for line in sheet if line.cell not in known], roll, by)


def _hold_post(by: User, branch: Organisation) -> Person:
    """Keep the account and the post as they are until the transaction ends; PermissionDenied where he has none."""
    registrars.hold_person(by)
    today = clock.today()
    if by.person is None or not read(_TERMS, [by.person_id, today, today, branch.pk, [str(role) for role in KEEPERS]]):
        raise PermissionDenied(
            _("Only the secretary, the deputy or the organisation commissioner keeps these ledgers.")
        )
    return by.person


def _written(
    branch: Organisation, month: dt.date, lines: list[Line], roll: dict[str, Member], by: User
) -> list[LedgerEntry]:
    if not lines:
        return []
    common = {"organisation": branch, "month": month, "entered_by": by.person, "entered_at": clock.now()}
    rows = [LedgerEntry(member=roll[c.member], ledger=c.ledger, **s._asdict(), **common) for c, s in lines]
    try:
        with transaction.atomic():
            LedgerEntry.objects.bulk_create(rows)
    except IntegrityError as error:
        if "one_first_row_of_a_month" not in str(error):
            raise
        raise Conflict(_("Another branch has entered this month for one of these members.")) from error
    said = {str(cell): list(words) for cell, words in lines}
    facts = {"month": str(month), "rows": len(rows), "rows_digest": journal.digest_of_words(said)}
    journal.write(organisations.stream_of(branch), "ledger.entered", by=by.actor, article=ARTICLE, facts=facts)
    return rows


@transaction.atomic
def correct(entry: LedgerEntry, said: Said, reason: str, *, by: User) -> LedgerEntry:
    """Correct a row (更正台账) with a reason; the row stays, and a new one is in force.

    Raises PermissionDenied, Conflict where somebody has corrected it since, Refused.
    """
    person = _hold_post(by, entry.organisation)
    rows = LedgerEntry.objects.select_for_update(of=("self",)).select_related("member", "organisation")
    locked = rows.get(pk=entry.pk)
    if LedgerEntry.objects.filter(replaces=locked).exists():
        raise Conflict(_("This row has been corrected in the meantime; look at it again."))
    _check_correction(locked, said, reason.strip())
    new = LedgerEntry.objects.create(
        member=locked.member, organisation=locked.organisation, ledger=locked.ledger, month=locked.month,
        **said._asdict(), entered_by=person, entered_at=clock.now(), replaces=locked, reason=reason.strip(),
    )  # fmt: skip
    facts = {"ledger": locked.ledger, "month": str(locked.month), "row": new.pk, "replaces": locked.pk}
    words = {"reason": new.reason, "before": [locked.value, locked.excuse], "after": list(said)}
    stream = members.stream_of(locked.member)
    journal.write(stream, "ledger.corrected", by=by.actor, article=ARTICLE, facts=facts, words=words)
    return new


def _check_correction(entry: LedgerEntry, said: Said, reason: str) -> None:
    cell = Cell(entry.member.public_id, entry.ledger)
    if what := objection(cell.ledger, said):
        raise Refused(what, field="excuse" if said.value == "excused" else "value")
    if said == (entry.value, entry.excuse):
        raise Refused(_("This is what the row says already."), field="value")
    if not reason:
        raise Refused(_("Write why the row is corrected."), field="reason")
    if len(reason) > REASON_MOST:
        raise Refused(_("Write the reason in at most %(most)s characters.") % {"most": REASON_MOST}, field="reason")

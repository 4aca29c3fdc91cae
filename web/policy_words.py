"""The policy in words (政策用语): titles of sections and keys, values that are codes, units, how far verified."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from workflows.engine.models import Notice
from workflows.policy.terms import Provision, Tag

SECTIONS: dict[str, Any] = {
    "transfer": _("Transfer of a member's relationship"),
    "stay": _("Short stay elsewhere"),
    "desk": _("How the desk works"),
    "archive": _("Keeping papers"),
}

TITLES: dict[str, Any] = {
    "transfer.away_months": _("Going away makes a transfer due from"),
    "transfer.away_months_op": _("How these months are counted"),
    "transfer.authority": _("Who issues and accepts letters"),
    "transfer.letter_days_same_county": _("Validity of a letter inside one county"),
    "transfer.letter_days_province": _("Validity of a letter inside the province"),
    "transfer.letter_days_national": _("Validity of a letter across the country"),
    "transfer.letter_days_max": _("Longest validity of a letter"),
    "transfer.receipt_due_months": _("The receipt goes back within"),
    "transfer.hop_working_days": _("Time for each committee on the way"),
    "transfer.remind_days_before_expiry": _("Reminder before a letter expires"),
    "transfer.pocket_escalate_days": _("How long after the day a letter was out of date the county is told"),
    "transfer.out_of_hand_months": _("After how many months a letter that lies is to be looked into"),
    "transfer.file_check_working_days": _("Looking into the file takes at most"),
    "transfer.open_case_blocks": _("Another open case has to be finished first"),
    "transfer.dues_clear_months_before": _("Dues are paid up to so many months before the letter"),
    "stay.without_letter_months": _("Without need to prove membership no certificate is wanted up to"),
    "desk.undo_seconds": _("A decision can be taken back within"),
    "desk.step_working_days": _("Time for each step, where no rule says otherwise"),
    "desk.subject_reply_working_days": _("Time for the member to answer"),
    "desk.delegation_depth": _("A post is passed on to deputies at most"),
    "desk.delegation_days_most": _("A delegation of a post lasts at most"),
    "desk.attachment_megabytes": _("Largest file that can be attached"),
    "desk.attachments_in_a_case": _("Most files in one case"),
    "desk.comment_days_after": _("Comments are still possible after the end for"),
    "desk.remind_working_days_before": _("A reminder goes out before the last day of a step"),
    "desk.escalate_working_days_after": _("The superior is told when a step is overdue by"),
    "desk.urge_working_days": _("The same person may ask for haste again after"),
    "desk.digest_hour": _("The daily summary goes out at"),
    "desk.mail_at_once": _("What is mailed at once"),
    "desk.mail_in_digest": _("What waits for the daily summary"),
    "desk.mail_names_member": _("Mails name the member"),
    "desk.suspended_days_ask": _("The superior asks about a case suspended for longer than"),
    "desk.days_ahead_months": _("A day about the matter at hand lies ahead by at most"),
    "desk.days_back_years": _("A day about the matter at hand lies back by at most"),
    "archive.letters_years": _("Stubs of letters are kept for"),
    "archive.papers_years": _("Other papers are kept for"),
    "archive.enquiries_in_an_hour": _("Papers can be verified from one address, each hour"),
    "archive.enquiries_months": _("Who verified a paper is kept for"),
    "archive.standing_years": _("Papers about a member's standing are kept for"),
    "archive.elections_years": _("Papers of elections and of posts are kept for"),
    "archive.appraisals_years": _("Papers of the yearly appraisal are kept for"),
    "archive.bundle_cases": _("Most cases in one bundle"),
    "archive.bundle_megabytes": _("Largest bundle"),
    "archive.bundle_days": _("A bundle can be downloaded for"),
}

VALUES: dict[Any, Any] = {
    "ge": _("the full number of months is enough"),
    "gt": _("more than the number of months"),
    "any_committee_with_approval_authority": _("every committee that may approve probationary members"),
    "legacy_levels": _(
        "inside a county the basic-level committee; beyond it the county's organisation department or higher"
    ),
}

TAGS: dict[Tag, Any] = {
    Tag.V1: _("text read"),
    Tag.V2: _("quoted, original not read"),
    Tag.VL: _("local"),
    Tag.U: _("unverified"),
    Tag.D: _("our reading"),
}

EXPLAINED: dict[Tag, Any] = {
    Tag.V1: _("We have read the text of the rule itself."),
    Tag.V2: _("Several texts that quote the rule agree; we have not read the rule itself."),
    Tag.VL: _("Taken from a place's own rule; it may be different elsewhere."),
    Tag.U: _("We have found no text; check it before you rely on it."),
    Tag.D: _("No rule says it; this is how we read the rules, or how this product works."),
}


def title(key: str) -> Any:
    """The title of a provision."""
    return TITLES.get(key, key)


def value(provision: Provision[Any]) -> str:
    """A provision's value with its unit, in words."""
    found = provision.value
    if isinstance(found, bool):
        return _g("yes") if found else _g("no")
    if isinstance(found, int):
        return _amount(found, provision.unit)
    kinds = dict(Notice.Kind.choices)
    words = [str(kinds[part]) for part in str(found).split(",") if part in kinds]
    return "; ".join(words) if words else str(VALUES.get(found, found))


def _amount(n: int, unit: str) -> str:
    words = {
        "seconds": ngettext("%(n)s second", "%(n)s seconds", n),
        "times": ngettext("%(n)s time", "%(n)s times", n),
        "days": ngettext("%(n)s day", "%(n)s days", n),
        "working_days": ngettext("%(n)s working day", "%(n)s working days", n),
        "months": ngettext("%(n)s month", "%(n)s months", n),
        "years": ngettext("%(n)s year", "%(n)s years", n),
        "megabytes": ngettext("%(n)s MB", "%(n)s MB", n),
        "cases": ngettext("%(n)s case", "%(n)s cases", n),
        "files": ngettext("%(n)s file", "%(n)s files", n),
        "oclock": _g("%(n)s o'clock"),
    }
    return words[unit] % {"n": n} if unit in words else f"{n} {unit}".strip()

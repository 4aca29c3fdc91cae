"""The policy in words (政策用语): titles of sections and keys, values that are codes, units, how far verified."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from workflows.engine.models import Notice
from workflows.engine.sentences import say
from workflows.engine.votes.kinds import Kind
from workflows.engine.votes.reasons import WHOM, share_of
from workflows.policy.terms import Provision, Tag
from workflows.policy.thresholds import Op, Threshold

SECTIONS: dict[str, Any] = {
    "transfer": _("Transfer of a member's relationship"),
    "stay": _("Short stay elsewhere"),
    "disposal": _("Organisational disposal"),
    "correction": _("Time-limited correction"),
    "persuade": _("Persuasion to withdraw"),
    "removal": _("Removal"),
    "self_withdrawal": _("Self-withdrawal by conduct"),
    "own_withdrawal": _("A member's own request to leave"),
    "lost_contact": _("Members who cannot be reached"),
    "probation": _("Probation"),
    "appeal": _("Appeals"),
    "desk": _("How the desk works"),
    "archive": _("Keeping papers"),
    "entitled": _("Who has a vote"),
    "votes.GM_GENERAL": _("Votes of the general meeting"),
    "votes.GM_ADMISSION": _("Votes of the general meeting on probationary members"),
    "votes.GM_DISPOSAL": _("Votes of the general meeting on unqualified members"),
    "votes.BC_MEETING": _("Votes of the branch committee"),
    "votes.CM_APPROVAL": _("Votes of the committee above on approving a member's case"),
    "votes.GM_ELECTION": _("Elections by the general meeting"),
    "votes.BC_ELECTION": _("Elections by the branch committee"),
}

# The same for each kind of vote.
OF_A_VOTE: dict[str, Any] = {
    "presence": _("Quorum"),
    "approval": _("Majority"),
    "ballot": _("Way of voting"),
    "written_opinions": _("Written opinions of absent members count as votes"),
    "one_at_a_time": _("One person is discussed and voted on at a time"),
    "equal_number": _("As many candidates as seats"),
    "margin_percent": _("Candidates exceed the seats by at least"),
    "margin_by_election_seats": _("In a by-election this holds from"),
    "write_ins": _("Who rejects a candidate may write in another person"),
    "tie_ballots": _("With equal votes the superior decides after"),
    "reduction": _("Majority by which fewer seats are filled"),
    "reduction_missing_most": _("Fewer seats can be filled if those left are at most"),
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
    "disposal.prior_filing": _("The start is put on file above beforehand"),
    "disposal.prereview": _("Reviewed above before the vote"),
    "disposal.approve_within_months": _("The committee decides within"),
    "disposal.reply_days": _("The member can state his opinion within"),
    "disposal.announce_within_months": _("A decision is announced within"),
    "correction.usual_months": _("Usual length"),
    "correction.max_months": _("Longest length, all orders together"),
    "correction.required_before_persuade": _("Persuasion comes after a correction that has not helped"),
    "persuade.reply_days": _("Whoever was advised to leave answers within"),
    "removal.requires_no_will_to_mend": _("Removal also needs that he is not willing to mend"),
    "removal.rejoin_bar_years": _("No new admission for"),
    "self_withdrawal.months": _("A case is due when one duty was not done for so many months in a row"),
    "self_withdrawal.op": _("How these months are counted"),
    "self_withdrawal.national_if_laxer": _("The national number holds where this one is laxer"),
    "self_withdrawal.reminder_months": _("A reminder is due from"),
    "self_withdrawal.criticism_months": _("Criticism and education are due from"),
    "self_withdrawal.correction_months": _("Time-limited correction is considered from"),
    "self_withdrawal.demand_months": _("A demand in writing is due from"),
    "self_withdrawal.excused_breaks_run": _("An excused month ends the row of missed months"),
    "own_withdrawal.vote": _("What the general meeting does with a request to leave"),
    "own_withdrawal.educate_first": _("Whoever has lost belief is educated first"),
    "own_withdrawal.default_answer": _("What is normally said to it"),
    "own_withdrawal.effective": _("The membership ends with"),
    "own_withdrawal.rejoin_bar_years": _("No new admission for"),
    "lost_contact.search_months": _("The search begins when there was no contact for"),
    "lost_contact.suspend_months": _("A membership can be suspended when there was no contact for"),
    "lost_contact.abroad_years": _("It can be suspended, too, of whoever is abroad for more than"),
    "lost_contact.channels": _("Different ways in which somebody is looked for, at least"),
    "lost_contact.remove_years_after": _("Whoever is still unreachable can be removed after"),
    "lost_contact.restore_within_years": _("A restoration is asked for within"),
    "probation.length_months": _("A probation lasts"),
    "probation.extension_min_months": _("It is extended by at least"),
    "probation.extension_max_months": _("It is extended by at most"),
    "probation.approve_within_months": _("The committee decides on a probationary member within"),
    "appeal.register_working_days": _("An appeal is accepted or passed on within"),
    "appeal.decide_months": _("It is decided within"),
    "appeal.extensions": _("This term is extended at most"),
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
    "entitled.subject_votes": _("Whoever a matter is about votes on it"),
    "entitled.correction_votes": _("A member under time-limited correction votes"),
    "entitled.may_leave_out": _("Who may be left out of the number"),
}

VALUES: dict[Any, Any] = {
    "ge": _("the full number of months is enough"),
    "gt": _("more than the number of months"),
    "any_committee_with_approval_authority": _("every committee that may approve probationary members"),
    "legacy_levels": _(
        "inside a county the basic-level committee; beyond it the county's organisation department or higher"
    ),
    "free": _("show of hands or ballot"),
    "secret": _("secret ballot"),
    "": _("nobody"),
    "discuss_only": _("discusses it, without a vote"),
    "vote": _("discusses it and votes"),
    "open": _("not laid down"),
    "agree": _("normally agreed to"),
    "announcement": _("the announcement in the branch"),
    "record": _("the record above"),
    "committee": _("the committee above"),
    "department": _("the organisation department above"),
    "illness": _("cannot express their will through mental or other illness"),
    "abroad": _("abroad on their own account for over half a year"),
    "sentence": _("serving a sentence, without a heavy sanction of the party"),
    "bedridden": _("bedridden or long unable to look after themselves"),
    "unmoved": _("gone for over half a year without having moved their relationship"),
}

THRESHOLDS: dict[Op, Any] = {
    Op.GE: _("at least %(share)s of %(whom)s"),
    Op.GT: _("more than %(share)s of %(whom)s"),
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
    return TITLES.get(key) or OF_A_VOTE.get(key.rpartition(".")[2], key)


def value(provision: Provision[Any]) -> str:
    """A provision's value with its unit, in words."""
    found = provision.value
    if isinstance(found, Threshold):
        return _threshold(provision.key, found)
    if isinstance(found, bool):
        return _g("yes") if found else _g("no")
    if isinstance(found, int):
        return _amount(found, provision.unit)
    kinds: dict[str, Any] = VALUES | dict(Notice.Kind.choices)
    return "; ".join(str(kinds.get(part, part)) for part in str(found).split(","))


def _threshold(key: str, found: Threshold) -> str:
    """A threshold in words, of those who have this kind of vote: ``votes.GM_ELECTION.presence`` is of electors."""
    whom = say(WHOM[Kind(key.split(".")[1]).voters, found.base])
    return str(THRESHOLDS[found.op]) % {"share": share_of(found), "whom": whom}


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
        "percent": _g("%(n)s per cent"),
        "seats": ngettext("%(n)s seat", "%(n)s seats", n),
        "ballots": ngettext("%(n)s ballot", "%(n)s ballots", n),
    }
    return words[unit] % {"n": n} if unit in words else f"{n} {unit}".strip()

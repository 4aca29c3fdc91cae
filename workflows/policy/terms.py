"""The typed shape of a policy pack (政策条目). A pack that lacks a key, or has one more, does not load."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from workflows.policy.thresholds import Threshold

T = TypeVar("T")


class Tag(StrEnum):
    """How far a rule was verified (核实程度): read, second-hand, local, unverified, ours."""

    V1 = "V1"
    V2 = "V2"
    VL = "VL"
    U = "U"
    D = "D"

    @property
    def verified(self) -> bool:
        """True where the text of the rule was read, or agreeing secondary texts were."""
        return self in (Tag.V1, Tag.V2)


@dataclass(frozen=True)
class Provision(Generic[T]):
    """One provision (一条规定): a value with its unit, its source and how far it was verified."""

    key: str
    value: T
    unit: str
    source: str
    tag: Tag
    note: str
    pack: str
    version: str


@dataclass(frozen=True)
class TransferTerms:
    """Transfer of a member's relationship (组织关系转接), handbook 5."""

    away_months: Provision[int]
    away_months_op: Provision[str]
    authority: Provision[str]
    letter_days_same_county: Provision[int]
    letter_days_province: Provision[int]
    letter_days_national: Provision[int]
    letter_days_max: Provision[int]
    receipt_due_months: Provision[int]
    hop_working_days: Provision[int]
    remind_days_before_expiry: Provision[int]
    pocket_escalate_days: Provision[int]
    out_of_hand_months: Provision[int]
    file_check_working_days: Provision[int]
    open_case_blocks: Provision[bool]
    dues_clear_months_before: Provision[int]


@dataclass(frozen=True)
class StayTerms:
    """A short stay elsewhere (短期外出), handbook 5.1; from which length a transfer is due is ``transfer.away_months``."""

    without_letter_months: Provision[int]


@dataclass(frozen=True)
class DisposalTerms:
    """Organisational disposal (不合格党员组织处置), handbook 8.1. ``prereview``: the committee says beforehand what it thinks, and
    where a membership is at stake the organisation department above, too."""

    prior_filing: Provision[bool]
    prereview: Provision[bool]
    approve_within_months: Provision[int]
    reply_days: Provision[int]
    announce_within_months: Provision[int]


@dataclass(frozen=True)
class CorrectionTerms:
    """Time-limited correction (限期改正), handbook 8.3."""

    usual_months: Provision[int]
    max_months: Provision[int]
    required_before_persuade: Provision[bool]


@dataclass(frozen=True)
class PersuadeTerms:
    """Persuasion to withdraw (劝其退党), handbook 8.4."""

    reply_days: Provision[int]


@dataclass(frozen=True)
class RemovalTerms:
    """Removal (党内除名), handbook 8.4 to 8.6; no bar where ``rejoin_bar_years`` is 0."""

    requires_no_will_to_mend: Provision[bool]
    rejoin_bar_years: Provision[int]


@dataclass(frozen=True)
class SelfWithdrawalTerms:
    """Self-withdrawal by conduct (自行脱党), handbook 8.2 and 17.3: after how many missed months which step is due.

    ``op`` says how ``months`` is counted. ``national_if_laxer``: the national number holds where this pack's own is laxer.
    """

    months: Provision[int]
    op: Provision[str]
    national_if_laxer: Provision[bool]
    reminder_months: Provision[int]
    criticism_months: Provision[int]
    correction_months: Provision[int]
    demand_months: Provision[int]
    excused_breaks_run: Provision[bool]


@dataclass(frozen=True)
class OwnWithdrawalTerms:
    """A member's own request to leave (要求退党), handbook 8.7. ``vote`` is ``discuss_only`` or ``vote``; ``default_answer``
    what is normally said to it, ``agree`` or ``open``; ``effective`` the day it counts from, ``announcement`` or
    ``record``; no bar where ``rejoin_bar_years`` is 0."""

    vote: Provision[str]
    educate_first: Provision[bool]
    default_answer: Provision[str]
    effective: Provision[str]
    rejoin_bar_years: Provision[int]


@dataclass(frozen=True)
class LostContactTerms:
    """Members who cannot be reached (失联党员), handbook 7: months and years until a search, a suspension, a removal; in how many
    ways they are looked for; within how many years a restoration is asked for, 0 for no limit."""

    search_months: Provision[int]
    suspend_months: Provision[int]
    abroad_years: Provision[int]
    channels: Provision[int]
    remove_years_after: Provision[int]
    restore_within_years: Provision[int]


@dataclass(frozen=True)
class ProbationTerms:
    """Extending and cancelling a probation (延长预备期、取消预备党员资格), handbook 8.8."""

    length_months: Provision[int]
    extension_min_months: Provision[int]
    extension_max_months: Provision[int]
    approve_within_months: Provision[int]


@dataclass(frozen=True)
class AppealTerms:
    """Appeals of members (申诉), handbook 12; there is no last day for appealing."""

    register_working_days: Provision[int]
    decide_months: Provision[int]
    extensions: Provision[int]


@dataclass(frozen=True)
class DeskTerms:
    """How the desk works (办理规则)."""

    undo_seconds: Provision[int]
    step_working_days: Provision[int]
    subject_reply_working_days: Provision[int]
    delegation_depth: Provision[int]
    delegation_days_most: Provision[int]
    attachment_megabytes: Provision[int]
    attachments_in_a_case: Provision[int]
    comment_days_after: Provision[int]
    remind_working_days_before: Provision[int]
    escalate_working_days_after: Provision[int]
    urge_working_days: Provision[int]
    digest_hour: Provision[int]
    mail_at_once: Provision[str]
    mail_in_digest: Provision[str]
    mail_names_member: Provision[bool]
    suspended_days_ask: Provision[int]
    days_ahead_months: Provision[int]
    days_back_years: Provision[int]


@dataclass(frozen=True)
class ArchiveTerms:
    """Keeping papers (归档), handbook 14."""

    letters_years: Provision[int]
    papers_years: Provision[int]
    enquiries_in_an_hour: Provision[int]
    enquiries_months: Provision[int]
    standing_years: Provision[int]
    elections_years: Provision[int]
    appraisals_years: Provision[int]
    bundle_cases: Provision[int]
    bundle_megabytes: Provision[int]
    bundle_days: Provision[int]


@dataclass(frozen=True)
class EntitledTerms:
    """Who has a vote (表决权), handbook 3.1."""

    subject_votes: Provision[bool]
    correction_votes: Provision[bool]
    may_leave_out: Provision[str]


@dataclass(frozen=True)
class MotionTerms:
    """How a meeting decides a matter (议事表决), handbook 3.2. Presence is always of those entitled."""

    presence: Provision[Threshold]
    approval: Provision[Threshold]
    ballot: Provision[str]
    written_opinions: Provision[bool]
    one_at_a_time: Provision[bool]


@dataclass(frozen=True)
class ElectionTerms:
    """How a meeting elects (选举), handbook 3.3. No written opinion and no proxy counts in an election."""

    presence: Provision[Threshold]
    approval: Provision[Threshold]
    ballot: Provision[str]
    equal_number: Provision[bool]
    margin_percent: Provision[int]
    margin_by_election_seats: Provision[int]
    write_ins: Provision[bool]
    tie_ballots: Provision[int]
    reduction: Provision[Threshold]
    reduction_missing_most: Provision[int]


@dataclass(frozen=True)
class VotesTerms:
    """The kinds of votes (会议表决类型), by the names of handbook 3.2."""

    GM_GENERAL: MotionTerms
    GM_ADMISSION: MotionTerms
    GM_DISPOSAL: MotionTerms
    BC_MEETING: MotionTerms
    CM_APPROVAL: MotionTerms
    GM_ELECTION: ElectionTerms
    BC_ELECTION: ElectionTerms


@dataclass(frozen=True)
class Pack:
    """A policy pack (政策包) in one version."""

    name: str
    version: str
    title: str
    effective_from: dt.date
    effective_to: dt.date | None
    jurisdiction: str
    local: bool
    transfer: TransferTerms
    stay: StayTerms
    disposal: DisposalTerms
    correction: CorrectionTerms
    persuade: PersuadeTerms
    removal: RemovalTerms
    self_withdrawal: SelfWithdrawalTerms
    own_withdrawal: OwnWithdrawalTerms
    lost_contact: LostContactTerms
    probation: ProbationTerms
    appeal: AppealTerms
    desk: DeskTerms
    archive: ArchiveTerms
    entitled: EntitledTerms
    votes: VotesTerms

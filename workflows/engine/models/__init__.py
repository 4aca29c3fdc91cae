"""Rows of the engine: cases, turns, decisions, waits, drafts. Written by the write functions of this package only."""

from workflows.engine.models.attachments import Attachment
from workflows.engine.models.ballots import Ballot, Reduction, Teller, TellerCount, Verdict
from workflows.engine.models.cases import Case, Involvement
from workflows.engine.models.coming import Coming
from workflows.engine.models.commands import Command, Draft
from workflows.engine.models.comments import Comment
from workflows.engine.models.copies import Copy
from workflows.engine.models.deliveries import Delivery, Digest, NoticeChoice
from workflows.engine.models.meetings import AgendaItem, Attendee, Body, Candidate, Choice, Meeting, WrittenOpinion
from workflows.engine.models.notices import Notice
from workflows.engine.models.pauses import Pause
from workflows.engine.models.recusals import Recusal
from workflows.engine.models.reminders import Reminder, Urge
from workflows.engine.models.signings import Signer, Signing, SigningEvent
from workflows.engine.models.tallies import MonthTally
from workflows.engine.models.turns import SENT_BACK, Decision, TaskAssignment, Wait

__all__ = [
    "SENT_BACK", "AgendaItem", "Attachment", "Attendee", "Ballot", "Body", "Candidate", "Case", "Choice", "Coming", "Command",
    "Comment", "Copy", "Decision", "Delivery", "Digest", "Draft", "Involvement", "Meeting", "MonthTally", "Notice",
    "NoticeChoice", "Pause", "Recusal", "Reduction", "Reminder", "Signer", "Signing", "SigningEvent", "TaskAssignment", "Teller",
    "TellerCount", "Urge", "Verdict", "Wait", "WrittenOpinion",
]  # fmt: skip

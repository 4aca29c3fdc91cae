"""The questions of organisational disposals (不合格党员组织处置), handbook 8.1; those of each measure are in a module of its own."""

from forms.disposal.deciding import Announcement, Approval, Examination, PreReview, Service, Submission
from forms.disposal.inquiring import Inquiry, Opinion, Talk, Words
from forms.disposal.meeting import Minutes, Notice, Shown
from forms.disposal.proposing import PriorFiling, Proposal
from forms.transfer import PassOn

__all__ = [
    "Announcement", "Approval", "Examination", "Inquiry", "Minutes", "Notice", "Opinion", "PassOn", "PreReview", "PriorFiling", "Proposal",
    "Service", "Shown", "Submission", "Talk", "Words",
]  # fmt: skip

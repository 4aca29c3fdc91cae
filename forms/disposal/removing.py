"""Removal without persuasion (党内除名), handbook 8.5 and 8.6: on which of three grounds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.disposal.inquiring import Opinion
from forms.disposal.proposing import Amended, Proposal
from forms.kit import Topic


class Ground(models.TextChoices):
    """Why somebody is removed without having been persuaded to withdraw (直接除名情形)."""

    SELF_WITHDRAWAL = (
        "self_withdrawal",
        _("six months without organisational life, dues or assigned work, for no good reason"),
    )
    LOST_CONDITIONS = "lost_conditions", _("conviction gone, disloyal: has lost the conditions of a member")
    SUSPENDED = "suspended", _("membership suspended for two years, and still not to be reached")


class RemovalProposal(Proposal):
    """提出启动意见（党内除名）."""

    grounds = Ground


class RemovalAmendment(RemovalProposal):
    """补正启动意见（党内除名）: the same questions again, or it is given up."""

    outcomes = Amended
    asks_outcome = _("What becomes of the proposal")
    topics: ClassVar[tuple[Topic, ...]] = ()


class RemovalOpinion(Opinion):
    """形成处置意见（党内除名）."""

"""The general meeting on a disposal, and what it resolved shown to the member (大会、决议与本人见面), handbook 8.1 steps 8 to 10."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.disposal.inquiring import check_paper
from forms.disposal.kit import LONG, MIDDLE, Done, line, signed_on, text, witness
from forms.kit import Label, StepForm, need


class Notice(StepForm):
    """发出会议通知: day, place and roll stand; the notice goes out to all, and to the member the matter is about."""

    outcomes = Done


class Minutes(StepForm):
    """会议记录: what was said, and how the member was heard. What the vote came to is in the record."""

    class Outcome(models.TextChoices):
        """What the vote came to."""

        CARRIED = "carried", _("Carried")
        LOST = "lost", _("Not carried")
        NO_QUORUM = "no_quorum", _("Adjourned, there was no quorum")

    outcomes: ClassVar[type[models.TextChoices]] = Outcome
    asks_outcome = _("What the vote came to")
    needed_when: ClassVar[Mapping[str, Label]] = {
        "speeches": _("needed where something was discussed"),
        "heard": _("needed where something was discussed"),
    }

    speeches = text(
        _("Who spoke, and what they said"), LONG, required=False, rows=6,
        help_text=_("Name and gist, one person a line. Printed in the minutes."),
    )  # fmt: skip
    heard = text(
        _("How the member was heard"), MIDDLE, required=False,
        help_text=_("What he said for himself, who testified or spoke for him; or that he stayed away without a good reason."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Minutes of a vote say who spoke and how the member was heard."""
        cleaned = super().clean() or {}
        if self.outcome() != self.Outcome.NO_QUORUM:
            need(self, cleaned, "speeches", "heard")
        return cleaned


class Shown(StepForm):
    """决议与本人见面: the member sees the facts and the resolution, and says whether he agrees; nobody can leave it out."""

    class Outcome(models.TextChoices):
        """What he says, or what two people note of him."""

        AGREE = "agree", _("Agrees")
        DISAGREE = "disagree", _("Disagrees")
        REFUSED = "refused", _("Refuses to sign, noted by two witnesses")
        UNREACHABLE = "unreachable", _("Could not be reached in several ways, noted by two witnesses")

    outcomes = Outcome
    asks_outcome = _("What the member says of it")
    needed_when: ClassVar[Mapping[str, Label]] = {
        "words": _("needed if he disagrees"),
        "note": _("needed if he refused or could not be reached"),
    }

    words = text(
        _("In his own words"),
        MIDDLE,
        required=False,
        rows=5,
        help_text=_("Kept word for word, and sent up with the case."),
    )
    reserved = text(_("Opinion he reserves"), 120, required=False, rows=2)
    note = line(_("When and how it was tried"), 100, required=False)
    signed_on = signed_on()
    witness_1 = witness(_("First witness"))
    witness_2 = witness(_("Second witness"))

    def prepare(self) -> None:
        """The member himself says whether he agrees; that he refused or cannot be reached others note."""
        if self.limits.answered_by_subject:
            own = (self.Outcome.AGREE.value, self.Outcome.DISAGREE.value)
            self.fields["outcome"].choices = [one for one in self.fields["outcome"].choices if one[0] in own]  # type: ignore[attr-defined]
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        """Whoever disagrees says why; what others note of him says when and how."""
        cleaned = super().clean() or {}
        outcome = cleaned.get("outcome")
        if outcome == self.Outcome.DISAGREE and not cleaned.get("words"):
            self.add_error("words", _("Say with what you disagree."))
        if outcome in (self.Outcome.REFUSED, self.Outcome.UNREACHABLE) and not cleaned.get("note"):
            self.add_error("note", _("Say when it was tried, and how."))
        check_paper(self, cleaned)
        return cleaned

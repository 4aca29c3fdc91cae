"""What a member had a say in (本人参与的依据): heard, stated, served. Written once, like every piece of evidence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models.organisations import Organisation
from registry.models.persons import Person


class OfACase(models.Model):
    """A piece of evidence about a subject in a case (依据); ``reference`` names the decision it was written for, once."""

    subject = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    on = models.DateField()
    case_reference = models.CharField(max_length=40)
    reference = models.CharField(max_length=10, unique=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.subject} {self.on}"


class Hearing(OfACase):
    """A hearing (听取本人陈述): two full members talked with the subject before anything was decided, or provably tried to.

    Constitution, Article 4 (6); handbook R-RT-01. Whoever declines or cannot be reached is written down by the same two.
    """

    class How(models.TextChoices):
        """How it went."""

        HEARD = "heard", _("heard")
        DECLINED = "declined", _("declined to speak or to sign, noted by both talkers")
        UNREACHABLE = "unreachable", _("could not be reached in several ways, noted by both talkers")

    how = models.CharField(max_length=20, choices=How)
    talker_1 = models.ForeignKey(Person, models.PROTECT, related_name="+")
    talker_2 = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(talker_1=models.F("talker_2")), name="two_talk"),
            models.CheckConstraint(
                condition=~models.Q(talker_1=models.F("subject")) & ~models.Q(talker_2=models.F("subject")),
                name="nobody_hears_himself",
            ),
        ]


class Statement(OfACase):
    """A statement of the subject himself (本人书面申请、声明): nobody makes it for him; on paper it has two witnesses."""

    class Kind(models.TextChoices):
        """What he states."""

        OWN_WITHDRAWAL = "own_withdrawal", _("asks to leave")
        LEAVING = "leaving", _("leaves as he was advised to")
        RESTORATION = "restoration", _("asks to have the membership restored")

    kind = models.CharField(max_length=20, choices=Kind)
    on_paper = models.BooleanField()


class Service(OfACase):
    """A service (送达): a paper reached the subject, or was left, sent or handed on in a way that counts as that."""

    class How(models.TextChoices):
        """In which way."""

        DIRECT = "direct", _("handed over")
        LEFT = "left", _("left with two witnesses after it was refused")
        POST = "post", _("sent by post")
        ENTRUSTED = "entrusted", _("by another organisation")

    paper = models.CharField(max_length=60)
    how = models.CharField(max_length=20, choices=How)

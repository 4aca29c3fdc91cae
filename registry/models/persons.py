"""Persons (人员) and their users (账号). Person: may hold posts. Member: 0..1. User: 0..1."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.journal import Actor
from registry import secrecy
from registry.publicid import public_id


class Sex(models.TextChoices):
    """Sex as the letter prints it (性别)."""

    MALE = "M", _("male")
    FEMALE = "F", _("female")


class Person(models.Model):
    """A person (人员). The ID number is encrypted; screens show it masked."""

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=50)
    sex = models.CharField(max_length=1, choices=Sex)
    born_on = models.DateField()
    ethnic_group = models.CharField(max_length=10, default="汉")
    telephone = models.CharField(max_length=30, blank=True)
    id_number_sealed = models.TextField(blank=True, editable=False)
    id_number_index = models.CharField(max_length=64, blank=True, editable=False)
    id_number_masked = models.CharField(max_length=18, blank=True, editable=False)
    name_sort = models.CharField(max_length=200, editable=False)
    name_grams = ArrayField(models.CharField(max_length=2), default=list, editable=False)

    class Meta:
        ordering = ("name_sort", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["id_number_index"], condition=~models.Q(id_number_index=""), name="one_person_per_id_number"
            )
        ]
        indexes: ClassVar = [GinIndex(fields=["name_grams"], name="person_name_grams")]

    def __str__(self) -> str:
        return self.name

    @property
    def has_account(self) -> bool:
        """True if the person can sign in; to whoever cannot, nothing is told by the system."""
        user: User | None = getattr(self, "user", None)
        return user is not None and user.is_active

    def id_number(self) -> str:
        """The ID number in clear; call only through a function that logs the access."""
        return (
            secrecy.unseal(self.id_number_sealed, context=f"person:{self.public_id}") if self.id_number_sealed else ""
        )


class User(AbstractUser):
    """An account (账号) of at most one person. Deactivated, never deleted: its decisions stay."""

    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="user")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="nobody_is_above_the_posts")
        ]

    def __str__(self) -> str:
        return self.person.name if self.person_id and self.person else self.username

    @property
    def actor(self) -> Actor:
        """This account as the journal names it."""
        return Actor("user", str(self.pk), str(self))

"""Rows of the registry, a file for each part of it."""

from registry.models.calendar import CalendarDay
from registry.models.delegations import Delegation
from registry.models.evidence import Approval, Elected, Resolution
from registry.models.kinship import Kinship, Relation
from registry.models.members import Affiliation, Member, Standing
from registry.models.organisations import Level, Organisation
from registry.models.persons import Person, Sex, User
from registry.models.posts import Appointment, Post, Role

__all__ = [
    "Affiliation",
    "Appointment",
    "Approval",
    "CalendarDay",
    "Delegation",
    "Elected",
    "Kinship",
    "Level",
    "Member",
    "Organisation",
    "Person",
    "Post",
    "Relation",
    "Resolution",
    "Role",
    "Sex",
    "Standing",
    "User",
]

"""Rows of the registry, a file for each part of it."""

from registry.models.cadres import CadreManagement
from registry.models.calendar import CalendarDay
from registry.models.delegations import Delegation
from registry.models.evidence import Approval, Elected, Resolution
from registry.models.hearings import Hearing, Service, Statement
from registry.models.kinship import Kinship, Relation
from registry.models.ledgers import Excuse, Ledger, LedgerEntry, MonthValue
from registry.models.members import Affiliation, Member, Standing
from registry.models.organisations import Level, Organisation
from registry.models.persons import Person, Sex, User
from registry.models.posts import Appointment, Post, Role
from registry.models.proof import Measure

__all__ = [
    "Affiliation",
    "Appointment",
    "Approval",
    "CadreManagement",
    "CalendarDay",
    "Delegation",
    "Elected",
    "Excuse",
    "Hearing",
    "Kinship",
    "Ledger",
    "LedgerEntry",
    "Level",
    "Measure",
    "Member",
    "MonthValue",
    "Organisation",
    "Person",
    "Post",
    "Relation",
    "Resolution",
    "Role",
    "Service",
    "Sex",
    "Standing",
    "Statement",
    "User",
]

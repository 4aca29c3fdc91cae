"""What is asked of a meeting (会议事项): items of the agenda and amendments of the roll, as somebody says them."""

from __future__ import annotations

from dataclasses import dataclass

from registry.models import Member, Person
from workflows.engine.votes.candidates import Purpose
from workflows.engine.votes.entitled import LeftOut
from workflows.engine.votes.kinds import Kind


@dataclass(frozen=True)
class ItemAsked:
    """An item for the agenda (议题). ``kind`` is None for one that is only discussed; ``item`` names one that stays.

    Of elections: ``seats``, ``office`` where it is for one, ``purpose``, and the ``candidates``. They stand on the ballot in the
    order of strokes of their family names, or ``as_given`` where that has been worked out by hand.
    """

    kind: Kind | None
    matter: str
    subject: Member | None = None
    secret: bool = False
    seats: int | None = None
    office: str = ""
    purpose: Purpose | None = None
    candidates: tuple[Person, ...] = ()
    as_given: bool = False
    item: str = ""


@dataclass(frozen=True)
class Amendment:
    """What the registers do not know of somebody on a roll (名册更正): everything that holds, not only what changes.

    ``superior_consent`` and ``meeting_consent`` name the two papers by which he may be left out, with their dates.
    """

    left_out: LeftOut | None = None
    superior_consent: str = ""
    meeting_consent: str = ""
    disciplinary_probation: bool = False
    rights_suspended: bool = False
    in_correction: bool = False

"""What is printed for the room (会场用纸): the sheet to hold the meeting by hand, who was served, ballot slips.

They are filled in with a pen and kept with the file of the branch: they have no number, no seal and are not archived.
"""

from __future__ import annotations

from audit import clock
from documents import rendering
from documents.kinds import PaperKind
from documents.papers import ballots, meetings
from web.meetings.room import Room
from workflows.engine.meetings import by_hand
from workflows.engine.meetings.printed import Facts


def of_meeting(room: Room, what: str) -> tuple[PaperKind, bytes] | None:
    """The sheet of the room (``sheet``) or the list of who was served (``served``); None for anything else."""
    record = room.record
    if record is None or what not in ("sheet", "served"):
        return None
    if what == "served":
        return _printed(meetings.SERVED, by_hand.served(record))
    return _printed(ballots.ROOM_SHEET, by_hand.room_sheet(record, room.pack.votes))


def slip(room: Room, item: str) -> tuple[PaperKind, bytes] | None:
    """The ballot of an item that is voted on; None if it is not, or is settled."""
    record = room.record
    found = next((one for one in record.items if one.reference == item and not one.settled), None) if record else None
    if record is None or found is None or found.kind is None:
        return None
    if found.kind.elects:
        return _printed(ballots.ELECTION_SLIP, by_hand.election_slip(record, found, room.pack.votes))
    return _printed(ballots.MOTION_SLIP, by_hand.motion_slip(record, found))


def _printed(kind: PaperKind, facts: Facts) -> tuple[PaperKind, bytes]:
    return kind, rendering.typeset(kind, facts, number="", created=clock.now())

"""Who manages a member as a cadre, on his page (干部管理权限): seen by all who see him, entered and ended by a registrar."""

from __future__ import annotations

from dataclasses import dataclass, field

from registry import cadres
from registry.access import Viewer
from registry.models import CadreManagement, Member, Organisation
from registry.refusals import Refused


@dataclass(frozen=True)
class Cadre:
    """What the card shows: the record that stands, and to a registrar the committees there are to choose."""

    record: CadreManagement | None
    may_record: bool
    choices: list[Organisation] = field(default_factory=list)
    refusal: Refused | None = None


def of_member(viewer: Viewer, member: Member, refusal: Refused | None = None) -> Cadre:
    """The card of a member that was fetched for the viewer."""
    found = cadres.management_of(member.person_id)
    mine = cadres.may_record(viewer) and viewer.user.person_id != member.person_id
    return Cadre(found, mine, cadres.may_manage(member) if mine and found is None else [], refusal)

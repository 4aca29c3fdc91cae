"""What must stand in the records of a case before a standing moves (变更党籍的依据): declared once, read by the transitions.

A course that goes wrong still cannot do wrong: these rows are written by other steps, on other days, by other people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from registry.models.evidence import Approval, Resolution
from registry.models.hearings import Hearing, Statement
from registry.models.organisations import Level

if TYPE_CHECKING:
    from registry.models.members import Member

COUNTY_AND_UP = (Level.COUNTY, Level.PREFECTURE, Level.PROVINCE)


class Measure(models.TextChoices):
    """What is done to a membership (处置、处理措施); the names under which approvals stand in the records."""

    CONFIRM = "probation.confirm"
    NOT_RECOGNISE = "probation.not_recognise"
    EXTEND = "probation.extend"
    CANCEL = "probation.cancel"
    CORRECTION = "correction"
    PERSUASION = "persuasion"
    REMOVAL_REFUSED = "removal.refused"
    REMOVAL_SELF_WITHDRAWAL = "removal.self_withdrawal"
    REMOVAL_LOST_CONDITIONS = "removal.lost_conditions"
    OWN_WITHDRAWAL = "own_withdrawal"
    SUSPENSION = "suspension"
    RESTORATION = "restoration"
    REVOCATION = "appeal.revoke"


@dataclass(frozen=True)
class Proof:
    """What one measure needs (依据要求), with its article.

    ``vote`` is the kind of vote the member's own branch has to have carried, ``heard`` whether he was heard, or provably
    offered it, on that day or before; ``act`` what the superior did: an approval is a decision of its committee as a body
    (``collective``). ``after`` is an approval that must have come first, each with a vote and a hearing of its own.
    ``stated`` is a statement of his own. ``levels`` are those of the superior, any with authority if none is named.
    """

    article: str
    vote: str = "GM_DISPOSAL"
    heard: bool = True
    act: str = Approval.Act.APPROVE
    collective: bool = True
    after: str = ""
    stated: str = ""
    levels: tuple[str, ...] = ()


PROOFS: dict[str, Proof] = {
    Measure.CANCEL: Proof("党章第7条；发展党员工作细则（2026年）第31至33条", vote="GM_ADMISSION"),
    Measure.EXTEND: Proof("党章第7条；发展党员工作细则（2026年）第31至33条", vote="GM_ADMISSION"),
    Measure.PERSUASION: Proof("党章第9条", stated=Statement.Kind.LEAVING),
    Measure.REMOVAL_REFUSED: Proof("党章第9条", after=Measure.PERSUASION),
    Measure.REMOVAL_SELF_WITHDRAWAL: Proof("党章第9条；教育管理工作条例第31条（六）"),
    Measure.REMOVAL_LOST_CONDITIONS: Proof("教育管理工作条例第31条（一）"),
    # The general meeting discusses, no majority is named; above it is put on record.
    Measure.OWN_WITHDRAWAL: Proof(
        "党章第9条", vote="", act=Approval.Act.RECORD, collective=False, stated=Statement.Kind.OWN_WITHDRAWAL
    ),
    Measure.SUSPENSION: Proof("教育管理工作条例第24条", vote="GM_GENERAL"),
    Measure.RESTORATION: Proof(
        "教育管理工作条例第24条", vote="GM_GENERAL", collective=False, stated=Statement.Kind.RESTORATION, levels=COUNTY_AND_UP
    ),
    Measure.REVOCATION: Proof("党章第4条（八）、第43条", vote="", heard=False),
}  # fmt: skip


def missing(member: Member, measure: str, case_reference: str) -> list[str]:
    """What a measure still needs in the records of a case; empty where nothing is missing."""
    proof, of_him = PROOFS[measure], {"subject_id": member.person_id, "case_reference": case_reference}
    granted = _granted(member, measure, proof, of_him)
    if granted is None:
        return [f"{proof.act} of {measure}"]
    first = _granted(member, proof.after, PROOFS[proof.after], of_him) if proof.after else None
    if proof.after and first is None:
        return [f"approval of {proof.after}"]
    found = [] if not proof.stated or _stated(proof, of_him, granted) else [f"statement: {proof.stated}"]
    # What came first is whole in itself: a vote, a hearing and a decision of the body before the first approval.
    before = _decided(member, PROOFS[proof.after], of_him, first, None) if first is not None else []
    return found + before + _decided(member, proof, of_him, granted, first)


def _decided(
    member: Member, proof: Proof, of_him: dict[str, Any], granted: Approval, first: Approval | None
) -> list[str]:
    """What is missing below and above: the branch that voted and heard him, the body that decided."""
    return _of_the_branch(member, proof, of_him, granted, first) + _of_the_body(proof, of_him, granted, first)


def _granted(member: Member, measure: str, proof: Proof, of_him: dict[str, Any]) -> Approval | None:
    """The newest act of a superior of his: above the branch he belongs to, with authority, of a level that may."""
    acts = Approval.objects.filter(
        act=proof.act, measure=measure, granted=True, organisation__may_approve=True, **of_him
    )
    acts = acts.filter(organisation__level__in=proof.levels) if proof.levels else acts
    return next((act for act in acts.order_by("-on", "-pk") if act.organisation_id in _above(member, act)), None)


def _above(member: Member, act: Approval) -> list[int]:
    """The organisations above the branch he belonged to last on the day of an act (ids); of a cadre, from who manages him on."""
    home = member.affiliations.filter(since__lte=act.on).select_related("organisation").order_by("since").last()
    above = list(home.organisation.lineage) if home is not None else []
    managed = member.person.managements.filter(recorded_at__date__lte=act.on)
    managed = managed.filter(Q(ended_at__isnull=True) | Q(ended_at__date__gt=act.on))
    manager = managed.values_list("organisation_id", flat=True).last()
    return above[: above.index(manager) + 1] if manager in above else above


def _stated(proof: Proof, of_him: dict[str, Any], granted: Approval) -> bool:
    """His statement; that he leaves follows the approval, a request comes before it."""
    statements = Statement.objects.filter(kind=proof.stated, **of_him)
    if proof.stated == Statement.Kind.LEAVING:
        return statements.filter(on__gte=granted.on).exists()
    return statements.filter(on__lte=granted.on).exists()


def _of_the_branch(
    member: Member, proof: Proof, of_him: dict[str, Any], granted: Approval, first: Approval | None
) -> list[str]:
    """The vote of his own branch, and that he was heard before it; both after the first approval where there has to be one."""
    votes = list(_carried(member, proof, of_him, granted)) if proof.vote else []
    if proof.vote and not votes:
        return [f"vote: {proof.vote}"]
    if first is not None and (len(votes) < 2 or votes[-1].on < first.on):
        return [f"a second vote: {proof.vote}"]
    heard = Hearing.objects.filter(on__lte=votes[-1].on if votes else granted.on, **of_him)
    heard = heard.filter(on__gte=first.on) if first is not None else heard
    return ["hearing"] if proof.heard and not heard.exists() else []


def _carried(member: Member, proof: Proof, of_him: dict[str, Any], granted: Approval) -> Any:
    """What the branch he belonged to on that day carried about him by the day of the approval, oldest first."""
    his = member.affiliations.filter(organisation=OuterRef("organisation"), since__lte=OuterRef("on"))
    his = his.filter(Q(until__isnull=True) | Q(until__gte=OuterRef("on")))
    carried = Resolution.objects.filter(
        Exists(his), kind=proof.vote, result=Resolution.Result.CARRIED, on__lte=granted.on, **of_him
    )
    return carried.order_by("on", "pk")


def _of_the_body(proof: Proof, of_him: dict[str, Any], granted: Approval, first: Approval | None) -> list[str]:
    """That the superior decided as a body: its committee met and voted; once more where an approval had to come first."""
    if not proof.collective:
        return []
    met = Resolution.objects.filter(
        kind="CM_APPROVAL",
        result=Resolution.Result.CARRIED,
        organisation=granted.organisation,
        on__lte=granted.on,
        **of_him,
    )
    if first is None:
        return [] if met.exists() else ["decision of the committee as a body"]
    return (
        [] if met.count() > 1 and met.latest("on").on >= first.on else ["a second decision of the committee as a body"]
    )

"""Situations in which several sign: a case of a course for tests, and how far the round has come."""

from __future__ import annotations

import datetime as dt

from audit import clock
from config.demo import driving
from registry.models import Member, Organisation, Post, Role, User
from tests import desk
from tests.races import doing
from tests.races.courses import LAST_DAY, RACED
from tests.races.situations import SECOND, Known, after, be_at, case_of, gone, job_of, later
from workflows.engine import collecting, deciding, opening
from workflows.engine.models import Case, Decision, Signer, Signing

ONE = dt.timedelta(days=1)
SEATS = {Role.SECRETARY: "head", Role.DEPUTY_SECRETARY: "deputy", Role.ORGANISER: "organiser"}


@after("nothing_open")
def signing(known: Known) -> Known:
    """Secretary, deputy and organisers of the committee are to sign; nobody has."""
    case = opening.open_case(
        RACED, by=User.objects.get(pk=known["secretary"]), organisation=Organisation.objects.get(pk=known["home"]),
        data={"member": Member.objects.get(pk=known["member"]).public_id}, key=desk.key(),
    )  # fmt: skip
    desk.settle()
    turn = desk.the_turn(case)
    by = driving.actor_for(turn)
    deciding.decide(turn.public_id, by=by, data={"text": "拟同意。"}, key=desk.key())
    clock.advance(desk.HOLD + SECOND)
    posts = Post.objects.filter(organisation=Organisation.objects.get(code="QH"))
    more = {"county_organiser_post": posts.filter(role=Role.ORGANISER).earliest("pk").pk}
    return {"case": case.pk, "drafter": by.pk} | more | _round(case)


def _round(case: Case) -> Known:
    """The round, its seats and their open turns, by who sits there."""
    ((number, name),) = Signing.objects.filter(case=case, closed_at=None).values_list("pk", "public_id")
    found: Known = {"round": name}
    for signer in Signer.objects.filter(signing_id=number).select_related("post__organisation"):
        county = "county_" if signer.post.organisation.code == "QH" else ""
        who = county + SEATS.get(Role(signer.post.role), str(signer.post.role))
        found[f"{who}_seat"] = signer.public_id
        turn = signer.turns.filter(closed_at=None).first()
        found |= {f"{who}_sign": turn.public_id} if turn else {}
    return found


@after("signing")
def two_to_sign(known: Known) -> Known:
    """The head has signed; deputy and organisers remain."""
    return _signed("head", known)


@after("two_to_sign")
def one_to_sign(known: Known) -> Known:
    """Only the organisers' signature is missing."""
    return _signed("deputy", known)


@after("one_to_sign")
def signed_by_all(known: Known) -> Known:
    """The last signature has ended the round; the hold ends this moment, then the case closes."""
    found = _signed("organiser", known)
    return found | job_of(known, "closed") | {"moment": later(found, -1)}


def _signed(who: str, known: Known) -> Known:
    """One more signature; the clock goes past the end of its hold."""
    made = doing.sign(known[who], known[f"{who}_sign"])["result"]
    decision = Decision.objects.get(public_id=made)
    be_at(decision.held_until + SECOND)
    return {f"{who}_decision": made, "moment": clock.now().isoformat()}


@after("two_to_sign")
def deputy_held(known: Known) -> Known:
    """The deputy has signed a moment ago; his hold ends this moment, the organisers have still to sign."""
    found = _signed("deputy", known)
    return found | {"moment": later(found, -1)}


@after("signing")
def one_added(known: Known) -> Known:
    """The head has asked the county's organiser to sign, too."""
    doing.add_signer(known["head"], known["round"], known["county_organiser_post"])
    return _round(case_of(known)) | {"moment": (clock.now() + SECOND).isoformat()}


@after("signing")
def signing_suspended(known: Known) -> Known:
    """The county has suspended the case."""
    doing.suspend(known["county"], known["case"])
    return {"moment": (clock.now() + SECOND).isoformat()}


@after("signing")
def signing_goes_on_today(known: Known) -> Known:
    """It was suspended until today."""
    collecting.collect()
    doing.suspend(known["county"], known["case"], days=1)
    clock.advance(ONE)
    return {"moment": clock.now().isoformat()}


@after("signing")
def signing_lapsing(known: Known) -> Known:
    """The last day of the step has passed."""
    collecting.collect()
    clock.travel_to(LAST_DAY + ONE, hour=1)
    return {"moment": clock.now().isoformat()}


@after("signing")
def deputy_gone(known: Known) -> Known:
    """The deputy left yesterday, and nobody has looked at the round since."""
    return gone("deputy", known)


@after("signing")
def signatures_overdue(known: Known) -> Known:
    """Everybody was told; now it is the day before each has to sign."""
    collecting.collect()
    turn = case_of(known).assignments.filter(closed_at=None).earliest("pk")
    clock.travel_to(turn.due_on)
    return {"moment": clock.now().isoformat()}


@after("signing_suspended")
def suspended_deputy_gone(known: Known) -> Known:
    """The deputy left while the case is suspended."""
    return gone("deputy", known)


@after("signing_lapsing")
def lapsing_deputy_gone(known: Known) -> Known:
    """The deputy left, and the last day of the step has passed."""
    return gone("deputy", known)


@after("signing")
def head_held(known: Known) -> Known:
    """The head has signed a moment ago; his hold ends this moment."""
    found = _signed("head", known)
    return found | {"moment": later(found, -1)}


@after("head_held")
def head_held_deputy_gone(known: Known) -> Known:
    """And the deputy left yesterday; nobody has looked at the round since."""
    return gone("deputy", known)


@after("signing")
def signing_deputised(known: Known) -> Known:
    """The head has delegated his post."""
    given = doing.delegate(known["head"], known["head_post"], known["proxy"])["result"]
    return {"delegation": given, "moment": known["moment"]}


@after("one_added")
def removing_deputised(known: Known) -> Known:
    """The proxy has asked the county's organiser to sign, in the place of the head."""
    given = doing.delegate(known["head"], known["head_post"], known["proxy"])["result"]
    doing.remove_signer(known["head"], known["round"], known["county_organiser_seat"])
    doing.add_signer(known["proxy"], known["round"], known["county_organiser_post"])
    return {"delegation": given, "moment": (clock.now() + SECOND).isoformat()} | _round(case_of(known))


@after("signatures_overdue")
def overdue_deputy_gone(known: Known) -> Known:
    """And the deputy left yesterday; nobody has looked at the round since."""
    return gone("deputy", known)

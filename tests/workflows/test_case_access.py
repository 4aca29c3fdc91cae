"""Cases, turns, papers and trails are seen by those concerned and those above them; for all others they do not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404

from audit import clock
from audit.models import Access
from config.demo.building import Demo
from documents.models import Letter, Paper
from registry.access import Viewer, viewer_of
from registry.models import Member, Role, User
from tests import desk
from workflows.engine import access
from workflows.engine.models import Case


@pytest.fixture
def sent(case: Case) -> Case:
    """The letter is on its way: from 玉屏街道工委 to 商贸城街道工委 in the other county."""
    desk.until(case, "report")
    return case


def seen_by(user: User) -> Viewer:
    return viewer_of(user, clock.today())


def nothing_at_all(get: Callable[[], Any]) -> bool:
    """True if what is asked for does not exist for the one who asks, and nothing is logged."""
    before = Access.objects.count()
    with pytest.raises(Http404):
        get()
    return Access.objects.count() == before


def test_both_sides_and_all_above_them_see_a_case(
    world: Demo, sent: Case, secretary: User, sister: User, superior: User, outsider: User, ordinary_member: Member
) -> None:
    """Sister branches on either side do not; nor does the committee beside."""
    able = [
        secretary, superior, ordinary_member.person.user, world.holder("HK01", Role.ORGANISER),
        world.holder("HK", Role.ORGANISER), world.holder("QH", Role.AUDITOR), world.holder("YL", Role.REGISTRAR),
    ]  # fmt: skip
    unable = [sister, outsider, world.holder("HK0101", Role.SECRETARY), world.holder("QH02", Role.SECRETARY)]
    assert [access.case_for(seen_by(user), sent.reference) for user in able] == [sent] * len(able)
    assert all(nothing_at_all(lambda user=user: access.case_for(seen_by(user), sent.reference)) for user in unable)
    logged = Access.objects.filter(kind="case", object_id=sent.reference).order_by("pk")
    assert list(logged.values_list("viewer_id", flat=True)) == [str(user.pk) for user in able]


def test_the_receiving_side_sees_nothing_before_it_has_a_part(
    world: Demo, consent: Any, case: Case, outsider: User
) -> None:
    """The receiving branch is named from the start; a branch beside it is not concerned."""
    assert nothing_at_all(lambda: access.case_for(seen_by(outsider), case.reference))
    assert nothing_at_all(lambda: access.turn_for(seen_by(outsider), consent.public_id))


def test_a_turn_may_be_seen_by_those_who_may_not_act(sent: Case, secretary: User, sister: User) -> None:
    turn = desk.the_turn(sent)
    assert access.turn_for(seen_by(secretary), turn.public_id) == turn
    assert nothing_at_all(lambda: access.turn_for(seen_by(sister), turn.public_id))
    assert nothing_at_all(lambda: access.turn_for(seen_by(secretary), "XXXXXXXXXX"))


def test_a_paper_goes_with_its_case(sent: Case, secretary: User, sister: User, outsider: User) -> None:
    letter = Paper.objects.get(case_reference=sent.reference, kind="D-TR-2")
    paper, content = access.paper_for(seen_by(secretary), letter.public_id, purpose="核对")
    assert (paper, content[:5]) == (letter, b"%PDF-")
    for user in (sister, outsider):
        assert nothing_at_all(lambda user=user: access.paper_for(seen_by(user), letter.public_id))
    row = Access.objects.get(kind="paper", object_id=letter.public_id)
    assert (row.viewer_id, row.purpose) == (str(secretary.pk), "核对")


def test_a_paper_that_is_not_issued_yet_is_not_there(
    approval: Any, secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from documents import issuing

    desk.act(approval)
    with monkeypatch.context() as patch:
        patch.setattr(issuing, "typeset", lambda paper: (_ for _ in ()).throw(ValueError("no")))
        with pytest.raises(ValueError, match="no"):
            desk.settle()
    reserved = Paper.objects.get(state="reserved")
    assert nothing_at_all(lambda: access.paper_for(seen_by(secretary), reserved.public_id))


def test_the_register_of_letters_shows_the_letters_of_both_sides(
    world: Demo, sent: Case, superior: User, secretary: User, ordinary_member: Member
) -> None:
    letter = Letter.objects.get(paper__case_reference=sent.reference)
    found = {
        name: list(access.letters_for(seen_by(user)))
        for name, user in {
            "sender": superior, "receiver": world.holder("HK01", Role.ORGANISER), "above": world.holder("YL", Role.REGISTRAR),
            "beside": world.holder("QH02", Role.SECRETARY), "member": ordinary_member.person.user,
        }.items()
    }  # fmt: skip
    assert found == {"sender": [letter], "receiver": [letter], "above": [letter], "beside": [], "member": []}


def test_looking_at_the_trail_is_logged(sent: Case, secretary: User) -> None:
    trail = access.trail_of(seen_by(secretary), sent)
    assert [entry.sequence for entry in trail] == list(range(1, len(trail) + 1))
    assert Access.objects.filter(what="trail", object_id=sent.reference, viewer_id=str(secretary.pk)).count() == 1

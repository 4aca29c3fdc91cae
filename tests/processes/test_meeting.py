"""What a meeting leaves and whom it tells: papers from its record, notices, slips for the room; until when it can be called off."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from config.demo import driving
from config.demo.building import Demo
from config.demo.driving import Drive
from documents import issuing, kinds, rendering
from documents.kinds import kind_of
from documents.models import Paper
from registry.models import Resolution
from tests import desk
from workflows.engine import deciding, undoing
from workflows.engine.errors import Conflict
from workflows.engine.meetings import by_hand, printed
from workflows.engine.models import Case, Notice, TaskAssignment
from workflows.processes.meeting import facts as of
from workflows.processes.meeting.walks import WALKS


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


def begun(name: str) -> Drive:
    return driving.begin("meeting", WALKS[name])


def walked(name: str) -> Case:
    return driving.to_the_end(begun(name))


def up_to(name: str, verb: str) -> tuple[Drive, TaskAssignment]:
    """A walk in the meeting, with everything done up to and including the first act of a name."""
    drive = begun(name)
    driving.until(drive, "hold")
    return drive, done_up_to(drive, name, verb)


def done_up_to(drive: Drive, name: str, verb: str) -> TaskAssignment:
    """The turn of the meeting, once that is done in it."""
    for do in WALKS[name].does["hold"]:
        turn = driving.look(drive)
        assert turn is not None
        driving.do_beside(drive.case, turn, do)
        if do.verb == verb:
            return turn
    raise AssertionError(verb)


def said(case: Case, code: str) -> dict[str, Any]:
    """What the newest paper of a kind says."""
    return issuing.facts_of(Paper.objects.filter(case_reference=case.reference, kind=code).latest("pk"))


def test_the_minutes_are_those_of_the_record(world: Demo) -> None:
    facts = said(walked("carried"), "D-MT-3")
    assert [facts[name] for name in ("entitled", "present", "absent_total", "members_total", "items_total")] == [
        9,
        7,
        2,
        10,
        2,
    ]
    assert facts["discussed"] == ["议题二：通报第三季度党费收缴情况"]
    [item] = facts["motions"]
    assert [item[name] for name in ("item", "ballot", "votes_for", "votes_against", "abstained")] == [
        "议题一",
        "举手表决",
        6,
        1,
        0,
    ]
    assert item["sentence"].startswith("应到会有表决权的正式党员9名，实到会7名")
    assert item["resolution"] == "通过“关于使用留存党费慰问困难党员的方案”。"
    assert {row["reason"] for row in facts["absent"]} == {"因公出差", printed.NO_LEAVE}


def test_what_is_lost_is_lost_in_writing(world: Demo) -> None:
    """Half of those entitled, all in favour: a quorum, and not carried."""
    facts = said(walked("lost"), "D-MT-6")
    [item] = facts["resolved"]
    assert (facts["entitled"], facts["present"], item["voted"]) == (10, 5, "举手表决，赞成5票，反对0票，弃权0票")
    assert item["resolution"].startswith("未通过")


def test_the_tally_keeps_the_count_that_differed(world: Demo) -> None:
    [item] = said(walked("recounted"), "D-MT-4")["motions"]
    assert [entry["votes_for"] for entry in item["entries"]] == [8, 7, 8]
    assert [entry["teller"] for entry in item["entries"]][1:] == [item["entries"][1]["teller"]] * 2


def test_resolutions_name_whoever_was_elected_by_any_ballot(world: Demo) -> None:
    case = walked("second-ballot")
    minuted, [resolved] = said(case, "D-MT-3")["elections"], said(case, "D-MT-6")["resolved"]
    elected = [row["name"] for item in minuted for row in item["counted"] if row["elected"] == "当选"]
    assert (len(elected), resolved["resolution"]) == (2, f"{elected[0]}、{elected[1]}当选为支部委员会委员。")
    assert [item["matter"][-7:] for item in minuted] == ["（第1次投票）", "（第2次投票）"]
    assert [row["elected"] for row in minuted[0]["counted"]] == ["当选", "票数相等", "票数相等"]
    row = Resolution.objects.get(case_reference=case.reference)
    assert (row.result, row.seats, [one.name for one in row.elected.order_by("pk")]) == ("filled", 2, elected)


def test_an_opinion_in_writing_is_counted_and_minuted(world: Demo) -> None:
    case = walked("in-writing")
    [item] = said(case, "D-MT-3")["motions"]
    assert (item["written"], item["votes_for"], item["ballot"]) == (1, 11, "无记名投票")
    assert Resolution.objects.get(case_reference=case.reference).written_for == 1


def test_an_adjourned_meeting_is_on_file_and_called_again(world: Demo) -> None:
    case = walked("no-quorum")
    lists = Paper.objects.filter(case_reference=case.reference, kind="D-MT-2").order_by("pk")
    first, second = (issuing.facts_of(paper) for paper in lists)
    assert (first["present"], second["present"]) == (2, 8)
    assert ("不符合规定人数" in first["quorum"], first["quorum"].endswith("会议延期召开。")) == (True, True)
    assert of.last_record(case).attempt == 2
    called = Notice.objects.filter(case=case, key__startswith="called:").values_list("person_id", flat=True)
    assert set(Counter(called).values()) == {2}


def test_whoever_is_called_is_told_and_whoever_it_is_about_in_other_words(world: Demo) -> None:
    drive, _turn = up_to("in-writing", "receive_opinion")
    record = of.last_record(drive.case)
    told = {
        what: set(
            Notice.objects.filter(case=drive.case, key__startswith=f"{what}:").values_list("person_id", flat=True)
        )
        for what in ("called", "concerned")
    }
    subject = record.items[0].subject_person_id
    assert told == {"called": {one.person_id for one in record.people} - {subject}, "concerned": {subject}}


def test_it_can_be_called_off_until_it_is_opened(world: Demo) -> None:
    drive, _turn = up_to("carried", "sign_in")
    opener = drive.case.opened_by
    assert undoing.can_withdraw(drive.case, opener)
    drive, _turn = up_to("recounted", "open_meeting")
    opener, before = drive.case.opened_by, desk.state()
    assert not undoing.can_withdraw(drive.case, opener)
    with pytest.raises(Conflict):
        undoing.withdraw(drive.case.pk, by=opener, reason="改期。", key=desk.key())
    assert desk.state() == before


def test_what_is_taken_back_leaves_no_resolution(world: Demo) -> None:
    drive, turn = up_to("carried", "settle")
    by, answers = driving.actor_for(turn), WALKS["carried"].answer("hold", 0, drive.case)
    decision = deciding.decide(turn.public_id, by=by, data=answers, key=desk.key())
    undoing.recall(decision.public_id, by=by, key=desk.key())
    driving.pass_days(1)
    driving.work_off()
    assert not Resolution.objects.filter(case_reference=drive.case.reference).exists()
    assert said(drive.case, "D-MT-1a")["topic"] == drive.case.matter
    assert not Paper.objects.filter(case_reference=drive.case.reference, kind="D-MT-3").exists()


def test_what_is_printed_for_the_room_is_complete(world: Demo) -> None:
    """Before anybody came: sheet, ballots, list of who is served; of a second ballot those who are tied."""
    drive = begun("second-ballot")
    driving.until(drive, "hold")
    record, votes = of.last_record(drive.case), of.facts_of(drive.case).pack.votes
    sheet, slip = by_hand.room_sheet(record, votes), by_hand.election_slip(record, record.items[0], votes)
    assert kinds.problems(kind_of("D-MT-7"), sheet) == kinds.problems(kind_of("D-MT-5b"), slip) == {}
    assert kinds.problems(kind_of("D-MT-1b"), by_hand.served(record)) == {}
    assert (sheet["entitled"], sheet["needed"], len(sheet["roll"])) == (12, "有表决权的至少到会10名", 13)
    assert [one["name"] for one in slip["candidates"]] == [one.name for one in record.items[0].candidates]
    done_up_to(drive, "second-ballot", "settle")
    record = of.last_record(drive.case)
    slip = by_hand.election_slip(record, record.items[0], votes)
    assert (slip["seats"], len(slip["candidates"])) == (1, 2)


def test_a_motion_has_a_slip_and_says_what_it_needs(world: Demo) -> None:
    drive = begun("carried")
    driving.until(drive, "hold")
    record, votes = of.last_record(drive.case), of.facts_of(drive.case).pack.votes
    slip = by_hand.motion_slip(record, record.items[0])
    assert kinds.problems(kind_of("D-MT-5a"), slip) == {}
    assert [item["needed"] for item in by_hand.room_sheet(record, votes)["motions"]] == ["赞成至少5票"]
    with pytest.raises(ValueError, match="nothing is elected"):
        by_hand.election_slip(record, record.items[1], votes)


@pytest.mark.parametrize(
    ("article", "said"),
    [
        ("支部工作条例（试行）第11条", "（支部工作条例（试行）第11条）"),
        ("发展党员工作细则（2026年）第19、32条", "（发展党员工作细则（2026年）第19、32条）"),
        ("基层组织选举工作条例（2020年，据题库和选举手册，条号待核）", ""),
        ("未见规定", ""),
        ("条例未规定支部委员会表决基数", ""),
    ],
)
def test_papers_cite_articles_and_no_readings(article: str, said: str) -> None:
    assert printed.cited(article) == said

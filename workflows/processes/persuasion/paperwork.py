"""What the papers of a persuasion print (文书事实): D-DS-3 of the persuasion, 14a to 14d, 15; those of the removal are shared."""

from __future__ import annotations

from typing import Any

from forms.disposal.persuading import Ground
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.families.disposal import facts as shared
from workflows.families.disposal import paperwork, removal_papers
from workflows.families.disposal.places import committee_of
from workflows.processes.persuasion import facts as of

Facts = dict[str, Any]
GROUNDS = {
    Ground.NOT_MENDED: "限期改正期满，没有改正",
    Ground.THREAT: "为达到个人目的以退党相要挟，经教育不改",
    Ground.EDUCATED: "其他不合格情形，经教育不改",
}
STAYS = "经党组织批准劝其退党，本人坚持不退"


def resolution_words(case: Case, said: Said) -> str:
    """What the general meeting resolved, in a sentence."""
    if of.refused(said):
        return removal_papers.resolution_words(case, said)
    return f"{paperwork.voted_words(case)}决定劝{case.member.person.name}同志退党。"


def granted_words(case: Case, said: Said) -> str:
    """What the committee agreed to, in a clause."""
    if of.refused(said):
        return removal_papers.granted_words(case, said)
    return f"劝{case.member.person.name}同志退党"


def resolution(case: Case, said: Said) -> Facts:
    """D-DS-14a 关于劝其退党的决议."""
    return paperwork.resolved(case, said) | {"educated": said("deliberate")["educated"]}


def request(case: Case, said: Said) -> Facts:
    """D-DS-14b 关于劝其退党的请示."""
    return paperwork.asked(case, said)


def reply(case: Case, said: Said) -> Facts:
    """D-DS-14c 关于劝其退党的批复."""
    words = f"同意{granted_words(case, said)}。请你支部书面通知本人，派人与本人谈话，做好思想工作，并将结果及时报告。"
    return paperwork.answered(case, said, agreed=True, reply=words)


def refusal(case: Case, said: Said) -> Facts:
    """D-DS-14c, where the committee did not approve it."""
    words = f"经党委会议集体讨论表决，未通过{granted_words(case, said)}。请你支部继续做好教育管理工作。"
    return paperwork.answered(case, said, agreed=False, reply=words)


def notice(case: Case, said: Said) -> Facts:
    """D-DS-14d 劝其退党通知书."""
    return {
        "issuer": committee_of(case).name, "addressee": f"{case.member.person.name}同志", "branch": case.organisation.name,
        "meeting_on": shared.record(case, "vote").held_on.isoformat(), "decided_on": shared.approved_on(case).isoformat(),
        "decision_number": paperwork.number_of(case, "D-DS-14c"), "facts": said("investigate")["facts"],
        "ground": case.flow_class.ground_of(case, said), "articles": case.flow_class.articles_of(case, said),
        "days": pack_of(case).persuade.reply_days.value, "appeal": paperwork.way_of_appeal(case), "date": said.newest("approve").isoformat(),
    }  # fmt: skip


def talk(case: Case, said: Said) -> Facts:
    """D-DS-3 组织谈话记录, of the persuasion."""
    return paperwork.talk_at(case, said, "persuade")


def statement(case: Case, said: Said) -> Facts:
    """D-DS-15 退党声明, in his own words."""
    return {
        "addressee": case.organisation.name, "name": case.member.person.name, "joined_on": case.member.joined_on.isoformat(),
        "decided_on": shared.approved_on(case).isoformat(), "stated": said("answer")["words"], "date": said.newest("answer").isoformat(),
    }  # fmt: skip

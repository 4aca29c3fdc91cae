"""Advised to leave, and what he answers (劝退谈话、本人答复、退党手续), handbook 8.4 steps 2 and 3."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal, measures
from forms.disposal import persuading as forms
from workflows.engine.words import Effect, Issue, Step, Subject
from workflows.families.disposal import duties as shared
from workflows.families.disposal import rules as shared_rules
from workflows.families.disposal.inquired import SAID_ON_PAPER
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, IN_A_STEP
from workflows.processes.persuasion import duties, effects, paperwork, rules


class Persuaded:
    """劝退与答复: two advise him to leave; he leaves by a statement of his own, or everything is done once more."""

    persuade = Step(
        forms.PersuasionTalk, title=_("Talk to persuade him"), asks=_("What was he advised, and what did he say?"),
        article=rules.CONSTITUTION_9, to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "persuasion_talk"},
    ).Needs(shared.SERVICE_ON_FILE).Meets(duties.ADVISED, duties.PERSUADED).Next(this.persuasion_talk)  # fmt: skip

    persuasion_talk = Issue(
        disposal.TALK, title=_("Record of the talk to persuade him"), article=shared_rules.HANDLING, facts=paperwork.talk, issuer=BRANCH,
    ).Needs(duties.PERSUADED).Next(this.answer)  # fmt: skip

    answer = (
        Step(
            forms.Answer, title=_("The member's answer"), asks=_("Do you leave the party, or do you stay?"), article=rules.CONSTITUTION_9,
            to=Subject(recorded_by=BRANCH_SECRETARY), fields=SAID_ON_PAPER, papers={"leaves": "statement"}, serious=True,
        )
        .Needs(duties.ADVISED, duties.PERSUADED)
        .Meets(duties.LEAVES, on="leaves")
        .Meets(duties.REFUSED, on="stays")
        .Meets(duties.REFUSED, on="lapsed")
        .Undoes(*duties.ONCE_MORE, on="stays")
        .Undoes(*duties.ONCE_MORE, on="lapsed")
        .Lapsed(this.talk, on=rules.last_day_to_answer, article=rules.REPLY)
        .On("stays", this.talk)
        .On("leaves", this.statement)
    )  # fmt: skip

    statement = Issue(
        measures.LEAVING_STATEMENT, title=_("His statement that he leaves"), article=rules.CONSTITUTION_9, facts=paperwork.statement,
        issuer=BRANCH,
    ).Needs(duties.LEAVES).Meets(duties.STATED).Next(this.stated)  # fmt: skip

    stated = Effect(
        effects.stated, title=_("His statement entered in the register"), article=rules.CONSTITUTION_9
    ).Needs(duties.LEAVES).Next(this.left_now)  # fmt: skip

    left_now = Effect(
        effects.left, title=_("End of the membership entered in the register"), article=rules.CONSTITUTION_9
    ).Needs(duties.STATED, duties.ADVISED, shared.APPROVED).Meets(shared.ENDED).Next(this.announce)  # fmt: skip

"""A turn as its page shows it (待办详情): the question, what was checked, the facts, what follows, the form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from audit import clock
from documents.models import Paper
from forms.kit import Limits, StepForm
from registry import posts
from registry.access import Viewer
from registry.acting import Holding
from registry.calendar import the_calendar
from registry.models import Appointment
from web import checklist, drafted, history, signatures
from web.ahead import Ahead, all_ahead, follow
from web.beside import Beside
from web.drafted import Drafted
from web.verbs import Target, Verb, offered
from workflows.engine import access, checking, commands, drafts, inbox, returning, rounds, suspended
from workflows.engine.authority import may_act
from workflows.engine.checking import Checked
from workflows.engine.errors import Conflict
from workflows.engine.handling import looked_at
from workflows.engine.models import Draft, TaskAssignment
from workflows.engine.said import Said
from workflows.engine.sentences import Sentence
from workflows.engine.words import Convene, Meeting, Step, Subject, Weight

SHORT_TRAIL = 4


class Pane:
    """One turn for one viewer; everything is asked when the template needs it."""

    def __init__(self, turn: TaskAssignment, viewer: Viewer, *, form: StepForm | None = None, key: str = "") -> None:
        looked_at(turn)
        self.turn, self.viewer = turn, viewer
        self.case = turn.case
        self.step: Step = turn.definition
        self.key = key or commands.new_key()
        self._form = form

    @property
    def name(self) -> str:
        """Whom or what the case is about."""
        return self.case.about

    @cached_property
    def chip(self) -> inbox.DueChip:
        """How near the end of the term is."""
        return inbox.due_chip(self.turn, self.viewer.on, the_calendar(self.viewer.on))

    @cached_property
    def may_act(self) -> bool:
        """Whether the viewer may decide here now."""
        open_now = self.turn.is_open and self.turn.suspended_at is None
        return open_now and may_act(self.turn, self.viewer.user, self.viewer.on)

    @cached_property
    def suspended(self) -> str:
        """Who has suspended the case, since when and why; empty if it goes on."""
        pause = suspended.running(self.case) if self.turn.suspended_at and self.turn.is_open else None
        return suspended.sentence(pause) if pause else ""

    @property
    def sent_back(self) -> Sentence | None:
        """Who sent the task back, from where and why."""
        return returning.sent_back_by(self.turn)

    @property
    def turned_by(self) -> history.Done | None:
        """The objection or return that led here by the course."""
        return history.turned_by(self.turn, next(iter(self.trail), None))

    @property
    def days_waiting(self) -> int:
        """Calendar days since the turn was opened."""
        return (clock.now() - self.turn.opened_at).days

    @property
    def why(self) -> list[Sentence]:
        """Why the task is where it is."""
        return [Sentence.from_json(stored) for stored in self.turn.why]

    @cached_property
    def held(self) -> Holding | None:
        """By what the viewer would act here as a deputy; None for his own turns."""
        return inbox.held_for(self.turn, self.viewer)

    @cached_property
    def holders(self) -> list[Appointment]:
        """The terms of those who hold the post today."""
        return posts.terms_on(self.turn.post, self.viewer.on)

    @property
    def records_for_subject(self) -> bool:
        """True where the viewer writes down what the subject said on paper."""
        return isinstance(self.step.to, Subject) and self.turn.person_id != self.viewer.user.person_id

    @cached_property
    def facts(self) -> Any:
        """What the rules of the process look at."""
        return self.case.flow_class.facts(self.case)

    @cached_property
    def checks(self) -> list[Checked]:
        """The machine's checks of this step."""
        return checking.checks(self.step.guards, self.facts) if self.step.guards else []

    def lines(self, found: list[Checked]) -> list[checklist.Line]:
        """Checks beside the outcomes that can be chosen in this case; the form is only asked where one bars something."""
        choices = self.choices if any(check.weight is Weight.BLOCK for check in found) else []
        return checklist.lines(found, choices, self.step.ordinary)

    @cached_property
    def checklist(self) -> list[checklist.Line]:
        """The machine's checks as the page shows them."""
        return self.lines(self.checks)

    @cached_property
    def summary(self) -> list[tuple[Any, str]]:
        """The facts a reader needs first."""
        return self.case.flow_class.summary_of(self.case, Said(self.case))

    @cached_property
    def papers(self) -> list[Paper]:
        """The issued papers of the case."""
        return [p for p in access.papers_of(self.viewer, self.case) if p.state != Paper.State.RESERVED]

    @cached_property
    def trail(self) -> list[history.Done]:
        """The newest decisions, newest first."""
        return list(reversed(history.decided(self.case, newest=SHORT_TRAIL)))

    @cached_property
    def verbs(self) -> list[Verb]:
        """What the viewer can do with the task besides deciding it."""
        target = Target(self.viewer, self.case, self.turn).knowing(
            may_act=self.may_act, goes_on=not self.turn.suspended_at
        )
        return offered(target) if self.turn.is_open else []

    @cached_property
    def beside(self) -> Beside:
        """Attachments, comments and copies."""
        return Beside(self.case, self.viewer)

    @cached_property
    def routine(self) -> bool:
        """True where one key decides."""
        return drafted.is_routine(self.step, self.case)

    @cached_property
    def draft_paper(self) -> Drafted | None:
        """The paper that the ordinary outcome would issue."""
        return drafted.of_turn(self.turn, self.viewer.user) if self.may_act else None

    @cached_property
    def ahead(self) -> list[Ahead]:
        """What follows each outcome."""
        self.facts  # noqa: B018 -- what registers say is read once for all outcomes
        return self._still_to_sign(all_ahead(self.step, self.case))

    @cached_property
    def choices(self) -> list[tuple[str, Any]]:
        """The outcomes that can be chosen in this case: a form may leave one out, or ask for none."""
        asked: Any = self.form.fields.get("outcome")
        choices = asked.choices if asked is not None else self.step.form.outcomes.choices
        return [(str(code), label) for code, label in choices if code]

    @property
    def offered(self) -> list[Ahead]:
        """What follows each outcome that can be chosen in this case."""
        codes = {code for code, _label in self.choices}
        return [found for found in self.ahead if found.outcome in codes]

    @property
    def buttons(self) -> list[Ahead]:
        """The outcomes as buttons: first what was sent and could not be taken, else the ordinary one."""
        sent = self.form.data.get("outcome") if self.form.is_bound else ""
        return sorted(self.ahead, key=lambda found: found.outcome != sent) if sent else self.ahead

    @property
    def leading(self) -> str:
        """The outcome whose button leads (主按钮): none where a check bars it, and never a refusal."""
        first = self.buttons[0].outcome
        barred = first == self.step.ordinary and any(line.kind == "bars" for line in self.checklist)
        return "" if barred or first == "refuse" else first

    def follows(self, outcome: str, answers: Mapping[str, Any]) -> Ahead:
        """What follows if it is decided now with these answers."""
        return self._still_to_sign([follow(self.step, self.case, outcome, answers=answers)])[0]

    def _still_to_sign(self, found: list[Ahead]) -> list[Ahead]:
        return signatures.ahead(found, self.turn) if self.turn.signer_id and self.turn.is_open else found

    @cached_property
    def roll(self) -> signatures.Roll | None:
        """Who signs, where several people do."""
        return signatures.of_turn(self.turn, self.viewer.on)

    @property
    def closed_because(self) -> str:
        """Why the task was closed though nobody decided it, where it was a signature."""
        return rounds.closed_because(self.turn)

    @property
    def goes_on(self) -> Ahead:
        """What follows the ordinary outcome."""
        return self.ahead[0]

    @property
    def meets(self) -> bool:
        """True where a meeting is convened or held at this step."""
        return isinstance(self.step, Convene | Meeting)

    @cached_property
    def meeting_waits(self) -> Any:
        """What has to be done in the meeting before the step can be decided; empty where nothing has."""
        endings = self.step.endings_now(self.case) if self.meets and self.turn.is_open else None
        if endings is None or self.step.ordinary in endings.allowed:
            return ""
        return "" if endings.allowed and isinstance(self.step, Meeting) else endings.otherwise

    @cached_property
    def kept(self) -> Draft | None:
        """What the viewer kept for later."""
        return drafts.task_draft(self.turn, self.viewer.user)

    @property
    def limits(self) -> Limits:
        """What the step allows its form."""
        by_subject = self.turn.person_id == self.viewer.user.person_id
        return self.case.flow_class.limits_at(self.case, self.step.name, today=self.viewer.on, by_subject=by_subject)

    @cached_property
    def form(self) -> StepForm:
        """The form: as it was sent, else as it was kept for later, else as before it was sent back, else as proposed."""
        if self._form is not None:
            return self._form
        kept = self.kept.answers if self.kept else {}
        proposed = self.case.flow_class.initial(self.case, self.step.name) | returning.proposed_again(self.turn)
        return self.step.form(limits=self.limits, initial=proposed | {k: v for k, v in kept.items() if v})

    def bound(self, data: Mapping[str, Any]) -> StepForm:
        """The form over what was sent, with errors that say what to fill in."""
        form = self.step.form(data, limits=self.limits)
        form.is_valid()
        self._show(form)
        return form

    def typed(self, data: Mapping[str, Any]) -> StepForm:
        """The form with what was sent, to be changed; nothing is called wrong yet."""
        form = self.step.form(limits=self.limits, initial={name: data[name] for name in data})
        self._show(form)
        return form

    def _show(self, form: StepForm) -> None:
        self._form = form
        self.__dict__.pop("form", None)

    def needs_check(self, outcome: str) -> bool:
        """True where the answers and the paper are shown once more before anything is decided."""
        return not self.routine and (self.step.serious or not self.case.flow_class.quick or outcome in self.step.papers)

    def digest_to_decide(self, shown: str) -> str:
        """The digest of the paper with the answers of the form, once the one that was shown still holds; else Conflict."""
        form, current = self.form, self.draft_paper
        if current is None or not form.is_valid() or form.outcome() != form.ordinary:
            return ""
        if current.digest != shown:
            raise Conflict(_("What the paper would print has changed since you looked at it. Look again, then decide."))
        return checking.facts_digest(self.step, self.case, form.outcome(), form.cleaned_data, self.viewer.person)

    @property
    def leads_to_check(self) -> bool:
        """True if some outcome of this step has a check page."""
        return any(self.needs_check(str(code)) for code in self.step.form.outcomes.values)

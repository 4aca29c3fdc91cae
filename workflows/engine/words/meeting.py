"""A meeting at a step of a course (会议): convened, held and counted by acts on its turn, ended as its record says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.journal import Actor
from forms.kit import Endings, StepForm
from registry.models import Organisation
from workflows.engine.meetings import standing
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Body, Case
from workflows.engine.models import Meeting as MeetingRow
from workflows.engine.routing import Place
from workflows.engine.votes.elections import Ending
from workflows.engine.votes.kinds import Kind
from workflows.engine.votes.motions import Result
from workflows.engine.words.steps import Step
from workflows.engine.words.system import Effect

HELD = frozenset({standing.HELD, standing.NO_QUORUM})
MOTION = frozenset({str(Result.CARRIED), str(Result.LOST), standing.NO_QUORUM})
ELECTION = frozenset(
    {str(Ending.FILLED), str(Ending.SEATS_LEFT), str(Ending.SUPERIOR_DECIDES), standing.NO_QUORUM}
)  # fmt: skip
NOT_OVER = _("The meeting is not over: settle every item, or adjourn it where there is no quorum.")
NOT_CONVENED = _("The meeting has not been convened yet: say when and where, and what is on the agenda.")
OPENED = _("The meeting has been opened: it is held to its end, or adjourned where there is no quorum.")
AS_RECORDED = _("How the meeting ended follows from its record.")


class Meeting(Step):
    """A step at which a meeting is held (会议), by whoever holds its turn, usually the secretary.

    ``body`` meets, of the organisation ``of``; both may depend on the case. The form asks what the minutes need besides. Its
    outcomes are ``held`` and ``no_quorum``, and which of them it is follows from the record: nobody chooses. It is convened
    at the step itself, or at a ``Convene`` before it.
    """

    ends = HELD

    def __init__(
        self, form: type[StepForm], *, body: Body | Callable[[Case], Body], of: Place, title: Any, asks: Any, article: str,
        **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(form, title=title, asks=asks, article=article, **more)
        self.body, self.of = body, of
        if {str(code) for code in form.outcomes.values} != self.ends:
            raise ValueError(f"{title}: the form of this meeting ends as {sorted(self.ends)}")

    @property
    def agenda_is_given(self) -> bool:
        """True where the course says what is voted on, so that nobody amends the agenda."""
        return False

    def body_of(self, case: Case) -> Body:
        """Who meets."""
        return self.body(case) if not isinstance(self.body, Body) else self.body

    def organisation_of(self, case: Case) -> Organisation:
        """Whose meeting it is."""
        return self.of.find(case)

    def agenda_of(self, case: Case) -> tuple[ItemAsked, ...]:
        """What the course puts on the agenda."""
        return ()

    def ending_of(self, meeting: MeetingRow) -> str:
        """How a meeting ends by its record; empty while it is not over."""
        return standing.ending(meeting, meeting.items.all())

    def bars_withdrawal(self, case: Case) -> str:
        """A meeting that was opened is held, or adjourned."""
        meeting = standing.current(case, self.name)
        return str(OPENED) if meeting is not None and meeting.opened_at is not None else ""

    def endings_now(self, case: Case) -> Endings:
        """The one outcome that the record says, or none."""
        meeting = standing.current(case, self.name)
        ending = self.ending_of(meeting) if meeting is not None else ""
        if ending:
            return Endings((ending,), AS_RECORDED)
        return Endings((), NOT_OVER if meeting is not None else NOT_CONVENED)


class Vote(Meeting):
    """A meeting about one matter (表决): ``item`` says of a case what is voted on, ``vote`` by which rules, and the case goes
    on by what it comes to. ``kind`` says what sort of act it is: an approval where a superior decides as a body.

    A motion ends as ``carried``, ``lost`` or ``no_quorum``; an election as ``filled``, ``seats_left``, ``superior_decides`` or
    ``no_quorum``.
    """

    def __init__(
        self, form: type[StepForm], *, vote: Kind, item: Callable[[Case], ItemAsked], of: Place, **more: Any
    ) -> None:
        self.vote, self.item, self.ends = vote, item, ELECTION if vote.elects else MOTION
        super().__init__(form, body=next(body for body in Body if vote in body.kinds), of=of, **more)

    @property
    def agenda_is_given(self) -> bool:
        """The one matter."""
        return True

    def agenda_of(self, case: Case) -> tuple[ItemAsked, ...]:
        """The one matter."""
        return (self.item(case),)

    def ending_of(self, meeting: MeetingRow) -> str:
        """The result of the one vote."""
        ending = super().ending_of(meeting)
        results = (standing.result_of(item) for item in meeting.items.all())
        return next(results, "") if ending == standing.HELD else ending


class Discussion(Meeting):
    """A meeting about one matter that is discussed (讨论), and voted on only where ``item`` names the rules of a vote.

    It ends as ``held`` where nothing was voted on, else as ``carried`` or ``lost``; or as ``no_quorum``.
    """

    ends = HELD | MOTION

    def __init__(self, form: type[StepForm], *, item: Callable[[Case], ItemAsked], **more: Any) -> None:
        self.item = item
        super().__init__(form, **more)

    @property
    def agenda_is_given(self) -> bool:
        """The one matter."""
        return True

    def agenda_of(self, case: Case) -> tuple[ItemAsked, ...]:
        """The one matter."""
        return (self.item(case),)

    def ending_of(self, meeting: MeetingRow) -> str:
        """The result of the vote, where there was one."""
        ending = super().ending_of(meeting)
        results = (standing.result_of(item) for item in meeting.items.all())
        return (next(results, "") or ending) if ending == standing.HELD else ending


class Convene(Step):
    """A step at which the meeting of a later one is convened (召集会议), so that its notice can go out between them.

    The ordinary outcome of the form, the first one, needs a meeting that is convened; any other does not.
    """

    paper_is_foreseen = False

    def __init__(self, form: type[StepForm], *, meeting: str, title: Any, asks: Any, article: str, **more: Any) -> None:
        super().__init__(form, title=title, asks=asks, article=article, **more)
        self.meeting = meeting

    def endings_now(self, case: Case) -> Endings | None:
        """All, once the meeting is convened."""
        if standing.current(case, self.meeting) is not None:
            return None
        return Endings(tuple(str(code) for code in self.form.outcomes.values if code != self.ordinary), NOT_CONVENED)


class Resolve(Effect):
    """Enter in the register what the meetings of a step resolved (登记决议): once the hold of the decision is over."""

    def __init__(self, *, meeting: str, title: Any, article: str) -> None:
        super().__init__(self._write, title=title, article=article)
        self.meeting = meeting
        # Each item has one resolution, however often a case comes by.
        self.repeatable = True

    def _write(self, case: Case, by: Actor) -> None:
        from workflows.engine.meetings.resolving import resolve  # noqa: PLC0415 -- it reads courses written with this module

        resolve(case, self.meeting, by=by, article=self.article)

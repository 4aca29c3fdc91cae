"""A course as a whole (流程): who opens it, what it knows, who may call it off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import flow

from forms.kit import Access, Limits
from registry.models import Organisation
from workflows.engine import catalogue, nodes
from workflows.engine.models import Case, Decision
from workflows.engine.routing import Place, PostOf
from workflows.engine.said import Said
from workflows.engine.words.steps import Opening, Step
from workflows.policy import asking
from workflows.policy.terms import Pack


@dataclass(frozen=True)
class Withdrawal:
    """Who may call the whole case off (撤回申请), at which steps, and where it then goes: the initiator and the subject, or
    the subject ``alone`` where nobody else can want it for him."""

    article: str
    at: tuple[str, ...]
    then: str
    alone: bool = False


@dataclass(frozen=True)
class Appealable:
    """Against what of a process the member it is about can appeal (可以申诉的决定): its ends, and whose decision they are.

    ``papers`` are the kinds of papers that hold the decision; the newest one names it in the appeal.
    """

    at: tuple[str, ...]
    by: Place
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intervention:
    """What a superior may do with a whole case besides deciding its turns (案件干预): who, at which steps.

    It is an act of his own: whoever opened the case or is its subject stands aside, as at an approval.
    """

    article: str
    by: PostOf
    at: tuple[str, ...]
    kind: ClassVar[str] = Decision.Kind.APPROVE

    @property
    def name(self) -> str:
        """What the act is called in the journal and the proof."""
        raise NotImplementedError

    @property
    def to(self) -> PostOf:
        """Whose act it is, as of a step."""
        return self.by


@dataclass(frozen=True)
class Suspension(Intervention):
    """Who may suspend a case and let it go on (挂起、恢复): nobody acts meanwhile, and the terms that stop stand still."""

    @property
    def name(self) -> str:
        """As of every course."""
        return "suspension"


@dataclass(frozen=True)
class Termination(Intervention):
    """Who may end a case that has lost its ground (终止), and where it then goes."""

    then: str

    @property
    def name(self) -> str:
        """As of every course."""
        return "termination"


@dataclass(frozen=True)
class Incident(Intervention):
    """What may happen to a case outside its steps (突发情况), e.g. a letter is lost: who reports it, and where it then goes.

    Reporting is no decision of a superior: whoever opened the case may do it too, if he holds the post.
    """

    code: str
    title: Any
    then: str
    kind: ClassVar[str] = Decision.Kind.ACT

    @property
    def name(self) -> str:
        """Its code, of at most twelve characters: a turn that it closed keeps it."""
        return self.code


@dataclass(frozen=True)
class Register:
    """A register of its own that a process keeps (登记簿): its title, its columns, and what each says of some cases.

    ``rows`` is asked for all cases of one page at once, so that their number costs no queries.
    """

    title: Any
    columns: tuple[Any, ...]
    rows: Callable[[Sequence[Case]], list[tuple[str, ...]]]


class Group(models.TextChoices):
    """Under which heading a process is offered (办件类别), in the order of the headings: what is asked for often comes first."""

    MOVING = "moving", _("Members come, go, or are away")
    MEETING = "meeting", _("Meetings and requests for instructions")
    EDUCATING = "educating", _("Members who fall short")
    LEAVING = "leaving", _("Leaving, and members who cannot be reached")
    APPEALING = "appealing", _("Against a decision")
    OTHER = "other", _("Something else")


class Process(flow.Flow):
    """A process (流程): base of every course."""

    process_class = Case
    lock_impl = nodes.CaseLock()

    name: ClassVar[str]
    # From when this edition is in force; None for the first one of a process, which was in force before.
    in_force_from: ClassVar[dt.date | None] = None
    code: ClassVar[str]
    title: ClassVar[Any]
    summary: ClassVar[Any] = ""
    prepares: ClassVar[tuple[Any, ...]] = ()
    minutes: ClassVar[int] = 5
    icon: ClassVar[str] = "file-text"
    group: ClassVar[Group] = Group.OTHER
    start: ClassVar[Opening]
    opened_by: ClassVar[tuple[str, ...]]
    opened_at_levels: ClassVar[tuple[str, ...]]
    opened_by_subject: ClassVar[bool] = False
    # Whether somebody who is no member any more may open it for himself, at the organisation he belonged to last.
    opened_by_former: ClassVar[bool] = False
    # Which findings of the registers it answers to, by name.
    answers_to: ClassVar[tuple[str, ...]] = ()
    # What of it can be appealed against; and whether this process is the way to do so.
    appealable: ClassVar[Appealable | None] = None
    hears_appeals: ClassVar[bool] = False
    withdrawal: ClassVar[Withdrawal | None] = None
    suspension: ClassVar[Suspension | None] = None
    termination: ClassVar[Termination | None] = None
    incidents: ClassVar[tuple[Incident, ...]] = ()
    register: ClassVar[Register | None] = None
    quick: ClassVar[bool] = True
    # The question whose answer says what a new case is about: where another open case bars it, it is said there.
    about: ClassVar[str] = "member"
    # The steps at which several cases may be agreed to together; none unless the course says so.
    in_bulk: ClassVar[tuple[str, ...]] = ()
    # The class of the facts, and what each field of them may be besides what its type says: for the soundness checker.
    known: ClassVar[type]
    domains: ClassVar[Mapping[str, tuple[Any, ...]]] = {}

    @staticmethod
    def first_answers(finding: str, detail: str) -> Mapping[str, str]:
        """What is known of the opening where it answers to a finding; ``detail`` is what the finding is about, e.g. a ledger."""
        return {}

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member a new case is about, from its opening answers; None if it is about no member."""
        return None

    @classmethod
    def matter_of(cls, answers: Mapping[str, Any]) -> str:
        """What a new case is about that is about no member (事由): the answer to the question ``matter``, if it has one."""
        return str(answers.get("matter") or "")

    @classmethod
    def barred_by(cls, answers: Mapping[str, Any], organisation: Organisation) -> Case | None:
        """The open case beside which none can be opened by these answers; None if there is none.

        Two of a kind about one member, or about one matter of one organisation, the database refuses.
        """
        alike = Case.objects.filter(process_name=cls.name, closed_at__isnull=True)
        if (subject := cls.subject_of(answers)) is not None:
            return alike.filter(subject=subject).first()
        matter = cls.matter_of(answers)
        return alike.filter(subject=None, organisation=organisation, matter=matter).first() if matter else None

    @classmethod
    def organisations_of(cls, answers: Mapping[str, Any], organisation: Organisation) -> list[Organisation]:
        """The organisations that have a part in a new case from the start."""
        return [organisation]

    @classmethod
    def reporter_of(cls, case: Case) -> int | None:
        """Who reported the matter (举报人、反映人): id of a person, who takes no part in handling it; None if nobody did."""
        return None

    @classmethod
    def earlier_deciders(cls, case: Case) -> Iterable[int]:
        """Who decided the matter before (原办理人), where this is an appeal: ids of persons, who take no part in it.

        Of an earlier case ``deciders.deciders_of`` says it, signers and those for whom a proxy decided included.
        """
        return ()

    @classmethod
    def opening_answers(cls, case: Case) -> Mapping[str, Any]:
        """The answers the case was opened with, as they were given."""
        return dict(case.data["request"])

    @classmethod
    def asked_again(cls, case: Case) -> Mapping[str, Any]:
        """The opening answers that are proposed when somebody asks again after a case has ended."""
        return cls.opening_answers(case)

    @classmethod
    def facts(cls, case: Case, said: Said | None = None) -> Any:
        """Everything the rules of this process look at, gathered once; a frozen dataclass."""
        raise NotImplementedError

    @classmethod
    def limits(cls, case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
        """What a step allows its form."""
        raise NotImplementedError

    @classmethod
    def limits_at(cls, case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
        """What a step allows its form, and what it lets be done with each field: for whoever makes the form."""
        found = cls.limits(case, step, today=today, by_subject=by_subject)
        access = cls._access(step, by_subject=by_subject)
        node = cls.instance.node(step, no_obsolete=True)
        endings = node.endings_now(case) if isinstance(node, Step) else None
        found = replace(found, span=asking.span_of(cls.pack(case), today), endings=endings)
        return replace(found, access=access, proposed=cls.initial(case, step)) if access else found

    @classmethod
    def limits_for_reading(cls, case: Case, step: str, decision: Decision) -> Limits:
        """The limits by which kept answers are read back: those of the day they were given."""
        by_subject = decision.appointment_id is None and decision.person_id == case.subject_person_id
        found = cls.limits(case, step, today=decision.on, by_subject=by_subject)
        return replace(found, access=cls._access(step, by_subject=by_subject))

    @classmethod
    def _access(cls, step: str, *, by_subject: bool) -> Mapping[str, Access]:
        node = cls.instance.node(step, no_obsolete=True)
        return node.access(by_subject=by_subject) if isinstance(node, Step) else {}

    @classmethod
    def opening_limits(cls, organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
        """What the opening form may choose from; ``by_post`` is False for a subject who asks for himself."""
        raise NotImplementedError

    @classmethod
    def initial(cls, case: Case, step: str) -> dict[str, Any]:
        """What a step's form proposes before anything was typed."""
        return {}

    @classmethod
    def expected(cls, case: Case, step: str) -> dict[str, Any]:
        """What a step that is not decided yet is taken to answer (typed), where the way on depends on it.

        For paths ahead; what was answered at the step before, if anything, is taken for the rest.
        """
        return {}

    @classmethod
    def pack(cls, case: Case) -> Pack:
        """The policy a case was opened under and keeps."""
        return asking.pinned(case.pack, case.pack_version)

    @classmethod
    def summary_of(cls, case: Case, said: Said) -> list[tuple[Any, str]]:
        """The facts a reader of the case needs first: label and value."""
        raise NotImplementedError

    @classmethod
    def steps(cls) -> dict[str, Step]:
        """The steps of the course by name, in the order they are written."""
        return {name: node for name, node in cls.in_order() if isinstance(node, Step)}

    @classmethod
    def node_said(cls, name: str) -> Any:
        """A node of this course, or of another edition that a case went through before; KeyError if there is none."""
        for edition in (cls, *reversed(catalogue.editions(cls.name))):
            if name in (nodes_of := dict(edition.in_order())):
                return nodes_of[name]
        raise KeyError(name)

    @classmethod
    def step_said(cls, name: str) -> Step:
        """As ``node_said``, of a step."""
        step: Step = cls.node_said(name)
        return step

    @classmethod
    def in_order(cls) -> list[tuple[str, Any]]:
        """All nodes in the order in which the course writes them: its chapters in the order it names them, then its own."""
        by_name = cls.instance._nodes_by_name  # noqa: SLF001 -- INT viewflow sorts by name, the regulation does not
        chapters = [base for base in cls.__mro__ if not issubclass(base, flow.Flow)]
        editions = [base for base in reversed(cls.__mro__) if issubclass(base, flow.Flow)]
        written = [name for base in (*chapters, *editions) for name in vars(base) if name in by_name]
        return [(name, by_name[name]) for name in dict.fromkeys(written)]

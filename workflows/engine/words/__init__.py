"""The words a course is written in (流程用语).

A course is a class; each step an attribute that cites its article, names its post, its form and its term, and says
where the case goes by each outcome. Guards, questions and effects are declared objects with a name and an article,
never lambdas, so that the course can be read, drawn and checked without running it.
"""

from workflows.engine.obligations import Guard, Obligation
from workflows.engine.routing import Place
from workflows.engine.words.countersign import Countersign
from workflows.engine.words.meeting import Convene, Discussion, Meeting, Resolve, Vote
from workflows.engine.words.process import (
    Appealable,
    Group,
    Incident,
    Intervention,
    Process,
    Register,
    Suspension,
    Termination,
    Withdrawal,
)
from workflows.engine.words.rules import Question, Term, Verdict, Weight, calendar_for, months, working_days
from workflows.engine.words.steps import Lapse, Opening, Step, Subject
from workflows.engine.words.system import Effect, Fork, Issue, Later, Outcome, Wait

__all__ = [
    "Appealable", "Convene", "Countersign", "Discussion", "Effect", "Fork", "Group", "Guard", "Incident", "Intervention", "Issue", "Lapse", "Later",
    "Meeting",
    "Obligation", "Opening", "Outcome", "Place", "Process", "Question", "Register", "Resolve", "Step", "Subject", "Suspension",
    "Term", "Termination", "Verdict", "Vote", "Wait",
    "Weight", "Withdrawal", "calendar_for", "months", "working_days",
]  # fmt: skip

"""One act by several posts (会签): each signs with an opinion of its own, and a rule says what it comes to."""

from __future__ import annotations

from typing import Any

from forms.kit import StepForm
from workflows.engine.models import Case
from workflows.engine.routing import Place, PostOf
from workflows.engine.signing import ALL, Answer, Result, Rule
from workflows.engine.words.steps import Step


class Countersign(Step):
    """A step that several posts sign (会签).

    ``form`` is the form of each signer's opinion; its outcomes are those of the step, told apart by ``yes``, ``no`` and
    ``back``: where the rule is met the step ends as ``yes``, where it can no longer be met as ``no``, where one signer
    sends the case back as ``back``. ``signers`` sign, each for every post of its role at its place; who is recused or
    missing leaves the count. Where too few are left for the rule, ``otherwise`` decides alone, with the same form.
    ``may_add`` says which posts a signer may add while it runs, by role or all of a place; ``sender_may_change`` lets
    whoever sent the case here do so too, and take off any seat that has not signed.
    """

    def __init__(
        self, form: type[StepForm], *, title: Any, asks: Any, article: str, signers: tuple[PostOf, ...], otherwise: PostOf,
        rule: Rule = ALL, in_order: bool = False, may_add: tuple[PostOf | Place, ...] = (), sender_may_change: bool = False,
        yes: str = "agree", no: str = "disagree", back: str = "return", **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(form, title=title, asks=asks, article=article, to=otherwise, **more)
        self.signers, self.rule, self.in_order = signers, rule, in_order
        self.may_add, self.sender_may_change = may_add, sender_may_change
        self.answers = {yes: Answer.AGREE, no: Answer.DISAGREE, back: Answer.RETURN}
        self.endings = {Result.AGREED: yes, Result.REFUSED: no, Result.RETURNED: back}
        if not signers or self.answers.keys() != {str(code) for code in form.outcomes.values}:
            raise ValueError(f"{title}: a countersign needs signers and a form that ends as {sorted(self.answers)}")

    @property
    def ordinary(self) -> str:
        """The outcome that needs no reason: all that is needed have agreed."""
        return self.endings[Result.AGREED]

    def opened(self, case: Case, task: Any) -> None:
        """Begin a round at a new task, or take up one whose last signature was undone."""
        from workflows.engine import countersigning  # noqa: PLC0415 -- it reads courses written with this module

        countersigning.begin(self, case, task)

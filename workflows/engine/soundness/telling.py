"""Telling a way in the words of the regulation (用条文说明路径): each step with its outcome and its article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from workflows.engine.soundness.model import CALLED_OFF, TERMINATED, Model, Move, State
from workflows.engine.words import Fork, Step


@dataclass(frozen=True)
class Stage:
    """One step of a way (路径环节): the node, its title, how it ended, the article."""

    node: str
    title: str
    outcome: str
    article: str

    def __str__(self) -> str:
        ended = f"：{self.outcome}" if self.outcome else ""
        return f"{self.title}{ended}（{self.article}）" if self.article else f"{self.title}{ended}"

    def as_json(self) -> dict[str, str]:
        """The stage as plain data."""
        return asdict(self)


def outcome_of(node: Any, outcome: str) -> str:
    """How a node ended, in words; empty where there is only one way to end."""
    if outcome == CALLED_OFF:
        return _("called off")
    if outcome == TERMINATED:
        return _("ended by the superior")
    if outcome == "lapsed":
        return _("nobody acted in time")
    if isinstance(node, Fork):
        return _("yes") if outcome == "yes" else _("no")
    if isinstance(node, Step) and len(node.form.outcomes) > 1:
        labels = {str(code): str(label) for code, label in node.form.outcomes.choices}
        return labels.get(outcome, outcome)
    return ""


def told(model: Model, way: Iterable[tuple[State, Move]], end: str = "") -> tuple[Stage, ...]:
    """A way in words, with the node where it ends."""
    stages = [
        Stage(move.node, str(node.title), outcome_of(node, move.outcome), node.article)
        for _state, move in way
        if (node := model.nodes[move.node])
    ]
    if end:
        node = model.nodes[end]
        stages.append(Stage(end, str(node.title), "", node.article))
    return tuple(stages)

"""What will come to a post next (即将办理): looked up from time to time, never by whoever decides."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F

from registry.models import Post
from workflows.engine.models.turns import TaskAssignment


class Coming(models.Model):
    """Where an open turn leads next in the ordinary way (下一站), as the path ahead said on the day it was last asked.

    Nothing depends on it but a list: it may be a minute behind, and is thrown away and made anew at any time. There is a
    row for each post: several where the next step is signed by several. ``post`` is empty where the next step is the
    member's own, where nobody could take it, or where the case then ends.
    """

    turn = models.ForeignKey(TaskAssignment, models.CASCADE, related_name="coming")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")
    step = models.CharField(max_length=60, blank=True)
    comes_on = models.DateField(null=True)
    looked_on = models.DateField()

    class Meta:
        app_label = "workflows"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["turn", "post"], name="coming_once_to_a_post", nulls_distinct=False)
        ]
        indexes: ClassVar = [
            models.Index(F("post"), F("comes_on").asc(nulls_last=True), F("turn"), name="coming_to_a_post")
        ]

    @property
    def title(self) -> Any:
        """The title of the next step."""
        return self.turn.case.flow_class.step_said(self.step).title

    def __str__(self) -> str:
        return f"{self.step} {self.turn_id}"

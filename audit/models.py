"""Rows of the journal and of the access log. Both are append-only: a trigger refuses changes."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """A journal entry (日志条目): one act, in the stream of the thing it was done to.

    ``facts`` hold ids and dates only and are part of the leaf; ``words`` hold names and free text and enter the
    leaf as a keyed digest, so that they can be erased one day without breaking the chain.
    """

    stream_kind = models.CharField(max_length=20)
    stream_id = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=40)
    article = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    words_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    leaf = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream_kind", "stream_id", "sequence"], name="journal_sequence_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="journal_by_time"),
            models.Index(fields=["actor_kind", "actor_id", "at"], name="journal_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.stream_kind}:{self.stream_id}#{self.sequence} {self.act}"


class Access(models.Model):
    """An access (查阅): who looked at which dossier or paper, when, and as whom."""

    at = models.DateTimeField()
    viewer_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=40)
    what = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id", "at"], name="access_by_object"),
            models.Index(fields=["viewer_id", "at"], name="access_by_viewer"),
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} {self.what} {self.kind}:{self.object_id}"

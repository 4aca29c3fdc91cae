"""Five steps of joeflow."""

from django.db import models
from joeflow.models import Workflow
from joeflow.tasks import UpdateView

FIELDS = ("first", "second", "third", "fourth", "fifth")


class Five(Workflow):
    """The case of five approvals."""

    note = models.CharField(max_length=300)
    first_opinion = models.CharField(max_length=300, blank=True)
    second_opinion = models.CharField(max_length=300, blank=True)
    third_opinion = models.CharField(max_length=300, blank=True)
    fourth_opinion = models.CharField(max_length=300, blank=True)
    fifth_opinion = models.CharField(max_length=300, blank=True)

    start = UpdateView(fields=["note"])
    first = UpdateView(fields=["first_opinion"])
    second = UpdateView(fields=["second_opinion"])
    third = UpdateView(fields=["third_opinion"])
    fourth = UpdateView(fields=["fourth_opinion"])
    fifth = UpdateView(fields=["fifth_opinion"])

    edges = [(start, first), (first, second), (second, third), (third, fourth), (fourth, fifth)]

    class Meta:
        app_label = "joe"
